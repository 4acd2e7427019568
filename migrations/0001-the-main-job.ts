import type { MigrationInterface, QueryRunner } from 'typeorm';
import { nullable, schema } from './schema.js';

/** People and their tokens, threads and messages, runs and their log. */
export class TheMainJob1795255200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, ref, text, integer, boolean, json, time, table } = schema(runner);

    await table(
      'users',
      [
        id(),
        text('username'),
        text('name_key'),
        text('password_hash'),
        text('display_name', nullable),
        text('role'),
        boolean('is_active'),
        json('allowed_products'),
        json('allowed_agents'),
        integer('token_version'),
        time('created_at'),
        time('updated_at'),
      ],
      { indices: { users_name_key: [['name_key'], 'unique'] } },
    );
    await table('logins', [id(), ref('user_id'), time('created_at'), time('ended_at', nullable)], {
      owned: { user_id: 'users' },
      indices: { logins_user: [['user_id']] },
    });
    await table(
      'refresh_tokens',
      [
        id(),
        ref('login_id'),
        time('issued_at'),
        time('expires_at'),
        time('spent_at', nullable),
        ref('successor_id', nullable),
      ],
      {
        owned: { login_id: 'logins' },
        indices: { refresh_tokens_login: [['login_id']], refresh_tokens_expiry: [['expires_at']] },
      },
    );
    await table(
      'login_failures',
      [
        text('subject', { isPrimary: true }),
        integer('failures'),
        time('window_started_at'),
        time('delayed_until', nullable),
      ],
      { indices: { login_failures_window: [['window_started_at']] } },
    );

    await table(
      'threads',
      [
        id(),
        ref('owner_id'),
        text('title', nullable),
        text('summary', nullable),
        json('metadata'),
        text('product_id', nullable),
        text('agent_id', nullable),
        text('provider', nullable),
        text('model', nullable),
        boolean('is_deleted'),
        integer('message_count'),
        integer('version'),
        time('created_at'),
        time('updated_at'),
        time('last_message_at', nullable),
        time('active_at'),
      ],
      {
        owned: { owner_id: 'users' },
        indices: { threads_of_owner: [['owner_id', 'is_deleted', 'active_at', 'id']] },
      },
    );
    await table(
      'messages',
      [
        id(),
        ref('thread_id'),
        integer('position'),
        ref('parent_id', nullable),
        ref('sender_id', nullable),
        text('role'),
        text('text'),
        json('parts', nullable),
        text('status'),
        text('provider', nullable),
        text('model', nullable),
        ref('run_id', nullable),
        json('usage', nullable),
        json('error', nullable),
        json('metadata'),
        time('created_at'),
        time('updated_at'),
      ],
      { owned: { thread_id: 'threads' }, indices: { messages_in_order: [['thread_id', 'position'], 'unique'] } },
    );
    await table(
      'provider_threads',
      [
        id('thread_id'),
        text('provider', { isPrimary: true }),
        text('conversation_id', nullable),
        json('state'),
        time('updated_at'),
      ],
      { owned: { thread_id: 'threads' } },
    );

    await table(
      'runs',
      [
        id(),
        ref('thread_id'),
        ref('message_id'),
        ref('prompt_id'),
        text('status'),
        json('request'),
        integer('rank'),
        text('owner', nullable),
        time('lease_until', nullable),
        integer('fence'),
        text('stop_requested', nullable),
        text('provider', nullable),
        text('model', nullable),
        json('attempts'),
        json('usage', nullable),
        json('error', nullable),
        time('created_at'),
        time('started_at', nullable),
        time('first_token_at', nullable),
        time('finished_at', nullable),
      ],
      { owned: { thread_id: 'threads' }, indices: { runs_of_thread: [['thread_id', 'id']] } },
    );
    // Whatever the processes believe: a thread has one answer under way.
    await runner.query(
      `CREATE UNIQUE INDEX runs_one_at_a_time ON runs (thread_id) WHERE status IN ('running', 'streaming')`,
    );
    await runner.query(`CREATE INDEX runs_waiting ON runs (thread_id, rank, id) WHERE status = 'queued'`);
    await runner.query(`CREATE INDEX runs_leases ON runs (lease_until) WHERE status IN ('running', 'streaming')`);

    await table('run_events', [id('run_id'), integer('seq', { isPrimary: true }), integer('count'), text('data')], {
      owned: { run_id: 'runs' },
    });
    await table(
      'idempotency_keys',
      [
        text('id', { isPrimary: true }),
        text('body_hash'),
        ref('message_id'),
        ref('run_id', nullable),
        time('created_at'),
      ],
      {
        owned: { run_id: 'runs' },
        indices: { idempotency_keys_age: [['created_at']], idempotency_keys_run: [['run_id']] },
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'idempotency_keys',
      'run_events',
      'runs',
      'provider_threads',
      'messages',
      'threads',
      'login_failures',
      'refresh_tokens',
      'logins',
      'users',
    ];
    for (const name of tables) await runner.dropTable(name);
  }
}

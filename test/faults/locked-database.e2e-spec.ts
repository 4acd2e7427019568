import { setTimeout as sleep } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import { Client } from 'pg';
import { Settings } from '../../src/config/settings.js';
import { openAiAnswer, ScriptedOpenAi } from '../support/scripted-openai.js';
import { engine } from '../support/test-database.js';
import { useServer } from '../support/use-server.js';

const openAi = new ScriptedOpenAi();

/** Somebody else holds what every write needs; gives the way to let go. */
async function lock(url: string): Promise<() => Promise<void>> {
  if (engine === 'sqlite') {
    const connection = new SqliteConnection(url.slice('sqlite:'.length));
    connection.exec('BEGIN IMMEDIATE');
    return async () => void connection.close();
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE threads, messages, runs, run_events IN EXCLUSIVE MODE');
  return () => client.end();
}

describe('a database that somebody else holds locked', () => {
  beforeAll(() => openAi.start());
  afterAll(() => openAi.stop());

  const server = useServer({ env: () => ({ LLM__HOST: openAi.url }) });

  it('makes writes fail in time and in order, lets reads go on, and loses nothing', async () => {
    const threadId = await server.thread('alice', { title: 'Before' });
    openAi.script({ ...openAiAnswer(...'abcdefghijklmnopqrst'), pauseMs: 50 });
    const streamed = server.as('alice').post(`/api/threads/${threadId}/messages/stream`).send({ text: 'Hi' });
    const text = streamed.then((response) => response.text);
    while (openAi.calls === 0) await sleep(10);
    await sleep(200);

    const release = await lock(server.app.get(Settings).database.url);
    // All of them while the lock is held, and together, not one after the other.
    const refused = Array.from({ length: 5 }, () => server.as('alice').post('/api/threads').send({ title: 'During' }));
    const reads = await server.as('alice').get(`/api/threads/${threadId}`);
    expect(reads.status).toBe(200);
    for (const answer of await Promise.all(refused)) {
      expect(answer.status).toBe(503);
      expect(answer.body.error).toMatchObject({ code: 'unavailable', request_id: expect.any(String) });
      expect(answer.headers['retry-after']).toBe('1');
    }
    await release();

    // The stream was held up, not broken.
    const events = (await text).split('\n\n').slice(0, -1);
    expect(events.at(-1)).toBe('data: [DONE]');
    expect([...events.join().matchAll(/"content":"(\w)"/g)].map(([, letter]) => letter).join('')).toBe(
      'abcdefghijklmnopqrst',
    );
    await server.as('alice').post('/api/threads').send({ title: 'After' }).expect(201);
    const { body } = await server.as('alice').get('/api/threads').expect(200);
    expect(body.items.map(({ title }: { title: string }) => title).sort()).toEqual(['After', 'Before']);
  }, 30_000);
});

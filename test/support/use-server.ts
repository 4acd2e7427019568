import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { createApp } from '../../src/app.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

const PASSWORD = 'correct horse battery staple';

interface ServerOptions {
  /** Environment variables, as somebody who runs the server would set them; may depend on what was set up before. */
  env?: () => Record<string, string>;
  /** What `resources/config.yaml` says. */
  config?: string;
  /** Registered before the tests; `admin` always is, first. */
  users?: Record<string, { allowed_products?: string[]; allowed_agents?: string[] }>;
  /** `false` leaves the server as it is found: without users. */
  registerAdmin?: boolean;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Client = Record<Method, (path: string) => supertest.Test>;

/** The real application on a fresh database, listening, with some users; all gone again after the tests. */
export class TestServer {
  app: NestExpressApplication;
  url = '';
  readonly tokens = new Map<string, { access_token: string; refresh_token: string }>();
  readonly ids = new Map<string, string>();

  as(name: string): Client {
    const token = this.tokens.get(name)?.access_token;
    if (!token) throw new Error(`Nobody is called ${name}`);
    return this.withHeaders({ authorization: `Bearer ${token}` });
  }

  anonymous(): Client {
    return this.withHeaders({});
  }

  withHeaders(headers: Record<string, string>): Client {
    const call = (method: Method) => (path: string) => supertest(this.url)[method](path).set(headers);
    return { get: call('get'), post: call('post'), put: call('put'), patch: call('patch'), delete: call('delete') };
  }

  idOf(name: string): string {
    return this.ids.get(name)!;
  }

  async register(username: string, fields: object = {}): Promise<void> {
    const client = this.tokens.has('admin') ? this.as('admin') : this.anonymous();
    const { body } = await client
      .post('/api/auth/register')
      .send({ username, password: PASSWORD, ...fields })
      .expect(201);
    this.ids.set(username, body.id);
    await this.login(username);
  }

  async login(username: string): Promise<void> {
    const { body } = await this.anonymous().post('/api/auth/login').send({ username, password: PASSWORD }).expect(200);
    this.tokens.set(username, body);
  }

  async thread(owner: string, fields: object = {}): Promise<string> {
    const { body } = await this.as(owner).post('/api/threads').send(fields).expect(201);
    return body.id as string;
  }
}

export const password = PASSWORD;

export function useServer({
  env = () => ({}),
  config = '',
  users = { alice: {}, mallory: {} },
  registerAdmin = true,
}: ServerOptions = {}): TestServer {
  const server = new TestServer();
  let database: TestDatabase | undefined;
  const directory = mkdtempSync(join(tmpdir(), 'parley-server-'));

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    mkdirSync(join(directory, 'resources'));
    writeFileSync(join(directory, 'resources', 'config.yaml'), config);
    const { settings } = loadSettings({
      cwd: directory,
      env: { DATABASE_URL: database.url, LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: '0', ...env() },
    });
    server.app = await createApp(settings, false);
    await server.app.listen(0, '127.0.0.1');
    server.url = `http://127.0.0.1:${(server.app.getHttpServer().address() as { port: number }).port}`;
    if (registerAdmin) await server.register('admin');
    for (const [name, fields] of Object.entries(users)) await server.register(name, fields);
  }, 60_000);

  afterAll(async () => {
    server.app?.getHttpServer().closeAllConnections();
    await server.app?.close();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  return server;
}

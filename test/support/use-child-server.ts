import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildServer, freePort } from './child-server.js';
import { ScriptedOpenAi } from './scripted-openai.js';
import type { ScriptSource } from './scripted-server.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export const admin = { username: 'admin', password: 'correct horse battery' };

/** A built server in a process of its own, with a scripted provider behind it and an admin signed in. */
export class ChildHouse {
  server: ChildServer;
  token = '';

  constructor(
    readonly provider: ScriptedOpenAi,
    private readonly directory: string,
  ) {}

  settings: Record<string, string> = {};

  /** One more process, on the same database and with the same secret. */
  async another(): Promise<ChildServer> {
    const server = new ChildServer(await freePort(), this.directory, this.settings);
    await server.start();
    return server;
  }

  // What comes back is what tests look at.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<any> {
    const authorization: Record<string, string> = this.token === '' ? {} : { authorization: `Bearer ${this.token}` };
    const response = await fetch(this.server.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  }
}

export function useChildServer(script?: ScriptSource, env: Record<string, string> = {}): ChildHouse {
  const directory = mkdtempSync(join(tmpdir(), 'parley-child-'));
  const house = new ChildHouse(new ScriptedOpenAi(script), directory);
  let database: TestDatabase;

  beforeAll(async () => {
    await house.provider.start();
    database = await createTestDatabase();
    house.settings = { DATABASE_URL: database.url, LLM__HOST: house.provider.url, ...env };
    house.server = await house.another();
    await house.call('POST', '/api/auth/register', admin);
    house.token = (await house.call('POST', '/api/auth/login', admin)).access_token;
  }, 60_000);

  afterAll(async () => {
    await house.server.kill();
    await house.provider.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  return house;
}

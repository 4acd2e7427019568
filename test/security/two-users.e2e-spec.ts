import { newId } from '../../src/kernel/id.js';
import { openAiAnswer, ScriptedOpenAi } from '../support/scripted-openai.js';
import { useServer } from '../support/use-server.js';

const openAi = new ScriptedOpenAi(openAiAnswer('SECRET answer'));

/** What one user's data looks like to another: like nothing at all. */
type Expectation = 'missing' | 'own' | 'public';

interface Row {
  expect: Expectation;
  query?: string;
  body?: object;
}

/** Every route there is. One that has no row here fails the test. */
const ROUTES: Record<string, Row> = {
  'post /api/auth/register': { expect: 'public' },
  'post /api/auth/login': { expect: 'public' },
  'post /api/auth/refresh': { expect: 'public' },
  'post /api/auth/logout': { expect: 'own' },
  'get /api/auth/me': { expect: 'own' },
  'post /api/auth/password': { expect: 'own' },
  'get /api/health': { expect: 'public' },
  'get /api/models': { expect: 'own' },
  'get /api/threads': { expect: 'own', query: '?include_deleted=true' },
  'post /api/threads': { expect: 'own' },
  'get /api/threads/{thread_id}': { expect: 'missing' },
  'patch /api/threads/{thread_id}': { expect: 'missing', body: { title: 'mine now' } },
  'delete /api/threads/{thread_id}': { expect: 'missing', query: '?purge=true' },
  'get /api/threads/{thread_id}/messages': { expect: 'missing' },
  'post /api/threads/{thread_id}/messages': { expect: 'missing', body: { text: 'hi' } },
  'post /api/threads/{thread_id}/messages/stream': { expect: 'missing', body: { text: 'hi' } },
  'patch /api/threads/{thread_id}/messages/{message_id}': { expect: 'missing', body: { text: 'hi' } },
  'get /api/threads/{thread_id}/runs': { expect: 'missing' },
  'get /api/provider-threads/{thread_id}': { expect: 'missing' },
  'put /api/provider-threads/{thread_id}': { expect: 'missing', body: { provider: 'x', state: {} } },
  'get /api/runs/{run_id}': { expect: 'missing' },
  'get /api/runs/{run_id}/stream': { expect: 'missing' },
  'post /api/runs/{run_id}/cancel': { expect: 'missing' },
  'get /health': { expect: 'public' },
  'get /health/live': { expect: 'public' },
  'get /health/ready': { expect: 'public' },
};

const PLACE = { product_id: 'p1', agent_id: 'a1' };

describe('two users', () => {
  beforeAll(() => openAi.start());
  afterAll(() => openAi.stop());

  const server = useServer({ env: () => ({ LLM__HOST: openAi.url }), users: { alice: {}, mallory: {}, moved: {} } });
  const names: Record<string, string> = {};

  beforeAll(async () => {
    names.thread_id = await server.thread('alice', { title: 'SECRET title', metadata: { note: 'SECRET note' } });
    const { body } = await server
      .as('alice')
      .post(`/api/threads/${names.thread_id}/messages`)
      .set('prefer', 'wait=5')
      .send({ text: 'SECRET question' })
      .expect(200);
    names.message_id = body.message.id;
    names.run_id = body.run.id;
    const state = { provider: 'x', state: { note: 'SECRET state' } };
    await server.as('alice').put(`/api/provider-threads/${names.thread_id}`).send(state).expect(200);
  });

  function call(route: string, user: string | null, ids: Record<string, string>) {
    const [method, path] = route.split(' ') as ['get' | 'post' | 'put' | 'patch' | 'delete', string];
    const { query = '', body } = ROUTES[route]!;
    const client = user === null ? server.anonymous() : server.as(user);
    const request = client[method](path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name]!) + query);
    return body ? request.send(body) : request;
  }

  it('are asked about on every route that the documentation knows', async () => {
    const { body } = await server.anonymous().get('/openapi.json').expect(200);
    const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  const others = Object.keys(ROUTES).filter((route) => ROUTES[route]!.expect === 'missing');

  it.each(others)('cannot tell each other’s from none: %s', async (route) => {
    const none = { thread_id: newId(), message_id: newId(), run_id: newId() };
    const theirs = await call(route, 'mallory', names);
    const missing = await call(route, 'mallory', none);
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body.error, request_id: '' }).toEqual({ ...missing.body.error, request_id: '' });
    expect(theirs.status).toBe(missing.status);
    // Nor an admin: a role is no key to what people said.
    expect((await call(route, 'admin', names)).status).toBe(404);
  });

  it.each(Object.keys(ROUTES).filter((route) => ROUTES[route]!.expect !== 'public'))(
    'must say who they are: %s',
    async (route) => {
      const { status, headers } = await call(route, null, names);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer');
    },
  );

  it.each(['get /api/threads', 'get /api/auth/me', 'get /api/models'])('see only their own: %s', async (route) => {
    const { body } = await call(route, 'mallory', names).expect(200);
    expect(JSON.stringify(body)).not.toContain('SECRET');
    expect(JSON.stringify(body)).not.toContain(server.idOf('alice'));
  });

  it('left the first one’s data as it was', async () => {
    const { body } = await server.as('alice').get(`/api/threads/${names.thread_id}`).expect(200);
    expect(body).toMatchObject({ title: 'SECRET title', message_count: 2 });
    expect(body.messages.map(({ text }: { text: string }) => text)).toEqual(['SECRET question', 'SECRET answer']);
  });

  describe('of whom one may no longer use a product', () => {
    it.each(others)('cannot: %s', async (route) => {
      const user = `narrow-${others.indexOf(route)}`;
      await server.register(user, { allowed_products: ['p1'], allowed_agents: ['a1'] });
      const ids: Record<string, string> = { thread_id: await server.thread(user, { metadata: PLACE }) };
      const { body } = await server
        .as(user)
        .post(`/api/threads/${ids.thread_id}/messages`)
        .set('prefer', 'wait=5')
        .send({ text: 'mine' })
        .expect(200);
      Object.assign(ids, { message_id: body.message.id, run_id: body.run.id });
      await forbid(server, user);
      const refused = await call(route, user, ids);
      expect(refused.status).toBe(403);
      expect(refused.body.error.code).toBe('product_not_allowed');
      const { body: list } = await server.as(user).get('/api/threads?include_deleted=true').expect(200);
      expect(list).toMatchObject({ items: [], total: 0 });
    });
  });
});

/** Admin routes come later; until then rights are taken away where they are kept. */
async function forbid(server: ReturnType<typeof useServer>, username: string): Promise<void> {
  const { Database } = await import('../../src/database/database.js');
  const { User } = await import('../../src/auth/user.entity.js');
  await server.app.get(Database).transaction((tx) => tx.update(User, { username }, { allowedProducts: ['p2'] }));
}

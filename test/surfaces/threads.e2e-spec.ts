import { newId } from '../../src/kernel/id.js';
import { useServer } from '../support/use-server.js';

const without = (key: string, { [key]: _, ...rest }: Record<string, unknown>): unknown => rest;

describe('/api/threads', () => {
  const server = useServer({
    users: { alice: {}, mallory: {}, narrow: { allowed_products: ['p1'], allowed_agents: [] }, lister: {} },
  });

  it('starts a thread and gives it back as it was sent', async () => {
    const sent = {
      title: 'سلام 👋',
      summary: 'S',
      metadata: { z: 1, a: { deep: [1, 2.5, null, 'x'] }, product_id: 'p1' },
    };
    const { body, headers } = await server.as('alice').post('/api/threads').send(sent).expect(201);
    expect(body).toEqual({
      id: expect.any(String),
      user_id: server.idOf('alice'),
      ...sent,
      product_id: 'p1',
      agent_id: null,
      provider: null,
      model: null,
      is_deleted: false,
      message_count: 0,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      last_message_at: null,
    });
    expect(headers['etag']).toBe('"1"');
    const read = await server.as('alice').get(`/api/threads/${body.id}`).expect(200);
    expect(without('messages', read.body)).toEqual(body);
    expect(JSON.stringify(read.body.metadata)).toBe(JSON.stringify(sent.metadata));
  });

  it("answers for someone else's thread exactly as for none", async () => {
    const id = await server.thread('alice', { title: 'Private' });
    const theirs = await server.as('mallory').get(`/api/threads/${id}`).expect(404);
    const none = await server.as('mallory').get(`/api/threads/${newId()}`).expect(404);
    const nonsense = await server.as('mallory').get('/api/threads/not-an-id').expect(404);
    for (const { body } of [none, nonsense]) {
      expect(without('request_id', body.error)).toEqual(without('request_id', theirs.body.error));
    }
    const names = (answer: { headers: object }): string[] => Object.keys(answer.headers).sort();
    expect(names(theirs)).toEqual(names(none));
  });

  it('lists by latest activity, by page and by cursor alike', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.unshift(await server.thread('lister', { title: `Thread ${i}` }));
    const list = async (query: string) => (await server.as('lister').get(`/api/threads?${query}`).expect(200)).body;

    const whole = await list('');
    expect(whole).toMatchObject({ page: 1, limit: 20, total: 7, next_cursor: null });
    expect(whole.items.map(({ id }: { id: string }) => id)).toEqual(ids);

    const second = await list('page=2&limit=3');
    expect(second.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3, 6));

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: { id: string }[]; next_cursor: string | null } = await list(
        `limit=3${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(ids);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'page=0',
    'page=1.5',
    'cursor=%00',
    'cursor=bm9uc2Vuc2U',
    'limit=1&limit=2',
  ])('refuses to list by %s', async (query) => {
    const { body } = await server.as('alice').get(`/api/threads?${query}`).expect(422);
    expect(body.error.code).toBe('validation_failed');
  });

  it('filters by product, agent and model', async () => {
    const id = await server.thread('alice', { metadata: { product_id: 'filter-me', agent_id: 'a7' } });
    for (const query of ['product_id=filter-me', 'agent_id=a7']) {
      const { body } = await server.as('alice').get(`/api/threads?${query}`).expect(200);
      expect(body.items.map((thread: { id: string }) => thread.id)).toEqual([id]);
    }
    const { body } = await server.as('alice').get('/api/threads?model=none').expect(200);
    expect(body).toMatchObject({ items: [], total: 0 });
  });

  it('changes a thread, and not over somebody else’s change', async () => {
    const id = await server.thread('alice', { title: 'Old' });
    const patch = (etag: string, body: object) =>
      server.as('alice').patch(`/api/threads/${id}`).set('If-Match', etag).send(body);
    const first = await patch('"1"', { title: 'New' }).expect(200);
    expect(first.body).toMatchObject({ title: 'New' });
    expect(first.headers['etag']).toBe('"2"');
    const late = await patch('"1"', { title: 'Late' }).expect(412);
    expect(late.body.error.code).toBe('precondition_failed');
    await patch('"nonsense"', { title: 'Late' }).expect(412);
    await patch('*', { summary: 'Any' }).expect(200);
    const { body } = await server.as('alice').get(`/api/threads/${id}`).expect(200);
    expect(body).toMatchObject({ title: 'New', summary: 'Any' });
  });

  it('deletes softly, restores, and purges for good', async () => {
    const id = await server.thread('alice', { title: 'Short-lived' });
    await server.as('alice').delete(`/api/threads/${id}`).expect(204);
    await server.as('alice').get(`/api/threads/${id}`).expect(404);
    const listed = async (query = '') =>
      (await server.as('alice').get(`/api/threads?limit=100${query}`)).body.items.some(
        (thread: { id: string }) => thread.id === id,
      ) as boolean;
    expect(await listed()).toBe(false);
    expect(await listed('&include_deleted=true')).toBe(true);

    const { body } = await server.as('alice').patch(`/api/threads/${id}`).send({ is_deleted: false }).expect(200);
    expect(body).toMatchObject({ title: 'Short-lived', is_deleted: false });
    await server.as('alice').get(`/api/threads/${id}`).expect(200);

    await server.as('alice').delete(`/api/threads/${id}?purge=true`).expect(204);
    await server.as('alice').patch(`/api/threads/${id}`).send({ is_deleted: false }).expect(404);
    expect(await listed('&include_deleted=true')).toBe(false);
  });

  it.each([
    [{ title: 1 }, 'title'],
    [{ title: 'x'.repeat(501) }, 'title'],
    [{ metadata: null }, 'metadata'],
    [{ metadata: [] }, 'metadata'],
    [{ metadata: { product_id: 7 } }, 'metadata'],
    [{ metadata: { blob: 'x'.repeat(17_000) } }, 'metadata'],
    [{ titel: 'typo' }, 'titel'],
    [{ is_deleted: true }, 'is_deleted'],
  ])('refuses to start a thread from %j', async (body, field) => {
    const { body: answer } = await server.as('alice').post('/api/threads').send(body).expect(422);
    expect(answer.error.details[0].field).toBe(field);
  });

  describe('of products and agents', () => {
    it('may be started only where the allow lists let one', async () => {
      const start = (metadata: object) => server.as('narrow').post('/api/threads').send({ metadata });
      await start({ product_id: 'p1' }).expect(201);
      expect((await start({ product_id: 'p2' }).expect(403)).body.error.code).toBe('product_not_allowed');
      expect((await start({ agent_id: 'any' }).expect(403)).body.error.code).toBe('agent_not_allowed');
    });

    it('may not be moved to where the allow lists do not let one', async () => {
      const id = await server.thread('narrow');
      const move = (metadata: object) => server.as('narrow').patch(`/api/threads/${id}`).send({ metadata });
      await move({ product_id: 'p2' }).expect(403);
      await move({ product_id: 'p1' }).expect(200);
    });

    it('are open to admins', async () => {
      await server
        .as('admin')
        .post('/api/threads')
        .send({ metadata: { product_id: 'any', agent_id: 'any' } })
        .expect(201);
    });
  });

  it('keeps what a provider needs to go on', async () => {
    const id = await server.thread('alice');
    const path = `/api/provider-threads/${id}`;
    await server.as('alice').get(path).expect(404);
    const put = (body: object, query = '') =>
      server
        .as('alice')
        .put(path + query)
        .send(body)
        .expect(200);
    const { body } = await put({ provider: 'theodor', conversation_id: 'conv-1', state: { b: 1, a: [2] } });
    expect(body).toEqual({
      thread_id: id,
      provider: 'theodor',
      conversation_id: 'conv-1',
      state: { b: 1, a: [2] },
      updated_at: expect.any(String),
    });
    expect((await put({ conversation_id: 'conv-2' }, '?provider=theodor')).body).toMatchObject({
      conversation_id: 'conv-2',
      state: { b: 1, a: [2] },
    });
    await put({ provider: 'other', state: {} });
    expect((await server.as('alice').get(`${path}?provider=theodor`)).body.conversation_id).toBe('conv-2');
    expect((await server.as('alice').get(path)).body.provider).toBe('other');
    await server.as('mallory').get(path).expect(404);
    await server.as('mallory').put(path).send({ state: {} }).expect(404);
  });
});

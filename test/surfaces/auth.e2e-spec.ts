import { DataSource } from 'typeorm';
import { engine } from '../support/test-database.js';
import { password, useServer } from '../support/use-server.js';

const without = (key: string, { [key]: _, ...rest }: Record<string, unknown>): unknown => rest;

describe('/api/auth', () => {
  const server = useServer({ users: { alice: {}, mallory: {}, racer: {} } });

  /** Moves a moment in the database, since tests cannot wait. */
  async function ago(table: string, column: string, seconds: number): Promise<void> {
    const sql =
      engine === 'postgres'
        ? `UPDATE ${table} SET ${column} = ${column} - interval '${seconds} seconds'`
        : `UPDATE ${table} SET ${column} = strftime('%Y-%m-%d %H:%M:%f', ${column}, '-${seconds} seconds')`;
    const source = server.app.get(DataSource);
    if (engine === 'sqlite') await source.query('PRAGMA query_only = OFF');
    await source.query(sql);
    if (engine === 'sqlite') await source.query('PRAGMA query_only = ON');
  }

  const login = (username: string, secret = password) =>
    server.anonymous().post('/api/auth/login').send({ username, password: secret });

  it('tells the caller who they are and what they may do', async () => {
    const { body } = await server.as('alice').get('/api/auth/me').expect(200);
    expect(body).toEqual({
      id: server.idOf('alice'),
      username: 'alice',
      display_name: null,
      role: 'user',
      permissions: ['read', 'chat'],
      allowed_products: ['*'],
      allowed_agents: ['*'],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const admin = await server.as('admin').get('/api/auth/me').expect(200);
    expect(admin.body).toMatchObject({ role: 'admin', permissions: ['read', 'chat', 'admin'] });
  });

  it('registers by admins only, once there is a user', async () => {
    const body = { username: 'newcomer', password };
    const nobody = await server.anonymous().post('/api/auth/register').send(body).expect(401);
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    const user = await server.as('alice').post('/api/auth/register').send(body).expect(403);
    expect(user.body.error.code).toBe('forbidden');

    const { body: made } = await server
      .as('admin')
      .post('/api/auth/register')
      .send({ ...body, display_name: 'New', allowed_products: ['p1'], role: 'admin' })
      .expect(201);
    expect(made).toMatchObject({ role: 'admin', display_name: 'New', allowed_products: ['p1'], is_active: true });
    expect(made).not.toHaveProperty('password');
    await login('newcomer').expect(200);
  });

  it.each(['ALICE', 'Alice', 'ａｌｉｃｅ'])('takes %s for a name that is taken', async (username) => {
    const { body } = await server.as('admin').post('/api/auth/register').send({ username, password }).expect(409);
    expect(body.error.code).toBe('conflict');
    await login(username).expect(200);
  });

  it.each([
    [{ username: 'ab', password }, 'username'],
    [{ username: 'x'.repeat(65), password }, 'username'],
    [{ username: ' padded ', password }, 'username'],
    [{ username: 'a\u200bb\u0007c', password }, 'username'],
    [{ username: 'okay', password: '1234567' }, 'password'],
    [{ username: 'okay', password: 'x'.repeat(257) }, 'password'],
    [{ username: 'okay', password, role: 'root' }, 'role'],
    [{ username: 'okay', password, is_active: true }, 'is_active'],
    [{ username: ['okay'], password }, 'username'],
    [{ password }, 'username'],
  ])('refuses to register %j', async (body, field) => {
    const { body: answer } = await server.as('admin').post('/api/auth/register').send(body).expect(422);
    expect(answer.error).toMatchObject({ code: 'validation_failed', request_id: expect.any(String) });
    expect(answer.error.details.map((detail: { field: string }) => detail.field)).toContain(field);
  });

  it('logs in with JSON and with an OAuth2 password form', async () => {
    const json = await login('alice').expect(200);
    expect(json.body).toMatchObject({ token_type: 'bearer', expires_in: 900, user: { username: 'alice' } });
    expect(json.body.refresh_expires_in).toBeGreaterThan(604_790);
    const form = await server
      .anonymous()
      .post('/api/auth/login')
      .type('form')
      .send({ grant_type: 'password', username: 'alice', password, scope: '' })
      .expect(200);
    expect(Object.keys(form.body)).toEqual(Object.keys(json.body));
    await server
      .withHeaders({ authorization: `Bearer ${form.body.access_token}` })
      .get('/api/auth/me')
      .expect(200);
  });

  it('answers an unknown user exactly as a wrong password', async () => {
    const unknown = await login('nobody-here').expect(401);
    const wrong = await login('alice', 'wrong password').expect(401);
    expect(without('request_id', unknown.body.error)).toEqual(without('request_id', wrong.body.error));
  });

  it('rotates refresh tokens, gives a lost answer again, and ends the login of a token that was copied', async () => {
    const { body: first } = await login('racer').expect(200);
    const refresh = (token: string) => server.anonymous().post('/api/auth/refresh').send({ refresh_token: token });

    const [one, two] = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body.refresh_token).toBe(two.body.refresh_token);
    expect(one.body.refresh_token).not.toBe(first.refresh_token);

    const { body: third } = await refresh(one.body.refresh_token).expect(200);
    // No longer the immediate predecessor: somebody kept a copy.
    const reused = await refresh(first.refresh_token).expect(401);
    expect(reused.body.error.code).toBe('token_reused');
    await refresh(third.refresh_token).expect(401);
    await server
      .withHeaders({ authorization: `Bearer ${third.access_token}` })
      .get('/api/auth/me')
      .expect(401);
  });

  it('gives a lost answer again for 30 seconds only', async () => {
    const { body: first } = await login('racer').expect(200);
    const refresh = () => server.anonymous().post('/api/auth/refresh').send({ refresh_token: first.refresh_token });
    await refresh().expect(200);
    await ago('refresh_tokens', 'spent_at', 31);
    expect((await refresh().expect(401)).body.error.code).toBe('token_reused');
  });

  it('takes neither kind of token for the other', async () => {
    const { body } = await login('alice').expect(200);
    await server
      .withHeaders({ authorization: `Bearer ${body.refresh_token}` })
      .get('/api/auth/me')
      .expect(401);
    await server.anonymous().post('/api/auth/refresh').send({ refresh_token: body.access_token }).expect(401);
  });

  it('ends every token of the caller at logout', async () => {
    const { body: here } = await login('racer').expect(200);
    const { body: there } = await login('racer').expect(200);
    await server
      .withHeaders({ authorization: `Bearer ${here.access_token}` })
      .post('/api/auth/logout')
      .expect(204);
    for (const { access_token, refresh_token } of [here, there]) {
      await server
        .withHeaders({ authorization: `Bearer ${access_token}` })
        .get('/api/auth/me')
        .expect(401);
      await server.anonymous().post('/api/auth/refresh').send({ refresh_token }).expect(401);
    }
  });

  it('changes a password, and ends the other sign-ins', async () => {
    const { body: here } = await login('mallory').expect(200);
    const { body: there } = await login('mallory').expect(200);
    const change = (current_password: string, new_password: string) =>
      server
        .withHeaders({ authorization: `Bearer ${here.access_token}` })
        .post('/api/auth/password')
        .send({ current_password, new_password });

    await change('not it', 'a new password').expect(401);
    await change(password, 'short').expect(422);
    await change(password, 'a new password').expect(204);
    await server
      .withHeaders({ authorization: `Bearer ${here.access_token}` })
      .get('/api/auth/me')
      .expect(200);
    await server
      .withHeaders({ authorization: `Bearer ${there.access_token}` })
      .get('/api/auth/me')
      .expect(401);
    await login('mallory').expect(401);
    await login('mallory', 'a new password').expect(200);
  });

  it('slows down guessing, tells for how long, and lets the owner in after it', async () => {
    await server.register('victim');
    await ago('login_failures', 'window_started_at', 3600);
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => login('victim', `guess ${i}`)));
    const statuses = guesses.map(({ status }) => status).sort();
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toEqual([429, 429]);

    const refused = await login('victim').expect(429);
    expect(refused.body).toEqual({ error: 'rate_limited', retry_after: expect.any(Number) });
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(refused.headers['ratelimit-policy']).toBe('"sign-in";q=10;w=900');
    expect(refused.headers['ratelimit']).toMatch(/^"sign-in";r=0;t=\d+$/);

    await ago('login_failures', 'delayed_until', 900);
    await login('victim').expect(200);
    await login('victim', 'one slip').expect(401);
    await login('victim').expect(200);
  });

  it('cannot be told by guessing whether a delayed account exists', async () => {
    const guesses = [];
    for (let i = 0; i < 11; i++) guesses.push((await login('no such account', `guess ${i}`)).status);
    expect(guesses).toEqual([...Array<number>(10).fill(401), 429]);
  });
});

describe('the first registration', () => {
  const server = useServer({ users: {}, registerAdmin: false });

  it('makes one admin, however many race for it', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        server
          .anonymous()
          .post('/api/auth/register')
          .send({ username: `racer-${i}`, password, role: 'user' }),
      ),
    );
    const made = attempts.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    expect(made[0]!.body).toMatchObject({ role: 'admin' });
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([201, 401]));
    const rows = await server.app.get(DataSource).query<unknown[]>('SELECT id FROM users');
    expect(rows).toHaveLength(1);
  }, 30_000);
});

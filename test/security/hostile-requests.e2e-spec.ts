import { connect } from 'node:net';
import { createHmac, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { SignJWT } from 'jose';
import { Settings } from '../../src/config/settings.js';
import { newId } from '../../src/kernel/id.js';
import { ScriptedOpenAi } from '../support/scripted-openai.js';
import { useServer } from '../support/use-server.js';

const openAi = new ScriptedOpenAi();

describe('hostile requests', () => {
  beforeAll(() => openAi.start());
  afterAll(() => openAi.stop());

  const server = useServer({ env: () => ({ LLM__HOST: openAi.url, CHAT_JWT_AUDIENCE: 'parley-test' }) });

  /** After each attack: no row, no call, and the next honest request works. */
  const count = async (table: string): Promise<number> =>
    Number((await server.app.get(DataSource).query<{ c: unknown }[]>(`SELECT count(*) AS c FROM ${table}`))[0]!.c);
  let rows = 0;
  beforeEach(async () => {
    rows = await count('threads');
    openAi.reset();
  });
  afterEach(async () => {
    expect(await count('threads')).toBe(rows);
    expect(await count('messages')).toBe(0);
    expect(openAi.calls).toBe(0);
    await server.as('alice').get('/api/threads').expect(200);
  });

  const post = (body: string, type = 'application/json') =>
    server.as('alice').post('/api/threads').set('content-type', type).send(body);

  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  it.each([
    ['no JSON', '{"title":', 400, 'malformed_body'],
    ['a number', '7', 422, 'validation_failed'],
    ['null', 'null', 422, 'validation_failed'],
    ['a list', '[{"title":"x"}]', 422, 'validation_failed'],
    ['half a megabyte too much', JSON.stringify({ title: 'x'.repeat(1_600_000) }), 413, 'payload_too_large'],
    ['a NUL', '{"title":"a\\u0000b"}', 422, 'validation_failed'],
    ['a NUL in a key', '{"metadata":{"a\\u0000b":1}}', 422, 'validation_failed'],
    ['half a surrogate pair', '{"metadata":{"x":["\\ud83d"]}}', 422, 'validation_failed'],
    ['a hundred levels', `{"metadata":${deep(100)}}`, 422, 'validation_failed'],
    ['fifty thousand levels', `{"metadata":${deep(50_000)}}`, 422, 'validation_failed'],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', 422, 'validation_failed'],
    ['a prototype within', '{"metadata":{"__proto__":{"x":1}}}', 422, 'validation_failed'],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}', 422, 'validation_failed'],
    ['fields that are nobody’s', '{"user_id":"x","owner_id":"y","is_deleted":true}', 422, 'validation_failed'],
    ['a number beyond all range', '{"metadata":{"a":1e999}}', 422, 'validation_failed'],
    ['text for an object', '{"metadata":"{}"}', 422, 'validation_failed'],
  ])('with %s are refused in our own words', async (_, body, status, code) => {
    const { body: answer, headers } = await post(body).expect(status);
    expect(answer.error).toMatchObject({ code, request_id: headers['x-request-id'] });
    expect(JSON.stringify(answer)).not.toMatch(/node_modules|at .*\.js|SELECT|SyntaxError/);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it('with bytes that are no text are refused', async () => {
    const body = Buffer.concat([Buffer.from('{"title":"a'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
    const response = await fetch(`${server.url}/api/threads`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${server.tokens.get('alice')!.access_token}`,
      },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'malformed_body' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'of type %s are refused',
    async (type) => {
      expect((await post('title=x', type).expect(415)).body.error.code).toBe('unsupported_media_type');
    },
  );

  it('with a character set or an encoding that is not to be had are refused', async () => {
    expect((await post('{}', 'application/json; charset=klingon').expect(415)).body.error.code).toBe(
      'unsupported_media_type',
    );
    const encoded = await post('{}').set('content-encoding', 'nonsense').expect(415);
    expect(encoded.body.error.code).toBe('unsupported_media_type');
  });

  it.each(['/api/threads/%zz', '/api/threads/..%2f..%2fetc', '/api/%00', '/nowhere', '/api/threads/a/b/c/d'])(
    'to %s are answered 404 or 400, never 500',
    async (path) => {
      const { status, body } = await server.as('alice').get(path);
      expect([400, 404]).toContain(status);
      expect(body.error.request_id).toEqual(expect.any(String));
    },
  );

  it('cannot choose a request id that forges a log line', async () => {
    const sane = await server.as('alice').get('/api/threads').set('x-request-id', 'my-own.ID_7').expect(200);
    expect(sane.headers['x-request-id']).toBe('my-own.ID_7');
    const forged = await server.as('alice').get('/api/threads').set('x-request-id', 'a b{"level":"error"}').expect(200);
    expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('cut short in the middle of a body are forgotten', async () => {
    await new Promise<void>((resolve) => {
      const { port } = new URL(server.url);
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /api/threads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.tokens.get('alice')!.access_token}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"title":',
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => resolve());
    });
  });

  it.each(['NONSENSE\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`])(
    'that are no HTTP get an error of ours, too',
    async (bytes) => {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (data) => (text += String(data)));
        socket.on('close', () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d .*\r\n/);
      const requestId = /^X-Request-ID: (.*)\r$/m.exec(answer)![1];
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!).error).toMatchObject({
        code: 'malformed_body',
        request_id: requestId,
      });
    },
  );

  describe('with a token', () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = () => {
      const [, payload] = server.tokens.get('alice')!.access_token.split('.');
      return JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>;
    };
    const secret = () => Buffer.from(server.app.get(Settings).auth.jwtSecret);
    const sign = (payload: Record<string, unknown>, key = secret(), alg = 'HS256') =>
      new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
    const unsigned = (payload: object): string =>
      [{ alg: 'none', typ: 'JWT' }, payload]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.') + '.';

    it('of our own making are let in, so that the refusals below mean something', async () => {
      await server
        .withHeaders({ authorization: `Bearer ${await sign(claims())}` })
        .get('/api/auth/me')
        .expect(200);
    });

    it.each<[string, () => Promise<string> | string, string]>([
      ['that is nonsense', () => 'nonsense', 'unauthenticated'],
      ['that is not signed', () => unsigned(claims()), 'unauthenticated'],
      ['signed by somebody else', () => sign(claims(), randomBytes(32)), 'unauthenticated'],
      ['of another algorithm', () => sign(claims(), Buffer.concat([secret(), secret()]), 'HS512'), 'unauthenticated'],
      ['of another issuer', () => sign({ ...claims(), iss: 'evil' }), 'unauthenticated'],
      ['for another audience', () => sign({ ...claims(), aud: 'other' }), 'unauthenticated'],
      ['for no audience', () => sign({ ...claims(), aud: undefined }), 'unauthenticated'],
      ['that has expired', () => sign({ ...claims(), exp: now - 1 }), 'token_expired'],
      ['that never expires', () => sign({ ...claims(), exp: undefined }), 'unauthenticated'],
      ['before its time', () => sign({ ...claims(), nbf: now + 600 }), 'unauthenticated'],
      ['of another type', () => sign({ ...claims(), typ: 'refresh' }), 'unauthenticated'],
      ['of an older version', () => sign({ ...claims(), ver: 0 }), 'unauthenticated'],
      ['of a version that is none', () => sign({ ...claims(), ver: '1' }), 'unauthenticated'],
      ['of another user’s login', () => sign({ ...claims(), sub: server.idOf('mallory') }), 'unauthenticated'],
      ['of nobody', () => sign({ ...claims(), sub: newId() }), 'unauthenticated'],
      ['with an edited role', () => `${unsigned({ ...claims(), role: 'admin' })}x`, 'unauthenticated'],
      ['that is signed over by hand', () => forge(claims()), 'unauthenticated'],
    ])('%s are refused', async (_, make, code) => {
      const answer = await server
        .withHeaders({ authorization: `Bearer ${await make()}` })
        .get('/api/auth/me')
        .expect(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.body.error.code).toBe(code);
    });

    function forge(payload: object): string {
      const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
      const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
      return `${head}.${body}.${createHmac('sha256', 'change-me').update(`${head}.${body}`).digest('base64url')}`;
    }

    it.each(['', 'Basic YWxpY2U6eA==', 'Bearer', 'Bearer a b', 'Token x'])(
      'in the form of %j are refused',
      async (authorization) => {
        await server.withHeaders({ authorization }).get('/api/auth/me').expect(401);
      },
    );
  });
});

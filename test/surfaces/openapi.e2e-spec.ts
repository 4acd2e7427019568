import { useServer } from '../support/use-server.js';

interface Operation {
  summary?: string;
  security?: unknown[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>;
}

const OPEN = [
  '/api/auth/register',
  '/api/auth/login',
  '/api/auth/refresh',
  '/api/health',
  '/health',
  '/health/live',
  '/health/ready',
];

describe('/openapi.json', () => {
  const server = useServer({ users: {} });
  const read = async () => {
    const { body } = await server.anonymous().get('/openapi.json').expect(200);
    const operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation })),
    );
    return { document: body, operations };
  };

  it('is OpenAPI 3.1, with the version of this server', async () => {
    const { document } = await read();
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  it('tells of every route what it does, takes, answers, and how it fails', async () => {
    for (const { name, path, operation } of (await read()).operations) {
      const told = { name, statuses: Object.keys(operation.responses) };
      expect({ ...told, summary: operation.summary }).toMatchObject({ summary: expect.stringMatching(/\w{3}/) });
      expect(told.statuses.some((status) => status.startsWith('2'))).toBe(true);
      if (!path.startsWith('/health')) expect(told.statuses).toContain('500');
      if (!OPEN.includes(path)) expect(told.statuses).toContain('401');
      if (operation.requestBody) expect(told.statuses).toEqual(expect.arrayContaining(['400', '413', '415', '422']));
      if (path.includes('{')) expect(told.statuses).toContain('404');
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (status === '204') continue;
        expect({ name, status, content }).toMatchObject({ content: expect.any(Object) });
      }
    }
  });

  it('names no schema that it does not have, and has none without fields', async () => {
    const { document } = await read();
    const schemas = document.components.schemas as Record<string, { properties?: object }>;
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]*)/g)) {
      expect(Object.keys(schemas)).toContain(name);
    }
    for (const [name, { properties = {} }] of Object.entries(schemas)) {
      expect({ name, fields: Object.keys(properties).length }).not.toMatchObject({ fields: 0 });
    }
  });

  it('has a page for people', async () => {
    const { text } = await server.anonymous().get('/docs').expect(200);
    expect(text).toContain('Parley API');
  });
});

import { Endpoint } from './endpoint.js';

describe('an endpoint', () => {
  it('keeps the path and the query of its address', () => {
    const endpoint = new Endpoint('https://host:8443/openai/v1/?api-version=2');
    expect([endpoint.origin, endpoint.path('/models')]).toEqual([
      'https://host:8443',
      '/openai/v1/models?api-version=2',
    ]);
  });

  it('has credentials as a header, and knows them for secrets', () => {
    const endpoint = new Endpoint('http://me:p%40ssword@host', { headers: { 'X-Key': 'Token abcdef' } });
    expect(endpoint.headers).toMatchObject({ authorization: `Basic ${btoa('me:p@ssword')}`, 'x-key': 'Token abcdef' });
    expect(endpoint.secrets).toEqual(expect.arrayContaining(['p@ssword', 'abcdef']));
    expect(endpoint.origin).toBe('http://host');
  });

  it('prefers a header of its own to the key, and the key to the credentials', () => {
    const key = new Endpoint('http://me:p@host', { apiKey: 'k' });
    expect(key.headers.authorization).toBe('Bearer k');
    const own = new Endpoint('http://host', { apiKey: 'k', headers: { Authorization: 'Other' } });
    expect(own.headers.authorization).toBe('Other');
  });
});

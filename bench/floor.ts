import { createServer } from 'node:http';
import { Agent } from 'undici';
import { tellPort } from './child.js';

/** The thinnest server there is: pipes the provider's bytes to the client. Nothing is parsed, checked or stored. */
const origin = process.argv[2]!;
const provider = new Agent({ connections: null, pipelining: 1 });

const server = createServer((incoming, outgoing) => {
  const { url: path = '/', headers } = incoming;
  const asked = { origin, path, method: 'POST' as const, headers: { 'content-type': headers['content-type'] } };
  provider.dispatch(
    { ...asked, body: incoming },
    {
      onRequestStart: () => undefined,
      onResponseStart: (_, status, { 'content-type': type }) =>
        void outgoing.writeHead(status, { 'content-type': type }),
      onResponseData: (answer, bytes) => {
        if (outgoing.write(bytes)) return;
        answer.pause();
        outgoing.once('drain', () => answer.resume());
      },
      onResponseEnd: () => void outgoing.end(),
      onResponseError: () => void outgoing.destroy(),
    },
  );
});

tellPort(server);

import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '../../../kernel/id.js';
import { DomainError } from '../../../kernel/errors.js';
import { coreErrors } from '../errors/error-dialect.js';

const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP never reaches the application; it gets our form of error all the same, with an id for the log. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const status = STATUS[error.code ?? ''] ?? 400;
    const requestId = newId();
    const fault = new DomainError('malformed_body', 'The request cannot be read');
    const body = JSON.stringify(coreErrors.body(fault, requestId));
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Connection: close',
        'Cache-Control: no-store',
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        `X-Request-ID: ${requestId}`,
        '',
        body,
      ].join('\r\n'),
    );
  });
}

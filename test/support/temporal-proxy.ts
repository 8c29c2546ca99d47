import { once } from 'node:events';
import {
  connect,
  constants,
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from '../outbound/certificates.js';

const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/** Options of a proxy before Temporal. */
export interface ProxyOptions {
  /** The address of Temporal. */
  readonly target: string;
  /** Methods that are answered with PERMISSION_DENIED, such as `AddSearchAttributes`. */
  readonly refuses?: readonly string[];
  /** Serves TLS with it. */
  readonly certificate?: Certificate;
  /** The only key whose bearer is let through. */
  readonly apiKey?: string;
}

/** A proxy before Temporal that has rights of its own. */
export interface TemporalProxy {
  readonly port: number;
  /** The methods that were refused so far, each once. */
  refused(): string[];
  close(): Promise<void>;
}

/** Starts a proxy before Temporal's server, as other people's clusters and Temporal Cloud have one. */
export async function startTemporalProxy(options: ProxyOptions): Promise<TemporalProxy> {
  const { certificate } = options;
  const server: Http2Server =
    certificate === undefined ? createServer() : createSecureServer({ cert: certificate.cert, key: certificate.key });
  const upstream = connect(`http://${options.target}`);
  await once(upstream, 'connect');
  const refused = new Set<string>();
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined); // a client that goes away
    });
  }
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    const method = String(headers[':path']).split('/').at(-1) ?? '';
    if (options.apiKey !== undefined && headers.authorization !== `Bearer ${options.apiKey}`) {
      return refuse(stream, UNAUTHENTICATED, 'Invalid API key');
    }
    if (options.refuses?.includes(method) === true) {
      refused.add(method);
      return refuse(stream, PERMISSION_DENIED, `Request unauthorized: ${method}`);
    }
    const { [constants.HTTP2_HEADER_AUTHORIZATION]: _key, ...passed } = headers;
    const forward = upstream.request(passed);
    forward.on('error', () => stream.close(constants.NGHTTP2_CANCEL));
    stream.on('close', () => forward.close(constants.NGHTTP2_CANCEL));
    forward.on('response', (answer) => {
      if (answer['grpc-status'] !== undefined) return stream.respond(answer, { endStream: true }); // trailers only
      stream.respond(answer, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    });
    let trailers: IncomingHttpHeaders = {};
    forward.on('trailers', (received) => {
      trailers = received;
    });
    stream.pipe(forward);
    forward.pipe(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    refused: () => [...refused].sort(),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      upstream.destroy();
      await closed;
    },
  };
}

/** Answers as gRPC does when there is no answer: with trailers only. */
function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  stream.respond({ ...headers, 'grpc-status': String(code), 'grpc-message': message }, { endStream: true });
}

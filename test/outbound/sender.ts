import type { Auth, Destination, OAuth2Auth, TokenAuth } from '../../catalogue/destination/definition.js';
import { Tokens } from '../../outbound/auth/tokens.js';
import { sendAuthorised } from '../../outbound/request/send-authorised.js';
import { serveTokens, type TokenServer } from './token-server.js';

/** A secret with all that has to be encoded somewhere. */
export const SECRET = 's/3cret+canary "e"';

export const OAUTH: OAuth2Auth = {
  kind: 'oauth2',
  tokenUrl: '/token',
  clientId: 'way:post',
  clientSecret: { env: 'KEY' },
};

export const UNIBO: TokenAuth = {
  kind: 'token',
  path: '/token',
  credentials: { user: 'waypost', pass: { env: 'KEY' } },
};

/** A process that sends to a server with tokens. */
export interface Sender {
  readonly server: TokenServer;
  /** Where `KEY` is found; may be changed. */
  environment: Record<string, string>;
  /** What one request with this auth comes to. */
  send(
    auth: Auth,
    change?: { path?: string; deadline?: number; brand?: string; signedAs?: string | null },
    about?: Partial<Destination>,
  ): ReturnType<typeof sendAuthorised>;
}

/** Starts the server, and a process without tokens. */
export async function startSender(options: { refuseAll?: boolean } = {}): Promise<Sender> {
  const server = await serveTokens(options);
  const tokens = new Tokens();
  const sender: Sender = {
    server,
    environment: { KEY: SECRET },
    send: (auth, change = {}, about = {}) => {
      const destination = {
        name: 'operator',
        url: server.url,
        allow: ['127.0.0.1'],
        tls: null,
        auth,
        signing: null,
        headers: {},
        timeout: 10_000,
        rateLimit: null,
        concurrency: null,
        fastTrackHeaders: false,
        ...about,
      };
      const request = {
        brand: 'lucky',
        method: 'POST' as const,
        path: '/pay?x=1',
        headers: { 'content-type': 'application/json' },
        body: '{}',
        signedAs: 'wp_1',
        deadline: Date.now() + 10_000,
        fresh: true,
        isRejected: (answer: { status: number }) => answer.status === 401,
        ...change,
      };
      return sendAuthorised(destination, request, { environment: sender.environment, tokens });
    },
  };
  return sender;
}

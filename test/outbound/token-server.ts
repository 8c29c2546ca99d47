import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHttp } from './servers.js';

/** A request as the server saw it. */
export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that gives out `token-1`, `token-2`, … at `/token`, and elsewhere takes only the tokens that are good. */
export interface TokenServer {
  readonly url: string;
  /** What `/token` was asked, and what the rest was. */
  readonly asked: Seen[];
  readonly called: Seen[];
  /** What `/token` answers from now on, instead of a token; `null` for tokens again. */
  tokenAnswer: ((response: ServerResponse) => void) | null;
  /** The lifetime that is told, in seconds. */
  lifetime: unknown;
  /** Refuses all tokens given out so far. */
  revoke(): void;
  close(): Promise<void>;
}

/** Starts one. `refuseAll`: no token is ever good. */
export async function serveTokens({ refuseAll = false } = {}): Promise<TokenServer> {
  const good = new Set<string>();
  let given = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = { url: request.url ?? '', headers: request.headers, body: await text(request) };
    if (seen.url.startsWith('/token')) giveToken(seen, response);
    else {
      self.called.push(seen);
      const accepted = !refuseAll && good.has(String(request.headers.authorization));
      json(response, accepted ? 200 : 401, { Success: accepted, saw: [seen.url, seen.headers] });
    }
  }

  function giveToken(seen: Seen, response: ServerResponse): void {
    self.asked.push(seen);
    if (self.tokenAnswer !== null) {
      self.tokenAnswer(response);
      return;
    }
    given += 1;
    good.add(`Bearer token-${given}-canary`);
    json(response, 200, { access_token: `token-${given}-canary`, token_type: 'Bearer', expires_in: self.lifetime });
  }

  const server = await serveHttp((request, response) => void answer(request, response));
  const self: TokenServer = {
    url: `http://127.0.0.1:${server.port}`,
    asked: [],
    called: [],
    tokenAnswer: null,
    lifetime: 3600,
    revoke: () => good.clear(),
    close: server.close,
  };
  return self;
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

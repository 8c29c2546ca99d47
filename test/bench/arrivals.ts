import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The operator of the benchmark: answers as the stand-in operator does, and notes when each callback arrives. */
export interface Arrivals {
  readonly url: string;
  /** Resolves with the time (`performance.now()`) at which the player's callback arrived. */
  arrival(playerId: string): Promise<number>;
  /** How often the player's callback was done: a repeated `Idempotency-Key` does nothing. */
  done(playerId: string): number;
  /** From now on the player is known as excluded. */
  exclude(playerId: string): void;
  /**
   * From now on it answers 503: to callbacks at once, but the first `done` of them are done all the same, and until then
   * whatever is asked is answered. What is returned ends that, and tells when requests came meanwhile.
   */
  breakDown(options?: { readonly done: number }): () => number[];
  /** From now on it takes what comes with this API key and never answers. What is returned ends that. */
  hang(apiKey: string): () => void;
  close(): void;
}

/** Starts it on a free port. It does as little as possible, so that its own CPU does not blur the contenders'. */
export async function startArrivals(): Promise<Arrivals> {
  const waiting = new Map<string, (at: number) => void>();
  const keys = new Set<unknown>();
  const effects = new Map<string, number>();
  const excluded = new Set<string>();
  let turnedAway: number[] | null = null;
  let doneAllTheSame = 0;
  let hung: string | null = null;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (hung !== null && request.headers['x-api-key'] === hung) {
      request.resume();
      return;
    }
    const isDown = turnedAway !== null;
    turnedAway?.push(performance.now());
    if (isDown && (request.method === 'GET' ? doneAllTheSame <= 0 : doneAllTheSame-- <= 0)) {
      request.resume();
      response.writeHead(503).end('{}');
      return;
    }
    if (request.method === 'GET') {
      const url = new URL(request.url ?? '', 'http://localhost');
      if (url.pathname.startsWith('/userblocks/')) {
        const active = excluded.has(url.pathname.slice('/userblocks/'.length));
        response.end(JSON.stringify({ blocks: [{ type: 'Excluded', active }] }));
        return;
      }
      const player = url.searchParams.get('user_id') ?? '';
      const bonus = { bonus_id: `B-${player}`, bonus_code: 'WELCOME50', amount: '50.00', currency: 'EUR' };
      response.end(JSON.stringify({ Success: true, Errors: [], Data: bonus }));
      return;
    }
    const at = performance.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (isDown) response.writeHead(503).end('{}');
      else response.end('{"Success":true,"Errors":[]}');
      const { user_id: player } = JSON.parse(Buffer.concat(chunks).toString()) as { user_id: string };
      const key = request.headers['idempotency-key'] ?? Symbol('none');
      if (!keys.has(key)) effects.set(player, (effects.get(player) ?? 0) + 1);
      keys.add(key);
      waiting.get(player)?.(at);
      waiting.delete(player);
    });
  });
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrival: (playerId) => new Promise((resolve) => waiting.set(playerId, resolve)),
    done: (playerId) => effects.get(playerId) ?? 0,
    exclude: (playerId) => excluded.add(playerId),
    breakDown: ({ done } = { done: 0 }) => {
      const times: number[] = [];
      doneAllTheSame = done;
      turnedAway = times;
      return () => {
        turnedAway = null;
        return times;
      };
    },
    hang: (apiKey) => {
      hung = apiKey;
      return () => {
        hung = null;
      };
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The operator of the benchmark: answers as the stand-in operator does, and notes when each callback arrives. */
export interface Arrivals {
  readonly url: string;
  /** Resolves with the time (`performance.now()`) at which the player's callback arrived. */
  arrival(playerId: string): Promise<number>;
  /** From now on it answers 503. What is returned ends that, and tells when requests came meanwhile. */
  breakDown(): () => number[];
  /** From now on it takes what comes with this API key and never answers. What is returned ends that. */
  hang(apiKey: string): () => void;
  close(): void;
}

/** Starts it on a free port. It does as little as possible, so that its own CPU does not blur the contenders'. */
export async function startArrivals(): Promise<Arrivals> {
  const waiting = new Map<string, (at: number) => void>();
  let turnedAway: number[] | null = null;
  let hung: string | null = null;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (hung !== null && request.headers['x-api-key'] === hung) {
      request.resume();
      return;
    }
    if (turnedAway !== null) {
      turnedAway.push(performance.now());
      request.resume();
      response.writeHead(503).end('{}');
      return;
    }
    if (request.method === 'GET') {
      const url = new URL(request.url ?? '', 'http://localhost');
      if (url.pathname.startsWith('/userblocks/')) {
        response.end('{"blocks":[]}');
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
      response.end('{"Success":true,"Errors":[]}');
      const { user_id: player } = JSON.parse(Buffer.concat(chunks).toString()) as { user_id: string };
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
    breakDown: () => {
      const times: number[] = [];
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

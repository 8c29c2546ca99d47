import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../setup-error.js';

/** Asks a URL until it answers with a 2xx. Throws a SetupError with the last answer after `limit` milliseconds. */
export async function untilOk(url: string, limit: number, who: string): Promise<void> {
  const end = Date.now() + limit;
  for (;;) {
    const reason = await ask(url);
    if (reason === null) return;
    if (Date.now() > end) throw new SetupError(`${who} is not ready after ${limit / 1000} seconds: ${reason}.`);
    await sleep(100);
  }
}

async function ask(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000), headers: { connection: 'close' } });
    const text = await answer.text();
    return answer.ok ? null : `${url} answers ${answer.status} ${text.slice(0, 300)}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${url}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

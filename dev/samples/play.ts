import { randomUUID } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress, SetupError } from '../setup-error.js';

const KEY = 'wp_lucky_development';
/** A player that no page of `docs/use-cases` names, because the sample uses up the player's bonus. */
const SAMPLE_PLAYER = 'sample-1';

const PLAY_LIMIT_MS = 60_000;
const PLAYED = 'sample-played';
const CLOSED = ['ended', 'exited', 'cancelled', 'failed', 'terminated', 'timed-out'];

interface Explained {
  readonly status: string;
  readonly outcome: string | null;
  readonly state: {
    readonly journal: readonly { readonly at: string; readonly what: string; readonly text: string }[];
  } | null;
}

/** Returns a sample event of the brand lucky, as `POST /v1/events` takes it. */
export function sampleEvent(playerId: string): Record<string, unknown> {
  return {
    id: randomUUID(),
    type: 'withdrawal.requested',
    playerId,
    occurredAt: new Date().toISOString(),
    data: { withdrawalId: `w-${randomUUID().slice(0, 8)}`, amount: { amount: '20.00', currency: 'EUR' } },
  };
}

/** Returns the command that sends an event. */
export function curlLine(api: string, event: Record<string, unknown>): string {
  return (
    `curl -s ${api}/v1/events -H 'Authorization: Bearer ${KEY}' -H 'Content-Type: application/json' ` +
    `-d '${JSON.stringify(event)}'`
  );
}

/** Plays the sample once for each data folder. Reports a sample that fails; the next start plays it again. */
export async function playSampleOnce(api: string, dataFolder: string, say: Progress): Promise<void> {
  const marker = path.join(dataFolder, PLAYED);
  const played = await access(marker).then(
    () => true,
    () => false,
  );
  if (played) return;
  try {
    await playSample(api, say);
    await writeFile(marker, '');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
  }
}

/**
 * Sends a sample event and prints the timeline of its run, line by line, until the run has closed. Throws a SetupError
 * if no run starts, or if it has not closed after a minute.
 */
async function playSample(api: string, say: Progress): Promise<void> {
  const event = sampleEvent(SAMPLE_PLAYER);
  say(`\nA sample: ${SAMPLE_PLAYER} of lucky asks for a withdrawal while a bonus is active.`);
  const id = await send(api, event);
  say(`Timeline of ${id}, from GET /v1/journeys/${encodeURIComponent(id)}:`);
  let printed = 0;
  const end = Date.now() + PLAY_LIMIT_MS;
  for (;;) {
    const run = await explain(api, id);
    const lines = run?.state?.journal ?? [];
    for (const line of lines.slice(printed)) say(`  ${line.at}  ${line.what.padEnd(14)} ${line.text}`);
    printed = Math.max(printed, lines.length);
    if (run && CLOSED.includes(run.status)) {
      say(`  The run is closed: ${run.status}, ${run.outcome ?? 'without an outcome'}.`);
      return;
    }
    if (Date.now() > end)
      throw new SetupError(`The sample run ${id} has not closed after ${PLAY_LIMIT_MS / 1000} seconds.`);
    await sleep(100);
  }
}

async function send(api: string, event: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${api}/v1/events`, {
    method: 'POST',
    headers: { ...authorization(), 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const text = await answer.text();
  if (answer.status === 202) {
    const { decisions } = JSON.parse(text) as { decisions: readonly { decision: string; id?: string }[] };
    const started = decisions.find(({ decision }) => decision === 'started' || decision === 'duplicate');
    if (started?.id !== undefined) return started.id;
  }
  throw new SetupError(`The sample event started no run: ${answer.status} ${text.slice(0, 500)}`);
}

/** Returns `null` while no worker answers. */
async function explain(api: string, id: string): Promise<Explained | null> {
  const answer = await fetch(`${api}/v1/journeys/${encodeURIComponent(id)}`, { headers: authorization() });
  const text = await answer.text();
  if (answer.status === 503 || answer.status === 504) return null;
  if (!answer.ok) throw new SetupError(`The sample run can't be read: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as Explained;
}

function authorization(): Record<string, string> {
  return { authorization: `Bearer ${KEY}` };
}

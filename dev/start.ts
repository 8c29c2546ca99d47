import { setInterval } from 'node:timers';
import { Launcher } from './launch/launcher.js';
import { fillEchoSamples, SAMPLES_BUCKET } from './samples/echo.js';
import { curlLine, playSampleOnce, sampleEvent } from './samples/play.js';
import { readSettings, requireFreePorts, type Settings } from './settings.js';
import { SetupError } from './setup-error.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `npm start`; see "Running it on one machine" in the README. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  await requireFreePorts(settings);
  let stopping = false;

  const launcher = await Launcher.create(settings, (sentence) => {
    stop(1, sentence);
  });
  const { say } = launcher.terminal;

  function stop(code: number, sentence: string): void {
    if (stopping) return;
    stopping = true;
    say(sentence);
    launcher.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  }

  for (const signal of SIGNALS) {
    process.on(signal, () => {
      stop(0, 'Stopping; sleeping runs go on at the next start.');
    });
  }
  noticeLostParent(() => {
    stop(0, 'npm is gone: stopping.');
  });

  try {
    await run(launcher, settings);
  } catch (error) {
    stop(1, sentenceOf(error));
  }
}

async function run(launcher: Launcher, settings: Settings): Promise<void> {
  const { say } = launcher.terminal;
  const api = `http://127.0.0.1:${settings.port}`;
  say('Starting Waypost …');
  await launcher.start();
  await playSampleOnce(api, settings.dataFolder, say);
  await fillEchoSamples(api, say);
  say(greeting(api, settings));
  await launcher.watch(() => fillEchoSamples(api, say)); // a new API starts with empty echo buckets
}

function greeting(api: string, settings: Settings): string {
  const temporal =
    settings.temporalAddress === null
      ? `http://127.0.0.1:${settings.temporalUiPort}   (Temporal's web UI; its server: 127.0.0.1:${settings.temporalPort})`
      : `${settings.temporalAddress}   (Temporal, as TEMPORAL_ADDRESS says)`;
  return [
    '',
    'Waypost runs. A saved file is live within seconds; Ctrl-C stops everything.',
    `  ${api}   (API; development keys: wp_lucky_development, wp_royal_development)`,
    `  ${api}/echo-list/${SAMPLES_BUCKET}/   (what each sample action sends, by use case in docs/use-cases; ${api}/echo-list/ suggests a bucket of your own)`,
    `  ${temporal}`,
    `  http://127.0.0.1:${settings.operatorPort}/_control/ledger   (what the stand-in operator has booked)`,
    `  http://127.0.0.1:${settings.workerMetricsPort}/metrics   (the worker's metrics)`,
    `  ${settings.dataFolder}   (keys, Temporal's file, everything that the processes log)`,
    '',
    'Try:',
    `  ${curlLine(api, sampleEvent('player-2'))}`,
    '',
  ].join('\n');
}

/**
 * Stops when the parent process changes. npm passes a SIGTERM to the shell between us, which exits without passing it
 * on.
 */
function noticeLostParent(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}

function sentenceOf(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  console.error(sentenceOf(error));
  process.exit(1);
});

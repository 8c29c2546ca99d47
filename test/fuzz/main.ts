import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Launcher } from '../../dev/launch/launcher.js';
import { freePort } from '../../dev/launch/ports.js';
import { SetupError } from '../../dev/setup-error.js';
import { findSchemathesis, runSchemathesis } from './schemathesis.js';

/** Answers to requests made from the document must be ones that the document describes. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const SEED = '20260101';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Asks a real API, started for this, for all that its OpenAPI document describes. Further arguments go to the tool. */
async function fuzz(args: readonly string[]): Promise<number> {
  const packages = await findSchemathesis(say);
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'waypost-fuzz-'));
  const port = await freePort();
  const settings = {
    port,
    operatorPort: await freePort(),
    temporalPort: await freePort(),
    temporalUiPort: await freePort(),
    workerMetricsPort: await freePort(),
    dataFolder,
    temporalAddress: null,
    namespace: 'default',
  };
  const launcher = await Launcher.create(settings, say);
  try {
    await launcher.start();
    return await runSchemathesis(packages, dataFolder, [
      'run',
      `http://127.0.0.1:${port}/openapi.json`,
      ...['--seed', SEED, '--checks', CHECKS.join(',')],
      ...['--header', 'Authorization: Bearer wp_lucky_development'],
      ...['--max-examples', '50', '--continue-on-failure', '--generation-database', 'none'],
      ...['--request-timeout', '30', '--suppress-health-check', 'all'],
      ...args,
    ]);
  } finally {
    await launcher.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

fuzz(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

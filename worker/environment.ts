import { resolve } from 'node:path';
import { z } from 'zod';

const environmentSchema = z
  .object({
    WORKER_METRICS_PORT: z
      .string()
      .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, 'must be a port, from 0 to 65535')
      .default('9464'),
    HOST: z.string().min(1, 'is empty: leave it out, or name an address to listen on').default('127.0.0.1'),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error'], { error: 'must be one of trace, debug, info, warn, error' })
      .default('info'),
    WAYPOST_BUILD_ID: z
      .string()
      .regex(
        /^[A-Za-z0-9][\w.-]{0,99}$/,
        'must be 1 to 100 letters, digits, dots, dashes or underscores, such as a commit: leave it out for no version',
      )
      .optional(),
    WAYPOST_ENCRYPTION_KEYS: z.string().min(1, 'is empty: leave it out, or name a file').optional(),
  })
  .transform(({ WORKER_METRICS_PORT, HOST, LOG_LEVEL, WAYPOST_BUILD_ID, WAYPOST_ENCRYPTION_KEYS }) => ({
    metricsAddress: `${HOST}:${WORKER_METRICS_PORT}`,
    logLevel: LOG_LEVEL,
    buildId: WAYPOST_BUILD_ID ?? null,
    encryptionKeysFile: WAYPOST_ENCRYPTION_KEYS === undefined ? null : resolve(WAYPOST_ENCRYPTION_KEYS),
  }));

/** The worker's settings from its environment. `TEMPORAL_…` and the secrets are read where they are used. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

/** Reads the environment once, at the start. Throws one sentence that names every variable to change. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const result = environmentSchema.safeParse(variables);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The environment can't be used: ${faults.join('; ')}.`);
}

import { join, resolve } from 'node:path';
import { z } from 'zod';

const environmentSchema = z
  .object({
    HOST: z.string().min(1, 'is empty: remove it, or name an address to listen on').default('127.0.0.1'),
    PORT: z
      .string()
      .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, 'must be a port, from 0 to 65535')
      .default('8080'),
    WAYPOST_DATA: z.string().min(1, 'is empty: leave it out, or name a folder').default('.waypost'),
    WAYPOST_KEYS: z.string().min(1, 'is empty: leave it out, or name a file').optional(),
    WAYPOST_ENCRYPTION_KEYS: z.string().min(1, 'is empty: leave it out, or name a file').optional(),
    WAYPOST_CODEC_ORIGINS: z
      .string()
      .transform((list) => list.split(',').map((origin) => origin.trim()))
      .refine((list) => list.every(isOrigin), 'must be origins such as http://127.0.0.1:8233, with commas between')
      .default([]),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^\S+:\d{1,5}$/, 'must be host:port, such as 127.0.0.1:7233')
      .optional(),
    WAYPOST_ECHO: z.enum(['off', 'on', 'open'], { error: 'must be off, on or open' }).default('off'),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
        error: 'must be one of trace, debug, info, warn, error, silent',
      })
      .default('info'),
  })
  .transform((read) => ({
    host: read.HOST,
    port: Number(read.PORT),
    keysFile: resolve(read.WAYPOST_KEYS ?? join(read.WAYPOST_DATA, 'keys.json')),
    encryptionKeysFile: read.WAYPOST_ENCRYPTION_KEYS === undefined ? null : resolve(read.WAYPOST_ENCRYPTION_KEYS),
    codecOrigins: read.WAYPOST_CODEC_ORIGINS,
    echo: read.WAYPOST_ECHO,
    logLevel: read.LOG_LEVEL,
  }));

/** The environment of the API process. `TEMPORAL_ADDRESS` is only checked here; the client uses it. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;

/** Reads the environment. Throws one sentence that names every variable to change. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const result = environmentSchema.safeParse(variables);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The environment is invalid: ${faults.join('; ')}.`);
}

/** Returns true for an origin in the form of the header `Origin`: scheme, host, and a port that is not the default. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

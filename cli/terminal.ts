import type { Command } from 'commander';

/** What the command line is used from. */
export interface Terminal {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
}

export function overApi(command: Command): Command {
  return command
    .option('--api <address>', 'the address of a running API (WAYPOST_API, or where npm start puts it)')
    .option('--key <key>', 'an API key for it (WAYPOST_KEY)')
    .option('--brand <brand>', 'the brand that is meant, where the key holds several');
}

/** Where a running API is, and who asks; the environment says what is not given. */
export interface ApiOptions {
  /** `WAYPOST_API` unless given; else where `npm start` puts it. */
  readonly api?: string;
  /** `WAYPOST_KEY` unless given. */
  readonly key?: string;
  /** The brand that is meant, where the key holds several. */
  readonly brand?: string;
}

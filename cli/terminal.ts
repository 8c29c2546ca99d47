import type { Command } from 'commander';

/** The terminal of a command. */
export interface Terminal {
  /** Writes a line to the output: results, which can be piped. */
  readonly say: (line: string) => void;
  /** Writes a line to the error output: faults, progress, hints. */
  readonly complain: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
}

/** The address of a running API and a key for it. */
export interface ApiOptions {
  /** Default: `WAYPOST_API`, or the address that `npm start` uses. */
  readonly api?: string;
  /** Default: `WAYPOST_KEY`. */
  readonly key?: string;
  /** Required if the key holds several brands. */
  readonly brand?: string;
}

/** Options of a command that can print the API's answer as JSON. */
export interface JsonOptions extends ApiOptions {
  readonly json?: boolean;
}

/** The option of `JsonOptions`. */
export const JSON_OPTION = ['--json', "print the API's answer as JSON"] as const;

/** Adds the options of a command that asks a running API. */
export function overApi(command: Command): Command {
  return command
    .option('--api <address>', 'address of a running API (default: WAYPOST_API, or the address of npm start)')
    .option('--key <key>', 'API key (default: WAYPOST_KEY)')
    .option('--brand <brand>', 'brand, if the key holds several');
}

/** Sets the exit code to 1 if a command found a fault. */
export function failUnless(good: boolean): void {
  if (!good) process.exitCode = 1;
}

/** Returns the option of a property: `--money-moved` for `moneyMoved`. */
export function optionName(property: string): string {
  return `--${property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { SetupError } from '../setup-error.js';

/** A service of the compose file, with all variables put in. */
export interface ComposeService {
  readonly environment: Readonly<Record<string, string>>;
  /** Entrypoint and command; empty for the image's own. */
  readonly command: readonly string[];
  readonly replicas: number;
}

/** The compose file: its services, and the files that it mounts, by their paths in the containers. */
export interface Compose {
  /** The tag of a service's image. */
  version(name: string): string;
  service(name: string): ComposeService;
  /** Contents of the configs of a service. */
  configs(name: string): ReadonlyMap<string, string>;
  /** Paths on this machine of the secrets of a service. */
  secrets(name: string): ReadonlyMap<string, string>;
}

interface Mount {
  readonly source: string;
  readonly target: string;
}

interface Written {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly configs?: readonly Mount[];
  readonly secrets?: readonly (string | Mount)[];
  readonly deploy?: { readonly replicas?: number };
}

interface File {
  readonly services: Readonly<Record<string, Written>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));

/** Reads the project's `docker-compose.yml`. @throws SetupError, as `readCompose` */
export async function readComposeFile(variables: Readonly<Record<string, string>>): Promise<Compose> {
  return readCompose(await readFile(FILE, 'utf8'), variables);
}

/**
 * Reads a compose file as `docker compose` does, with these variables in the place of `.env`.
 * @throws SetupError for a variable that must be set
 */
export function readCompose(text: string, variables: Readonly<Record<string, string>>): Compose {
  const file = parse(text, { merge: true }) as File;
  const written = (name: string): Written => {
    const found = file.services[name];
    if (found === undefined) throw new SetupError(`docker-compose.yml has no service "${name}".`);
    return found;
  };
  const put = (value: string): string => interpolate(value, variables);
  return {
    version: (name) => written(name).image.replace(/^.*:/, ''),
    service: (name) => {
      const { environment = {}, entrypoint = [], command = [], deploy } = written(name);
      return {
        environment: Object.fromEntries(
          Object.entries(environment).flatMap(([key, value]) => {
            const given = value === null ? variables[key] : put(value);
            return given === undefined ? [] : [[key, given]];
          }),
        ),
        command: [...entrypoint, ...command].map(put),
        replicas: deploy?.replicas ?? 1,
      };
    },
    configs: (name) =>
      new Map(
        (written(name).configs ?? []).map(({ source, target }) => [target, put(file.configs[source]?.content ?? '')]),
      ),
    secrets: (name) =>
      new Map(
        (written(name).secrets ?? []).map((one) => {
          const { source, target } = typeof one === 'string' ? { source: one, target: `/run/secrets/${one}` } : one;
          return [put(target), put(file.secrets[source]?.file ?? '')];
        }),
      ),
  };
}

/**
 * Puts variables into a text by the rules of the compose specification: `$$`, `${NAME}`, `${NAME:-default}`,
 * `${NAME:?message}`; a default can contain variables.
 */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  let result = '';
  for (let at = 0; at < text.length;) {
    if (text.startsWith('$$', at)) {
      result += '$';
      at += 2;
    } else if (text.startsWith('${', at)) {
      const end = closingBrace(text, at + 2);
      result += valueOf(text.slice(at + 2, end), variables);
      at = end + 1;
    } else {
      result += text.charAt(at);
      at += 1;
    }
  }
  return result;
}

function closingBrace(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new SetupError(`docker-compose.yml has a variable without its closing brace: ${text.slice(from - 2)}`);
}

function valueOf(expression: string, variables: Readonly<Record<string, string>>): string {
  const [, name = '', kind, rest = ''] = /^(\w+)(?:(:-|:\?)([\s\S]*))?$/.exec(expression) ?? [];
  if (name === '') throw new SetupError(`docker-compose.yml has an expression that is not known here: ${expression}`);
  const value = variables[name] ?? '';
  if (value !== '' || kind === undefined) return value;
  if (kind === ':-') return interpolate(rest, variables);
  throw new SetupError(rest);
}

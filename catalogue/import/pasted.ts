import type { JsonValue } from '../../workflows/contracts/json.js';
import type { SecretReference } from '../destination/definition.js';
import { didYouMean } from '../did-you-mean.js';

/** A fault, its line and the fix. Never holds a secret. */
export interface ImportFault {
  readonly line: number;
  readonly message: string;
}

/** A definition that can't be taken: every fault that was found, in the order of the lines; `line` is the first one's. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly faults: readonly ImportFault[];
  constructor(
    readonly line: number,
    message: string,
    others: readonly ImportFault[] = [],
  ) {
    super(message);
    this.faults = [{ line, message }, ...others];
  }
}

/** Collects the faults of a definition, so that one does not hide the others. */
export class ImportFaults {
  readonly #found: ImportFault[] = [];

  add(...faults: readonly ImportFault[]): void {
    const isNew = ({ line, message }: ImportFault): boolean =>
      !this.#found.some((known) => known.line === line && known.message === message);
    for (const fault of faults) if (isNew(fault)) this.#found.push(fault);
  }

  /** Does one step; where it refuses the definition, its faults are kept and `otherwise` is the answer. */
  collect<T>(step: () => T, otherwise: T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      this.add(...error.faults);
      return otherwise;
    }
  }

  /** All of them as one refusal; `null` for none. */
  refusal(): ImportRefused | null {
    const [first, ...others] = [...this.#found].sort((a, b) => a.line - b.line);
    return first === undefined ? null : new ImportRefused(first.line, first.message, others);
  }
}

/** A value and its line in the text. */
export interface Entry<T extends JsonValue = string> {
  readonly value: T;
  readonly line: number;
}

/** A callback's definition as it was pasted, key by key; nothing in it is checked but that the keys are known. */
export interface Pasted {
  readonly entries: ReadonlyMap<Key, Entry>;
  readonly headers: ReadonlyMap<string, Entry>;
  /** By name, what is said of a field: `number, required`, or a mapping as the catalogue has it. */
  readonly fields: ReadonlyMap<string, Entry<JsonValue>>;
  /** `verbatim`: each line of it is a line of the text, from `line` on. */
  readonly body: (Entry & { readonly verbatim: boolean }) | null;
}

/** Known keys and their names elsewhere. Capitals, spaces, dashes and underscores are ignored. */
const NAMES = {
  name: ['name', 'title', 'action name', 'callback name'],
  notificationType: ['notification type'],
  destination: ['destination'],
  url: ['url', 'http url', 'endpoint', 'endpoint url', 'api endpoint', 'http url of your api endpoint', 'webhook url'],
  method: ['method', 'http method', 'preferred method', 'request method'],
  auth: ['auth', 'auth type', 'authentication', 'authentication type'],
  authHeader: ['auth header', 'header name', 'api key header'],
  parameter: ['parameter', 'auth parameter', 'query parameter'],
  secret: ['secret', 'auth secret', 'api key', 'key', 'auth key', 'token', 'auth token', 'bearer token'],
  username: ['username', 'user', 'auth username'],
  password: ['password', 'auth password'],
  clientId: ['client id'],
  clientSecret: ['client secret'],
  tokenUrl: ['token url', 'token endpoint'],
  scope: ['scope'],
  contentType: ['content type'],
  effect: ['effect'],
  rewardsEnabled: ['rewards enabled'],
  headers: ['headers', 'header', 'custom headers'],
  fields: ['fields', 'field', 'action fields', 'action field'],
  body: ['body', 'payload', 'json payload', 'json body', 'body template', 'request body', 'json payload structure'],
} as const;

const CREDENTIALS = /^(bearer|basic)\s+(?!(token|auth|authentication)$)\S+$/i;

/** A key of a definition, by the one name that it has here. */
export type Key = keyof typeof NAMES;

const KEYS = new Map(
  Object.entries(NAMES).flatMap(([key, names]) => names.map((name): [string, Key] => [bare(name), key as Key])),
);

/** The key of a name, however it is written; `null` for none. */
export function keyOf(name: string): Key | null {
  return KEYS.get(bare(name)) ?? null;
}

/** @throws ImportRefused for a name that is no key */
export function knownKey(name: string, line: number): Key {
  const key = keyOf(name);
  if (key !== null) return key;
  const known = Object.values(NAMES).map(([first]) => first);
  throw new ImportRefused(line, `"${name}" is unknown${didYouMean(name.toLowerCase(), known)}`);
}

/** Takes definitions key by key, each once. */
export class PastedBuilder {
  readonly #entries = new Map<Key, Entry>();
  readonly #headers = new Map<string, Entry>();
  readonly #fields = new Map<string, Entry<JsonValue>>();
  #body: Pasted['body'] = null;

  entry(key: Key, value: string, line: number): void {
    if (value.trim() === '') return;
    // `Auth: Bearer abc`: the header itself.
    if (key === 'auth' && CREDENTIALS.test(value.trim())) {
      this.header('authorization', value, line);
      return;
    }
    once(this.#entries, key, { value: value.trim(), line });
  }

  header(name: string, value: string, line: number): void {
    once(this.#headers, name.trim().toLowerCase(), { value: value.trim(), line });
  }

  field(name: string, value: JsonValue, line: number): void {
    once(this.#fields, name.trim(), { value, line });
  }

  body(value: string, line: number, verbatim: boolean): void {
    if (value.trim() !== '') this.#body = { value, line, verbatim };
  }

  build(): Pasted {
    return { entries: this.#entries, headers: this.#headers, fields: this.#fields, body: this.#body };
  }
}

function once<K extends string, V extends { readonly line: number }>(into: Map<K, V>, key: K, value: V): void {
  const first = into.get(key);
  if (first) throw new ImportRefused(value.line, `"${key}" is already in line ${first.line}: remove one`);
  into.set(key, value);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A warning: something unsafe or guessed in a definition, and the fix. */
export interface Lint {
  /** The line of the text that was pasted. */
  readonly line: number;
  readonly message: string;
}

const REFERENCE = /^(?:\$\{?|env:\s*)([A-Za-z_][A-Za-z0-9_]*)\}?$/;

/** Takes note of what is to be said, and names a variable for each secret. */
export class Notes {
  readonly #lints: Lint[] = [];

  constructor(readonly destination: string) {}

  add(line: number, message: string): void {
    this.#lints.push({ line, message });
  }

  /** All of them, in the order of the lines. */
  get lints(): readonly Lint[] {
    return [...this.#lints].sort((a, b) => a.line - b.line);
  }

  /** The variable that holds a secret from now on; `what` is the end of its name. A reference stays as it is. */
  secret({ value, line }: Entry, what: string): SecretReference & { readonly env: string } {
    const known = REFERENCE.exec(value)?.[1];
    if (known !== undefined) return { env: known };
    const env = this.variable(what);
    this.add(
      line,
      `a secret was here and is now { env: ${env} }: set that variable. Use a new secret, because this one was in a file`,
    );
    return { env };
  }

  /** `API_EXAMPLE_COM_KEY`. */
  variable(what: string): string {
    return `${this.destination}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  }
}

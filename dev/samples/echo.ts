import type { Progress } from '../setup-error.js';

const KEY = 'wp_lucky_development';

/** The bucket of the echo service that shows what each sample action sends. */
export const SAMPLES_BUCKET = 'samples';

interface DescribedAction {
  readonly name: string;
  readonly fields: Readonly<Record<string, { readonly type: string; readonly options?: { readonly href: string } }>>;
  readonly placeholders: readonly { readonly path: string; readonly filters: readonly string[] }[];
}

type Json = string | number | boolean | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/** Sample values for placeholders, by the last word of their path. */
const WORDS: Readonly<Record<string, Json>> = {
  amount: '20.00',
  currency: 'EUR',
  level: 'My level with " inside',
  level_name: 'My level with " inside',
  user_id: '900',
  user_ext_id: 'player-1',
  user_ext_id_clean: 'player-1',
  core_sm_brand_id: '4001',
  saw_template_id: '12',
  minigame_spins_count: '3',
};

/** Sends each action of the brand lucky to the bucket `samples`. Reports an action that fails, and continues. */
export async function fillEchoSamples(api: string, say: Progress): Promise<void> {
  const report = (what: string) => (error: unknown) => {
    say(`The echo bucket ${SAMPLES_BUCKET} lacks ${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const names = await namesOfActions(api).catch(report('its samples'));
  for (const name of names ?? []) await fire(api, name).catch(report(name));
}

async function namesOfActions(api: string): Promise<string[]> {
  const { actions } = (await ask(api, '/v1/actions')) as { actions: readonly { readonly name: string }[] };
  return actions.map(({ name }) => name);
}

async function fire(api: string, name: string): Promise<void> {
  const action = (await ask(api, `/v1/actions/${name}`)) as DescribedAction;
  const order = {
    id: `sample-${name}`,
    bucket: SAMPLES_BUCKET,
    playerId: 'player-1',
    ...(await contextOf(api, action)),
  };
  await ask(api, `/v1/actions/${name}/test`, order);
}

/** Builds values for every placeholder and field of an action. */
async function contextOf(api: string, { fields, placeholders }: DescribedAction): Promise<JsonObject> {
  const context: JsonObject = { event: {}, state: {}, lookup: {}, campaign: { id: 'c-1', name: 'Spring "24"' } };
  for (const { path, filters } of placeholders) {
    const keys = path.split('.');
    const last = keys.at(-1) ?? '';
    const value = WORDS[last] ?? (filters.includes('number') ? 3 : filters.includes('boolean') ? true : `some ${last}`);
    if (['event', 'state', 'lookup'].includes(keys[0] ?? '') && keys.length > 1) put(context, keys, value);
  }
  const given: JsonObject = {};
  for (const [name, { type, options }] of Object.entries(fields)) {
    given[name] = options === undefined ? sampleOf(name, type) : await firstOption(api, options.href);
  }
  return { ...context, fields: given };
}

function put(into: JsonObject, [key = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    into[key] ??= value;
    return;
  }
  const child = into[key];
  const next = typeof child === 'object' ? child : {};
  into[key] = next;
  put(next, rest, value);
}

function sampleOf(name: string, type: string): Json {
  switch (type) {
    case 'number':
      return 3;
    case 'boolean':
      return true;
    case 'money':
      return { amount: '20.00', currency: 'EUR' };
    case 'date':
      return '2026-03-01T12:00:00Z';
    default:
      return WORDS[name] ?? `some ${name}`;
  }
}

async function firstOption(api: string, href: string): Promise<Json> {
  const { Data } = (await ask(api, href)) as { Data: readonly { readonly value: string | number }[] };
  return String(Data[0]?.value ?? 'none');
}

async function ask(api: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${api}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

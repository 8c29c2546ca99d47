import type { Action } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import type { OptionList } from '../../catalogue/lookup/definition.js';
import { optionRequest, optionsIn } from '../../catalogue/lookup/option-request.js';
import type { NoOptions, Options } from '../../catalogue/lookup/read-options.js';
import { type OptionCache, OptionsUnavailable, type OptionsWish } from '../../outbound/lookup/option-cache.js';
import type { CallRequest } from '../../workflows/contracts/calls/call.js';
import { askDestination, type Asking } from './ask-destination.js';

/** Time that a call waits for its option lists, in milliseconds. A slower list is cached for the next call. */
const WAIT_FOR_LIST_MS = 1_000;

/** Time that a list has to answer, in milliseconds; its destination can set a shorter time. */
const ANSWER_TIME_MS = 8_000;

/**
 * The result of checking a call's choices. `unchecked` has a sentence for each choice whose list could not be asked.
 */
export type CheckedChoices =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'passes'; readonly unchecked: readonly string[] };

/**
 * Checks a call's choices against option lists if its action says `check: options`. A value that the list lacks refuses
 * the call. A list that gives no answer in time refuses nothing.
 */
export async function checkChoices(
  brand: BrandCatalogue,
  action: Action,
  fields: CallRequest['fields'],
  cache: OptionCache,
  asking: Asking,
): Promise<CheckedChoices> {
  if (action.check === 'none') return { kind: 'passes', unchecked: [] };
  const until = Math.min(Date.now() + WAIT_FOR_LIST_MS, asking.deadline);
  const choices = Object.entries(action.fields).flatMap(([field, { type, options, default: preset }]) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : preset;
    const list = options === undefined ? undefined : brand.optionLists.get(options);
    return type !== 'select' || list === undefined || typeof value !== 'string' ? [] : [{ field, value, list }];
  });
  const checked = await Promise.all(choices.map((choice) => checkChoice(brand, choice, cache, asking, until)));
  const refused = checked.flatMap((one) => (one.kind === 'refused' ? [one.reason] : []));
  if (refused.length > 0) return { kind: 'refused', reason: refused.join('; ') };
  return { kind: 'passes', unchecked: checked.flatMap((one) => (one.kind === 'unchecked' ? [one.reason] : [])) };
}

interface Choice {
  readonly field: string;
  readonly value: string;
  readonly list: OptionList;
}

type Checked = { readonly kind: 'offered' } | { readonly kind: 'refused' | 'unchecked'; readonly reason: string };

async function checkChoice(
  brand: BrandCatalogue,
  { field, value, list }: Choice,
  cache: OptionCache,
  asking: Asking,
  until: number,
): Promise<Checked> {
  const unchecked = (why: string): Checked => {
    return { kind: 'unchecked', reason: `"${field}" is not checked: the option list ${list.name} ${why}` };
  };
  const wish = wishFor(brand, list, asking);
  if ('refusal' in wish) return unchecked(`can't be asked: ${wish.refusal}`);
  try {
    const copy = await within(cache.get(wish), until);
    // A stale copy can lack new options, so only a fresh one refuses.
    const options = copy.stale && !offers(copy, value) ? await within(cache.renew(wish), until) : copy;
    if (offers(options, value)) return { kind: 'offered' };
    if (options.note !== null) return unchecked(`is known in part only: ${options.note}`);
    const hint = didYouMean(
      value,
      options.items.slice(0, 25).map((one) => String(one.value)),
    );
    return {
      kind: 'refused',
      reason: `"${field}" is "${cut(value)}", which the option list ${list.name} does not offer${hint}`,
    };
  } catch (error) {
    if (error instanceof OptionsUnavailable) return unchecked(`can't be had: ${error.message}`);
    throw error;
  }
}

function offers({ items }: Options, value: string): boolean {
  return items.some((one) => String(one.value) === value);
}

function cut(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value;
}

function wishFor(brand: BrandCatalogue, list: OptionList, asking: Asking): OptionsWish | { readonly refusal: string } {
  const request = optionRequest(brand, list, {});
  if (request.kind === 'refused') return { refusal: request.reason };
  const { destination, path, headers, key } = request;
  const load = async (): Promise<Options | NoOptions> => {
    const question = { brand: brand.brand, path, headers, who: `the option list ${list.name}` };
    // Local: it skips a destination that is down and waits for no slot, because the call continues without it.
    const answer = await askDestination(destination, question, {
      ...asking,
      deadline: Date.now() + ANSWER_TIME_MS,
      local: true,
    });
    return optionsIn(list, answer);
  };
  return { key, cache: list.cache, load };
}

/** Waits for a result until `until`. A later result is still cached. @throws OptionsUnavailable */
async function within<T>(coming: Promise<T>, until: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const expire = (): void => reject(new OptionsUnavailable('it did not answer in time'));
    timer = setTimeout(expire, Math.max(0, until - Date.now()));
  });
  coming.catch(() => undefined); // those who still wait get the error
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

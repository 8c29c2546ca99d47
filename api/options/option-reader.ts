import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import type { OptionList } from '../../catalogue/lookup/definition.js';
import { optionRequest, optionsIn } from '../../catalogue/lookup/option-request.js';
import type { NoOptions, Options } from '../../catalogue/lookup/read-options.js';
import type { Access } from '../../outbound/auth/authorise.js';
import { ask, type Question, refusalIn } from '../../outbound/lookup/ask.js';
import { type CachedOptions, OptionCache } from '../../outbound/lookup/option-cache.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { Problem } from '../http/errors.js';
import { NO_HOLDS, type OptionHolds } from './option-holds.js';

/** Time that an operator has for an answer. Its destination can allow less. */
const ANSWER_TIME_MS = 10_000;

const MAX_LISTS = 500;

/** Reads option lists of brands through one cache. */
export interface OptionReader {
  /** @throws OptionsUnavailable if the operator fails and there is no copy; Problem if the params are wrong */
  read(brand: BrandCatalogue, list: OptionList, params: JsonObject): Promise<CachedOptions>;
}

/** Creates the reader of a process. `onFailure` gets the reason why a stale list could not be refreshed. */
export function createOptionReader(
  access: Access,
  onFailure: (list: string, reason: string) => void,
  holds: OptionHolds = NO_HOLDS,
): OptionReader {
  const cache = new OptionCache({
    maxEntries: MAX_LISTS,
    onFailure: (key, reason) => onFailure((JSON.parse(key) as string[]).slice(0, 2).join(':'), reason),
  });
  return {
    async read(brand, list, params) {
      const request = optionRequest(brand, list, params);
      if (request.kind === 'refused') throw new Problem('malformed-request', `${request.reason}.`);
      const { destination, path, headers, key } = request;
      const question = { brand: brand.brand, path, headers };
      return await cache.get({ key, cache: list.cache, load: () => load(list, destination, question, access, holds) });
    },
  };
}

async function load(
  list: OptionList,
  destination: Destination,
  question: Omit<Question, 'deadline'>,
  access: Access,
  holds: OptionHolds,
): Promise<Options | NoOptions> {
  const held = await holds.heldBy(question.brand, destination.name);
  if (held !== null) return { kind: 'fault', reason: held };
  const answer = await ask(destination, { ...question, deadline: Date.now() + ANSWER_TIME_MS }, access);
  const refusal = refusalIn(answer);
  if (refusal !== null) await holds.hold(question.brand, destination, `the option list ${list.name}: ${refusal}`);
  return optionsIn(list, answer);
}

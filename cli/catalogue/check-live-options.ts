import { isNative } from '../../catalogue/action/native.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { UnplacedFault } from '../../catalogue/load/faults.js';
import { choiceFault, choicesOf } from '../../catalogue/lookup/choices.js';
import type { OptionList } from '../../catalogue/lookup/definition.js';
import { optionRequest, optionsIn } from '../../catalogue/lookup/option-request.js';
import type { Access } from '../../outbound/auth/authorise.js';
import { Tokens } from '../../outbound/auth/tokens.js';
import { ask } from '../../outbound/lookup/ask.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';

/** Time for the answer of a list. Its destination can allow less. */
const ANSWER_TIME_MS = 10_000;

/** The result of asking the option lists of a catalogue. */
export interface CheckedOptions {
  /** Lists that did not answer, and chosen values that a list does not offer. */
  readonly findings: readonly UnplacedFault[];
  readonly asked: number;
  /** One sentence for each list that was not asked because it needs a param. */
  readonly unasked: readonly string[];
}

/** Asks every option list of every brand and compares chosen values with it. */
export async function checkOptions(
  catalogue: Catalogue,
  entries: readonly JourneyEntry[],
  environment: NodeJS.ProcessEnv,
): Promise<CheckedOptions> {
  const access = { environment, tokens: new Tokens() };
  const brands = [...catalogue.brands.values()];
  const checked = await Promise.all(brands.map((brand) => checkBrand(brand, entries, access)));
  return {
    findings: checked.flatMap(({ findings }) => findings),
    asked: checked.reduce((sum, { asked }) => sum + asked, 0),
    unasked: checked.flatMap(({ unasked }) => unasked),
  };
}

async function checkBrand(
  brand: BrandCatalogue,
  entries: readonly JourneyEntry[],
  access: Access,
): Promise<CheckedOptions> {
  const findings: UnplacedFault[] = [];
  const unasked: string[] = [];
  const choices = choicesOf(brand, entries);
  for (const list of brand.optionLists.values()) {
    const request = optionRequest(brand, list, {});
    if (request.kind === 'refused') {
      unasked.push(`${brand.brand}: ${request.reason}: not asked`);
      continue;
    }
    const { destination, path, headers } = request;
    const question = { brand: brand.brand, path, headers, deadline: Date.now() + ANSWER_TIME_MS };
    const options = optionsIn(list, await ask(destination, question, access));
    if (options.kind === 'fault') {
      findings.push({ brand: brand.brand, ...unreachable(brand, list, options.reason) });
      continue;
    }
    for (const choice of choices.filter((one) => one.list === list.name)) {
      const message = choiceFault(choice, options);
      if (message !== null) findings.push({ brand: brand.brand, section: choice.section, path: choice.path, message });
    }
  }
  return { findings, asked: brand.optionLists.size - unasked.length, unasked };
}

/** Returns the finding for a list that did not answer. A native list is declared in `brand.yaml`. */
function unreachable(
  { operatorApi }: BrandCatalogue,
  { name }: OptionList,
  reason: string,
): Omit<UnplacedFault, 'brand'> {
  return operatorApi !== null && isNative('lookups', name)
    ? {
        section: 'brand',
        path: ['operatorApi', 'supports'],
        message: `lists ${name}, which can't be used: ${reason}`,
      }
    : { section: 'lookups', path: [name], message: `can't be used: ${reason}` };
}

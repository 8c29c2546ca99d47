import { TemplateInvalid } from '../templating/errors.js';
import type { Placeholder } from '../templating/tree.js';
import type { AnswerMatch } from '../workflows/contracts/call.js';
import type { Action, BrandCatalogue, Lookup } from './catalogue.js';
import { checkSchema } from './check-schema.js';
import { allPlaceholders } from './templates.js';

const PATH = /^\/[^\s?#\\]*$/;
const ROOTS_OF_LOOKUPS = ['params', 'player', 'brand'];

/** What is wrong with an action: sentences. */
export function actionFaults(brand: BrandCatalogue, action: Action): string[] {
  const faults = [
    ...requestFaults(brand, action, (placeholder) => strangerInAction(brand, action, placeholder)),
    ...valueFaults(action),
  ];
  if (action.method === 'GET' && action.body !== null)
    faults.push('a GET has no body: use POST, or leave the body out');
  const matches = [...(action.answers.deliveredWhen ?? []), ...(action.answers.refusedWhen ?? [])];
  if (matches.some(isEmpty))
    faults.push('an empty deliveredWhen or refusedWhen would match every answer: name a status');
  return faults.map((fault) => `action ${action.name}: ${fault}`);
}

/** What is wrong with a lookup: sentences. */
export function lookupFaults(brand: BrandCatalogue, lookup: Lookup): string[] {
  const faults = requestFaults(brand, lookup, (placeholder) => strangerInLookup(lookup, placeholder));
  try {
    checkSchema(lookup.answer, null);
  } catch (error) {
    faults.push(`its answer is no JSON Schema: ${error instanceof Error ? error.message : String(error)}`);
  }
  return faults.map((fault) => `lookup ${lookup.name}: ${fault}`);
}

function requestFaults(
  brand: BrandCatalogue,
  definition: Action | Lookup,
  stranger: (placeholder: Placeholder) => string | null,
): string[] {
  const faults: string[] = [];
  if (!brand.destinations.has(definition.destination)) faults.push(`no destination "${definition.destination}"`);
  if (!PATH.test(definition.path.replace(/\{\{[^{}]*\}\}/g, 'x'))) {
    faults.push(`the path "${definition.path}" must begin with / and hold no space, ?, # or backslash: see query`);
  }
  try {
    faults.push(...allPlaceholders(definition).flatMap((placeholder) => stranger(placeholder) ?? []));
  } catch (error) {
    if (!(error instanceof TemplateInvalid)) throw error;
    faults.push(error.message);
  }
  return faults;
}

function strangerInAction(brand: BrandCatalogue, action: Action, { text, path }: Placeholder): string | null {
  const [root, name] = path;
  if (root === 'params') return `{{${text}}} is for lookups: an action has fields`;
  if (root === 'fields' && name !== undefined && !Object.hasOwn(action.fields, name)) {
    return `{{${text}}} names no field of the action`;
  }
  if (root !== 'lookup') return null;
  const lookup = brand.lookups.get(name ?? '');
  if (lookup === undefined) return `{{${text}}} names no lookup`;
  const needed = Object.entries(lookup.params).find(([, param]) => param.required);
  return needed === undefined ? null : `{{${text}}}: the lookup needs "${needed[0]}", which an action can't give`;
}

function strangerInLookup(lookup: Lookup, { text, path }: Placeholder): string | null {
  const [root = '', name] = path;
  if (!ROOTS_OF_LOOKUPS.includes(root)) return `{{${text}}}: a lookup knows ${ROOTS_OF_LOOKUPS.join(', ')} only`;
  const unknown = root === 'params' && name !== undefined && !Object.hasOwn(lookup.params, name);
  return unknown ? `{{${text}}} names no param of the lookup` : null;
}

function valueFaults(action: Action): string[] {
  if (action.effect !== 'money') return [];
  if (action.value === null) return ['money needs a value: name a field, or say unknown'];
  if (action.value === 'unknown') return [];
  const { field } = action.value;
  const declared = Object.hasOwn(action.fields, field) ? action.fields[field] : undefined;
  return declared?.type === 'money' && declared.required
    ? []
    : [`its value is the field "${field}", which must be declared as money and required`];
}

function isEmpty(match: AnswerMatch): boolean {
  return match.status === undefined && Object.keys(match.body ?? {}).length === 0;
}

import { z } from 'zod';
import { component } from './components.js';

/** A fault in one field, and its fix. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** An RFC 9457 problem as it is answered. */
export const problemSchema = component(
  'Problem',
  z.object({
    type: z.string().describe('A URN of the kind of problem: `urn:waypost:problem:invalid`'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What happened and what to do'),
    instance: z.string().describe('The id of the request, as in the log and in the header `Waypost-Request-Id`'),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('The fields to change'),
  }),
);

/** Turns zod's issues into faults, each with a path such as `events[3].data.amount` and a sentence. */
export function faultsOf(error: z.ZodError): [Fault, ...Fault[]] {
  const [first, ...rest] = error.issues.flatMap(faultsOfIssue);
  return [first ?? { field: 'body', message: 'is not valid' }, ...rest];
}

/** Writes a path as `data.items[0].id`, and the empty path as `body`. */
export function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? 'body' : shorten(name.replace(/^\./, ''), 100);
}

function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    field: fieldName([...issue.path, key]),
    message: 'is unknown: remove it, or check its spelling',
  }));
}

/** Cuts a text of the caller, which can be as long as the body, to `length` characters. */
export function shorten(words: string, length: number): string {
  return words.length <= length ? words : `${words.slice(0, length - 1)}…`;
}

import { valueAt } from '../../workflows/contracts/json.js';
import type { z } from 'zod';
import { didYouMean } from '../did-you-mean.js';

/** A fault at a path of a definition; `message` is the rest of a sentence. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type ZodIssue = z.core.$ZodIssue;

/** Translates the issues of a zod schema into sentences for people. */
export function toIssues(issues: readonly ZodIssue[], value: unknown): Issue[] {
  return issues.flatMap((issue) => toIssue(issue, [], value));
}

function toIssue(issue: ZodIssue, above: readonly (string | number)[], value: unknown): Issue[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  const at = (message: string): Issue[] => [{ path, message }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const sentences = issue.message.split('\n');
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        message: sentences[index] ?? 'is unknown',
      }));
    }
    case 'invalid_key':
      return at(issue.issues.map(({ message }) => message).join('; '));
    case 'invalid_union':
      if (issue.message !== 'Invalid input') return at(ownWords(issue, path, value));
      return nearest(issue.errors).flatMap((inner) => toIssue(inner, path, value));
    case 'invalid_value':
    case 'invalid_type':
      return at(ownWords(issue, path, value));
    default:
      return at(issue.message);
  }
}

/** The branch of a union that the value came closest to: the one that finds fault deepest inside. */
function nearest(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
  const depth = (branch: readonly ZodIssue[]): number => Math.min(...branch.map((issue) => issue.path.length));
  return [...branches].sort((a, b) => depth(b) - depth(a))[0] ?? [];
}

function ownWords(issue: ZodIssue, path: readonly (string | number)[], value: unknown): string {
  const found = valueAt(value, path);
  if (found === undefined) return 'is missing: add it';
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return `must be ${CALLED[issue.expected] ?? issue.expected}, not ${kindOf(found)}`;
  }
  const options = optionsOf(issue);
  if (options === null || !issue.message.startsWith('Invalid')) return issue.message;
  return typeof found === 'string'
    ? `can't be "${found}"${didYouMean(found, options)}`
    : `must be one of ${options.join(', ')}`;
}

function optionsOf(issue: ZodIssue): string[] | null {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue) return (issue.options as unknown[]).map(String);
  return null;
}

const CALLED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  int: 'a whole number',
};

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}

/** Takes note of a fault at a path below what is being read. */
export type Report = (path: readonly (string | number)[], message: string) => void;
/** The title for a definition without one: `cancel-bonus` → `Cancel bonus`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

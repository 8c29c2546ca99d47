import { stringify } from 'yaml';
import type { JsonValue } from '../workflows/contracts/json.js';
import { proposeMapping, STANDARD_MAPPING } from './propose-mapping.js';
import { readOptions } from './read-options.js';

/** What an answer is worth as an option list. */
export type Judgement =
  /** It is the standard envelope. */
  | { readonly kind: 'fits'; readonly count: number; readonly note: string | null }
  /** It is not, and why; with this mapping, as YAML, it serves unchanged. */
  | { readonly kind: 'mapped'; readonly reason: string; readonly count: number; readonly yaml: string }
  /** It can't be read, and why; `nearest` says so of the likeliest mapping, as YAML, where there is any. */
  | {
      readonly kind: 'unfit';
      readonly reason: string;
      readonly nearest: { readonly yaml: string; readonly reason: string } | null;
    };

/** Judges an endpoint's answer: whether it fits the standard envelope, else by which mapping it can be read. */
export function judgeOptions(body: JsonValue, status: number): Judgement {
  const standard = readOptions(STANDARD_MAPPING, body, status);
  if (standard.kind === 'options') return { kind: 'fits', count: standard.items.length, note: standard.note };
  const { reason } = standard;
  const mapping = proposeMapping(body);
  if (mapping === null) return { kind: 'unfit', reason, nearest: null };
  const mapped = readOptions(mapping, body, status);
  const yaml = stringify(mapping).trimEnd();
  if (mapped.kind === 'options') return { kind: 'mapped', reason, count: mapped.items.length, yaml };
  const isSame = mapped.reason === reason;
  return { kind: 'unfit', reason, nearest: isSame ? null : { yaml, reason: mapped.reason } };
}

import type { z } from 'zod';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { type Report, titleOf } from '../load/issues.js';
import type { Source, SourceTree, SourceValue } from './definition.js';
import type { sourceSchema, SourceTreeInput, SourceValueInput } from './schema.js';

/** A source. */
export function toSource(name: string, written: z.output<typeof sourceSchema>, report: Report): Source {
  const { map, identity = null, auth, secrets } = written;
  if (auth === 'signature' && secrets === undefined) {
    report(['secrets'], 'is missing: auth: signature needs a secret, [{ env: NAME }] or [{ file: PATH }]');
  }
  if (auth !== 'signature' && secrets !== undefined) report(['secrets'], 'is only for auth: signature. Remove it');
  return {
    name,
    title: written.title ?? titleOf(name),
    identity,
    auth: auth === 'signature' ? { kind: auth, secrets: secrets ?? [] } : { kind: auth },
    map: {
      id: valueOrNull(map.id),
      type: toValue(map.type),
      playerId: toValue(map.playerId),
      occurredAt: valueOrNull(map.occurredAt),
      data: treeOrNull(map.data),
      state: treeOrNull(map.state),
      campaign: treeOrNull(map.campaign),
      brand: valueOrNull(map.brand),
    },
  };
}

function toValue(written: SourceValueInput): SourceValue {
  if (typeof written === 'string') return { kind: 'paths', paths: [written] };
  if (Array.isArray(written)) return { kind: 'paths', paths: written };
  if ('from' in written) return { kind: 'paths', paths: [written.from].flat(), values: written.values };
  return { kind: 'fixed', value: written.is as JsonValue };
}

function toTree(written: SourceTreeInput): SourceTree {
  if (typeof written === 'string' || Array.isArray(written)) return toValue(written);
  const keys = Object.keys(written).sort().join();
  // What the schema takes for one value is one: an object of the event's data has other keys.
  if (keys === 'is' || keys === 'from,values') return toValue(written as Exclude<SourceValueInput, string | string[]>);
  const entries = Object.entries(written as Record<string, SourceTreeInput>);
  return { kind: 'object', entries: Object.fromEntries(entries.map(([key, child]) => [key, toTree(child)])) };
}

function valueOrNull(written: SourceValueInput | undefined): SourceValue | null {
  return written === undefined ? null : toValue(written);
}

function treeOrNull(written: SourceTreeInput | undefined): SourceTree | null {
  return written === undefined ? null : toTree(written);
}

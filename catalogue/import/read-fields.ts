import { isJsonObject, type JsonValue } from '../../workflows/contracts/json.js';
import type { Field } from '../action/definition.js';
import { type Entry, type ImportFaults, ImportRefused, type Notes, type Pasted } from './pasted.js';

/** A field as actions.yaml writes it. */
export type WrittenField = Pick<Field, 'type' | 'required' | 'default' | 'title'>;

const FIELD = /\{\s*action_field\s*:\s*([^\s{}"\\:]+)\s*\}/g;

/** Names of each type in other systems. */
const TYPES: Readonly<Record<string, Field['type']>> = {
  ...{ string: 'string', text: 'string', textarea: 'string', number: 'number', integer: 'number', int: 'number' },
  ...{
    float: 'number',
    decimal: 'number',
    boolean: 'boolean',
    bool: 'boolean',
    checkbox: 'boolean',
    toggle: 'boolean',
  },
  ...{ money: 'money', date: 'date', datetime: 'date', dropdown: 'string', select: 'string', list: 'string' },
};

/**
 * Reads the declared fields, and adds those that only placeholders in `texts` use. `unquoted` holds the fields that
 * appear in the body without quotes. Declarations that can't be read become faults.
 */
export function readFields(
  pasted: Pasted,
  texts: readonly (Entry & { readonly verbatim?: boolean })[],
  unquoted: ReadonlySet<string>,
  notes: Notes,
  faults: ImportFaults,
): Record<string, WrittenField> {
  const fields: Record<string, WrittenField> = {};
  for (const [name, entry] of pasted.fields) {
    fields[name] = faults.collect(() => declared(name, entry, notes), { type: 'string', required: true });
  }
  for (const { value, line, verbatim = false } of texts) {
    for (const { 1: name = '', index } of value.matchAll(FIELD)) {
      if (Object.hasOwn(fields, name)) continue;
      // Without quotes the other system pastes digits: text would come out in quotes.
      const type = unquoted.has(name) ? 'number' : 'string';
      fields[name] = { type, required: true };
      const at = verbatim ? line + value.slice(0, index).split('\n').length - 1 : line;
      notes.add(at, `the field ${name} is not declared, so it becomes a required ${type}: check its type`);
    }
  }
  return fields;
}

function declared(name: string, { value, line }: Entry<JsonValue>, notes: Notes): WrittenField {
  if (isJsonObject(value)) {
    const { type, required, default: preset, title, ...others } = value;
    const [stranger] = Object.keys(others);
    if (stranger !== undefined) {
      throw new ImportRefused(
        line,
        `"${stranger}" of the field ${name} is unknown: use type, required, default, title`,
      );
    }
    return fieldOf(name, line, notes, {
      type: wordsOf(type ?? 'string'),
      required: required !== false && preset === undefined,
      preset,
      ...(typeof title === 'string' ? { title } : {}),
    });
  }
  const words = wordsOf(value ?? '').trim();
  const [, before = '', preset] = /^(.*?)(?:\bdefault\b\s*[:=]?\s*(.*))?$/is.exec(words) ?? [];
  const said: readonly string[] = before.toLowerCase().match(/[a-z-]+/g) ?? [];
  const type = said.find((word) => !['required', 'optional', 'mandatory'].includes(word)) ?? 'string';
  return fieldOf(name, line, notes, { type, required: preset === undefined && !said.includes('optional'), preset });
}

interface Said {
  readonly type: string;
  readonly required: boolean;
  readonly preset: JsonValue | undefined;
  readonly title?: string;
}

function fieldOf(
  name: string,
  line: number,
  notes: Notes,
  { type: said, required, preset, title }: Said,
): WrittenField {
  const known = said.toLowerCase().replace(/[^a-z]/g, '');
  const type = Object.hasOwn(TYPES, known) ? TYPES[known] : undefined;
  if (type === undefined) {
    throw new ImportRefused(line, `the field ${name} can't be "${said}": use string, number, boolean, money or date`);
  }
  if (['dropdown', 'select', 'list'].includes(known)) {
    notes.add(
      line,
      `the field ${name} was a dropdown: change it to { type: select, options: LIST } once its list is in lookups.yaml`,
    );
  }
  const value = preset === undefined ? undefined : presetOf(type, preset);
  return {
    type,
    required,
    ...(value === undefined ? {} : { default: value }),
    ...(title === undefined ? {} : { title }),
  };
}

function presetOf(type: Field['type'], preset: JsonValue): JsonValue {
  if (typeof preset !== 'string') return type === 'string' ? wordsOf(preset) : preset;
  const text = preset.trim().replace(/^(["'])(.*)\1$/, '$2');
  // A number that JavaScript can't hold exactly stays its digits.
  if (type === 'number' && String(Number(text)) === text) return Number(text);
  return type === 'boolean' && /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
}

function wordsOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

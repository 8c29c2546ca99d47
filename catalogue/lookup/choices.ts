import type { JSONSchema } from 'json-schema-to-ts';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { Action, Field } from '../action/definition.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { didYouMean } from '../did-you-mean.js';
import type { Section, UnplacedFault } from '../load/faults.js';
import type { Rule } from '../rule/definition.js';
import type { Options } from './read-options.js';

type Path = UnplacedFault['path'];

/** A value that a brand's catalogue has chosen from an option list, and where it says so. */
interface Choice {
  readonly section: Section;
  readonly path: Path;
  readonly list: string;
  readonly value: string;
}

/**
 * Values that a brand's catalogue has chosen from option lists: defaults of `select` fields and params, literal values
 * that rules give to such fields, and settings of journeys that name their list.
 */
export function choicesOf(brand: BrandCatalogue, entries: readonly JourneyEntry[]): Choice[] {
  const asked = [...brand.lookups.values(), ...brand.optionLists.values()];
  return [
    ...[...brand.actions.values()].flatMap(({ name, fields }) => defaults('actions', [name, 'fields'], fields)),
    ...asked.flatMap(({ name, params }) => defaults('lookups', [name, 'params'], params)),
    ...[...brand.rules.values()].flatMap((rule) => ruleChoices(rule, brand.actions)),
    ...[...brand.journeys].flatMap(([name, { settings }]) => {
      const schema = entries.find((entry) => entry.name === name)?.settings;
      return settingChoices(schema, settings, [name, 'settings']);
    }),
  ];
}

/** Fault of a choice by its list's answer; `null` if the list offers it. */
export function choiceFault({ list, value }: Choice, { items, note }: Options): string | null {
  const values = items.map((item) => String(item.value));
  if (values.includes(value)) return null;
  // What a longer list offers beyond what is read can't be told.
  const offers = note === null ? 'does not offer' : `does not offer among its first ${items.length}`;
  return `is "${value}", which the option list ${list} ${offers}${didYouMean(value, values) || ': choose again'}`;
}

function defaults(section: Section, path: Path, fields: Readonly<Record<string, Field>>): Choice[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    choice(field, section, [...path, name, 'default'], field.default),
  );
}

function ruleChoices(rule: Rule, actions: ReadonlyMap<string, Action>): Choice[] {
  return rule.actions.flatMap(({ action, fields }, index) => {
    const declared = actions.get(action)?.fields ?? {};
    return Object.entries(fields).flatMap(([name, value]) => {
      const field = Object.hasOwn(declared, name) ? declared[name] : undefined;
      return field === undefined ? [] : choice(field, 'rules', [rule.name, 'do', index, 'fields', name], value);
    });
  });
}

function choice({ type, options }: Field, section: Section, path: Path, value: JsonValue | undefined): Choice[] {
  if (type !== 'select' || options === undefined || typeof value !== 'string' || value.includes('{{')) return [];
  return [{ section, path, list: options, value }];
}

const FROM_LIST = /^option list: ([a-z][a-z0-9-]*)$/;

/**
 * Values in a journey's settings that were chosen from option lists. The schema of settings names the list with
 * `$comment: 'option list: bonuses'` beside a string's type.
 */
export function settingChoices(schema: JSONSchema | undefined, value: JsonValue, path: Choice['path']): Choice[] {
  if (typeof schema !== 'object') return [];
  if (typeof value === 'string') {
    const list = FROM_LIST.exec(schema.$comment ?? '')?.[1];
    return list === undefined ? [] : [{ section: 'journeys', path, list, value }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return isOneSchema(items) ? value.flatMap((item, index) => settingChoices(items, item, [...path, index])) : [];
  }
  const { properties = {}, additionalProperties } = schema;
  return Object.entries(value).flatMap(([key, child]) =>
    settingChoices(Object.hasOwn(properties, key) ? properties[key] : additionalProperties, child, [...path, key]),
  );
}

function isOneSchema(items: Exclude<JSONSchema, boolean>['items']): items is JSONSchema {
  return items !== undefined && !Array.isArray(items);
}

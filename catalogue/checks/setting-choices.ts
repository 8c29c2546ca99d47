import type { JSONSchema } from 'json-schema-to-ts';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Choice } from './choices.js';

const FROM_LIST = /^option list: ([a-z][a-z0-9-]*)$/;

/**
 * What a journey's settings have chosen from option lists. A schema of settings says so with
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

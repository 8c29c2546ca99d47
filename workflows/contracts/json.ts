/** A value that JSON can hold. Numbers that JavaScript cannot hold exactly travel as their digits (a string). */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

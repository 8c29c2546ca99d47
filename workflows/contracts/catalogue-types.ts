/**
 * The declarations of the catalogue, as types. Empty here; `journeys/catalogue.d.ts` fills them in by declaration merging:
 * the type of an event → the shape of its `data`; an action → its `fields` and the `answer` it maps to;
 * a lookup → its `params` and `answer`.
 */
export interface Events {}
export interface Actions {}
export interface Lookups {}

export type EventType = keyof Events & string;
export type ActionName = keyof Actions & string;
export type LookupName = keyof Lookups & string;

/** The fields that an action takes. */
export type FieldsOf<A extends ActionName> = Actions[A] extends { fields: infer F } ? F : never;
/** The mapped answer of an action. */
export type AnswerOf<A extends ActionName> = Actions[A] extends { answer: infer T } ? T : never;
/** The parameters that a lookup takes. */
export type ParamsOf<L extends LookupName> = Lookups[L] extends { params: infer P } ? P : never;
/** The answer of a lookup. */
export type LookedUp<L extends LookupName> = Lookups[L] extends { answer: infer T } ? T : never;

import type { z } from 'zod';

/** A contract's type with arrays that can be changed, as schemas have them. */
type Plain<T> = T extends readonly (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** A schema for each property of a contract and for nothing else, which accepts all that the contract allows there. */
type Shape<T, S> = { readonly [K in keyof T]-?: SchemaOf<Plain<T[K]>, K extends keyof S ? S[K] : never> } & {
  readonly [K in Exclude<keyof S, keyof T>]: never;
};

/** The schema itself where it accepts every value of the contract; else a type that no schema has. */
type SchemaOf<V, S> = S extends z.ZodType<infer Output> ? ([V] extends [Output] ? S : Refuses<V>) : z.ZodType<V>;

interface Refuses<V> {
  readonly refusesSomeOf: V;
}

/**
 * Ties the properties of an API schema to a contract: `shapeOf<RunState>()({ … })`. A property or a value that the
 * contract has and the schema lacks doesn't compile.
 */
export function shapeOf<T>() {
  return <S extends Readonly<Record<string, z.ZodType>>>(shape: S & Shape<T, S>): S => shape;
}

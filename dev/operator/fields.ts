import { isLosslessNumber, type LosslessNumber } from 'lossless-json';
import { z } from 'zod';

const number = z.custom<LosslessNumber>(isLosslessNumber);

/** A required text. */
export function text(what: string): z.ZodType<string> {
  const error = `must be ${what}, as a non-empty string`;
  return z.string({ error }).min(1, error);
}

const anId = { error: "must be the player's id, as a non-empty string or a whole number" };

/** A player's id: a string or a whole number; both name the same player. Gives the string. */
export const userId = z.union(
  [z.string(anId).min(1, anId), number.transform(({ value }) => value).pipe(z.string().regex(/^\d+$/, anId))],
  anId,
);

/** A player's id as `userId`, or in a one-element array: the form that Fast Track documents for `["#UserId#"]`. */
export const userIdOrList = z.union([userId, z.tuple([userId], anId).transform(([id]) => id)], anId);

/** A positive amount of money: a JSON number or a string of decimal digits. Gives the digits as they were sent. */
export const amount = z
  .union([z.string(), number.transform(({ value }) => value)], { error: 'must be an amount, such as 20 or "20.00"' })
  .refine(
    (digits) => /^\d{1,15}(\.\d{1,8})?$/.test(digits) && /[1-9]/.test(digits),
    'must be more than zero, in decimal digits, such as 20 or "20.00"',
  );

/** An ISO 4217 code. */
export const currency = z
  .string({ error: 'must be an ISO 4217 code, such as "EUR"' })
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as "EUR"');

/** A string or a number, because some feeds write numbers as text. Gives the string. */
export function textOrNumber(what: string): z.ZodType<string> {
  const error = `must be ${what}, as a non-empty string or a number`;
  return z.union([z.string().min(1, error), number.transform(({ value }) => value)], { error });
}

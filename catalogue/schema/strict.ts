import { z } from 'zod';
import { didYouMean } from '../did-you-mean.js';

/** A mapping that knows its keys: any other is a fault of its own, one line of the message each, in the order of `keys`. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `is not known here${didYouMean(key, Object.keys(shape))}`).join('\n')
        : undefined,
  });
}

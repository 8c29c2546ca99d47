import { DefaultFailureConverter } from '@temporalio/common';

/** Puts messages and stack traces of failures into payloads, which are encrypted. Temporal finds it by path and name. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });

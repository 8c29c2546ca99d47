/**
 * The internals of Temporal's packages that workflow code uses, each with the public API that is missing.
 *
 * `msToNumber`: no public function turns a `Duration` into milliseconds, the same way as Temporal's own options do.
 */
export { msToNumber } from '@temporalio/common/lib/time.js';

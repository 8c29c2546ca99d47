/**
 * What workflow code takes from inside Temporal's packages, and the public API that is missing for it.
 *
 * `msToNumber`: no public function turns a `Duration` into milliseconds, the same way as Temporal's own options do.
 */
export { msToNumber } from '@temporalio/common/lib/time.js';

import { fileKey, testKeys } from '../client/codec/test-keys.js';

/** The keys under which the encrypted histories were recorded. They guard nothing else. */
export const RECORDED_UNDER = testKeys(fileKey('recorded-lucky', 7, 'lucky'), fileKey('recorded', 8));

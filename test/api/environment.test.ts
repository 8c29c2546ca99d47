import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../api/environment.js';

test('without any variable the defaults hold', () => {
  expect(readEnvironment({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    keysFile: resolve('.waypost/keys.json'),
    encryptionKeysFile: null,
    codecOrigins: [],
    echo: 'off',
    logLevel: 'info',
  });
});

test('the keys file lies in the data folder unless it is named', () => {
  expect(readEnvironment({ WAYPOST_DATA: '/data' }).keysFile).toBe('/data/keys.json');
  expect(readEnvironment({ WAYPOST_DATA: '/data', WAYPOST_KEYS: '/etc/keys.json' }).keysFile).toBe('/etc/keys.json');
});

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', ''],
  ['WAYPOST_DATA', ''],
  ['TEMPORAL_ADDRESS', 'localhost'],
  ['LOG_LEVEL', 'loud'],
  ['WAYPOST_ECHO', 'yes'],
  ['WAYPOST_ENCRYPTION_KEYS', ''],
  ['WAYPOST_CODEC_ORIGINS', ''],
  ['WAYPOST_CODEC_ORIGINS', '*'],
  ['WAYPOST_CODEC_ORIGINS', 'http://ui.example/'],
  ['WAYPOST_CODEC_ORIGINS', 'https://ui.example, ui2.example'],
])('%s=%s is refused by its name', (variable, value) => {
  expect(() => readEnvironment({ [variable]: value })).toThrow(new RegExp(`${variable} (must be|is empty)`));
});

test('the origins of the UI stand in a list', () => {
  const { codecOrigins } = readEnvironment({ WAYPOST_CODEC_ORIGINS: 'http://127.0.0.1:8233, https://ui.example' });
  expect(codecOrigins).toEqual(['http://127.0.0.1:8233', 'https://ui.example']);
});

test('all faults are told at once', () => {
  expect(() => readEnvironment({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*; LOG_LEVEL /);
});

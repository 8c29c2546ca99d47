import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, portFrom, requireFreePort } from '../../../dev/launch/ports.js';
import { readSettings, requireFreePorts } from '../../../dev/settings.js';

describe('ports that are taken', () => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.close();
  });

  it('are refused with the variable to set', async () => {
    await expect(requireFreePort(port, 'OPERATOR_PORT', 'the stand-in operator')).rejects.toThrow(
      `Port ${port}, which the stand-in operator needs, is not free (EADDRINUSE): stop what uses it, or set ` +
        `OPERATOR_PORT to another port.`,
    );
  });

  it('do not matter for Temporal when another server is used', async () => {
    const [a, b, c] = await Promise.all([freePort(), freePort(), freePort()]);
    const env = { PORT: `${a}`, OPERATOR_PORT: `${b}`, WORKER_METRICS_PORT: `${c}`, TEMPORAL_PORT: `${port}` };
    await expect(requireFreePorts(readSettings(env))).rejects.toThrow('TEMPORAL_PORT');
    await requireFreePorts(readSettings({ ...env, TEMPORAL_ADDRESS: '127.0.0.1:7233' }));
  });
});

describe('portFrom', () => {
  it('reads a port, and takes the default for an unset or empty variable', () => {
    expect(portFrom({ PORT: '81' }, 'PORT', 8080)).toBe(81);
    expect(portFrom({ PORT: '' }, 'PORT', 8080)).toBe(8080);
    expect(portFrom({}, 'PORT', 8080)).toBe(8080);
  });

  it.each(['0', '65536', '80a', '-1', '8080.5', ' 80'])('refuses %j by the name of the variable', (text) => {
    expect(() => portFrom({ PORT: text }, 'PORT', 8080)).toThrow(
      `PORT must be a port number from 1 to 65535, not "${text}".`,
    );
  });
});

describe('readSettings', () => {
  it('has the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      operatorPort: 8090,
      temporalPort: 7233,
      temporalUiPort: 8233,
      workerMetricsPort: 9464,
      temporalAddress: null,
      namespace: 'default',
    });
  });

  it('refuses one port for two things', () => {
    expect(() => readSettings({ PORT: '8090' })).toThrow(
      'PORT and OPERATOR_PORT are both 8090: give each another port.',
    );
  });
});

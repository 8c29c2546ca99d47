import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { parse } from 'yaml';
import { describe, expect, it, onTestFinished } from 'vitest';

interface Service {
  image: string;
  user?: string;
  build?: string;
  restart?: string;
  ports?: string[];
  healthcheck?: object;
  environment?: Record<string, string | null>;
  secrets?: (string | { source: string; target: string })[];
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
}

const FILE = 'docker-compose.yml';
const LINTER = 'node_modules/dclint/bin/dclint.cjs';
const text = await readFile(FILE, 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const named = Object.entries(services);
const longRunning = named.filter(([, service]) => service.restart === 'unless-stopped');

/** What the linter says of a compose file; nothing when it follows the specification. */
async function lint(file: string): Promise<string> {
  const linter = spawn(process.execPath, [LINTER, '--config', '.dclintrc', '--max-warnings', '0', file]);
  const [said, ended] = await Promise.all([readAll(linter.stdout), once(linter, 'close')]);
  return ended[0] === 0 ? '' : said || 'the linter failed without a word';
}

describe('docker-compose.yml', () => {
  it('follows the compose specification', async () => {
    expect(await lint(FILE)).toBe('');
  });

  it('would be refused with a key that the specification lacks', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'waypost-compose-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const spoiled = path.join(folder, FILE);
    await writeFile(spoiled, text.replace('healthcheck:', 'healthchek:'));
    expect(await lint(spoiled)).toContain('invalid-schema');
  });

  it('brings up the whole stack, with two workers', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'schema', 'temporal', 'namespace', 'ui', 'worker', 'api']);
    expect(services['worker']?.deploy?.replicas).toBe(2);
  });

  it.each(named)('pins the version of %s', (_name, service) => {
    expect(service.image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each(named)('runs %s as a user that is not root', (_name, service) => {
    expect(['postgres', 'temporal', 'node']).toContain(service.user);
  });

  it.each(longRunning)('watches the health of %s', async (_name, service) => {
    if (service.build === undefined) {
      expect(service.healthcheck).toBeDefined();
    } else {
      expect(await readFile('Dockerfile', 'utf8')).toContain('HEALTHCHECK');
      expect(service.environment?.['HEALTH_URL']).toMatch(/^http:\/\/127\.0\.0\.1:/);
    }
  });

  it.each(named)('starts %s only after what it needs is healthy or done', (name, service) => {
    const needs = Object.entries(service.depends_on ?? {});
    if (name !== 'postgres') expect(needs).not.toEqual([]);
    for (const [other, { condition }] of needs) {
      const lasting = services[other]?.restart === 'unless-stopped';
      expect(condition).toBe(lasting ? 'service_healthy' : 'service_completed_successfully');
    }
  });

  it.each(['worker', 'api'])('gives %s the encryption keys where .env says they are, and else none', (name) => {
    const { environment, secrets } = services[name] ?? {};
    // Without a value it is what .env has: an empty one would be refused.
    expect(environment).toHaveProperty('WAYPOST_ENCRYPTION_KEYS', null);
    const target = '${WAYPOST_ENCRYPTION_KEYS:-/run/secrets/waypost-encryption-keys}';
    expect(secrets).toContainEqual({ source: 'waypost-encryption-keys', target });
    expect(text).toContain('  waypost-encryption-keys:\n    file: ${WAYPOST_ENCRYPTION_KEYS:-/dev/null}\n');
  });

  it('opens no port beyond this host', () => {
    const ports = named.flatMap(([, service]) => service.ports ?? []);
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('holds no secret and names only variables that .env.example explains', async () => {
    const example = await readFile('.env.example', 'utf8');
    const variables = new Set([...text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map((match) => match[1]));
    for (const variable of variables) expect(example).toMatch(new RegExp(`^#?${variable}=`, 'm'));
    expect(text).not.toMatch(/(PASSWORD|PWD|KEY): (?!\$\{)/);
  });
});

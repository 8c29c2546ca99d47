import { readFile } from 'node:fs/promises';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

const text = await readFile('Dockerfile', 'utf8');

function faults(dockerfile: string): string[] {
  return validate(dockerfile).map(({ message }) => (typeof message === 'string' ? message : message.value));
}

describe('Dockerfile', () => {
  it('has no fault that a linter finds', () => {
    expect(faults(text)).toEqual([]);
    expect(faults(text.replace('HEALTHCHECK --interval=10s', 'HEALTHCHECK --intervall=10s'))).not.toEqual([]);
  });

  it('pins its base image by version', () => {
    const base = /^ARG NODE_IMAGE=(.*)$/m.exec(text)?.[1];
    expect(base).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
    const stages = [...text.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
    expect(new Set(stages)).toEqual(new Set(['${NODE_IMAGE}']));
  });

  it('runs as a user that is not root, without development dependencies', () => {
    expect(text.lastIndexOf('USER node')).toBeGreaterThan(text.lastIndexOf('FROM '));
    expect(text).toContain('npm prune --omit=dev');
  });

  it('starts processes that the build makes', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(text).toContain(`CMD ["node", "dist/api/main.js"]`);
    expect(scripts['start:api']).toBe('node dist/api/main.js');
    expect(await readFile('docker-compose.yml', 'utf8')).toContain('[node, dist/worker/main.js]');
    expect(scripts['start:worker']).toBe('node dist/worker/main.js');
  });

  it('is given every folder that the build compiles', async () => {
    const ignore = await readFile('.dockerignore', 'utf8');
    const { include } = JSON.parse(await readFile('tsconfig.build.json', 'utf8')) as { include: string[] };
    for (const pattern of include) expect(ignore).toContain(`!${pattern.split('/')[0]!}\n`);
  });
});

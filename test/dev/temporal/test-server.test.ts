import { expect, it } from 'vitest';
import { createTimeSkipping } from '../../support/temporal.js';

it('gives a server on which thirty days pass at once', async () => {
  const env = await createTimeSkipping();
  try {
    const before = await env.currentTimeMs();
    await env.sleep('30 days');
    expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  } finally {
    await env.teardown();
  }
});

import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../catalogue/load/load.js';
import type { JourneyEntry } from '../../../workflows/contracts/runs/journey-entry.js';
import { files, UNKNOWN } from '../guard/guarded.js';
import { lucky } from '../loading.js';

describe('money that a journey may credit once', () => {
  const entry = (change: Partial<JourneyEntry>) =>
    ({ name: 'j', startsOn: 'e', reentry: 'once', uses: ['a'], ...change }) as unknown as JourneyEntry;
  const sentence =
    'uses "a", which has effect: money, and "once" counts for 30 days only: give it a limit with window: ever, or set limits: [] if a second call does no harm';

  async function check(limits: string, change: Partial<JourneyEntry> = {}): Promise<() => unknown> {
    const brand = await lucky({ ...files(`a: { ${UNKNOWN}${limits} }`), 'lucky/events.yaml': 'e:' });
    const journeys = new Map([['j', { enabled: true, from: null, until: null, holdout: 0, settings: {} }]]);
    return () => buildCatalogue([{ ...brand, journeys }], [entry(change)]);
  }

  it.each([
    ['no limit', ''],
    ['a window that ends', ', limits: [{ per: player, count: 1, window: 24 hours }]'],
  ])('is refused with %s', async (_, limits) => {
    expect(await check(limits)).toThrow(sentence);
  });

  it.each([
    [
      'for ever',
      ', limits: [{ per: player, count: 1, window: 24 hours, name: day }, { per: player, count: 9, window: ever }]',
    ],
    ['by nothing, said so', ', limits: []'],
  ])('is limited %s', async (_, limits) => {
    expect(await check(limits)).not.toThrow();
  });

  it('needs none where each event counts', async () => {
    expect(await check('', { reentry: 'every-event' })).not.toThrow();
  });
});

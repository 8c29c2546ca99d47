import { expect, test } from 'vitest';
import { rcsOffer } from '../../workflows/journeys/index.js';
import { useJourneyKit } from '../support/journey-kit.js';

const kit = useJourneyKit();

const media = [{ url: 'https://cdn.example/offer.png', title: 'Say "hello"' }];

async function offer() {
  const sendAt = new Date((await kit.env.currentTimeMs()) + 3_600_000).toISOString();
  return { offerId: 'o-1', sendAt, text: 'Ten "free" spins', media };
}

test('the offer leaves at its time with text and media, and a receipt ends it', async () => {
  const data = await offer();
  const run = await kit.start(rcsOffer, data, { key: 'o-1' });
  await kit.sleep('59 minutes');
  expect(await run.sent()).toEqual([]);
  await kit.sleep('2 minutes');
  await run.until((state) => state.stage === 'sent');
  await run.deliver('message.delivered', { offerId: 'o-1' });
  expect(await run.end()).toMatchObject({ outcome: 'received' });
  expect(await run.sent()).toMatchObject([{ path: '/rcs/messages', body: { channel: 'rcs', text: data.text, media } }]);
});

test('without a receipt in ten minutes it leaves once more, as a text message', async () => {
  const run = await kit.start(rcsOffer, await offer(), { key: 'o-1' });
  expect(await run.end()).toMatchObject({ outcome: 'by text message: delivered' });
  expect((await run.sent()).map((request) => (request.body as { channel: string }).channel)).toEqual(['rcs', 'sms']);
});

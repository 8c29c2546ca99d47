import { journey } from '../waypost.js';

/** An offer leaves as a rich message at its time; as a text message when no receipt comes in ten minutes. */
export const rcsOffer = journey(
  {
    name: 'rcs-offer',
    startsOn: 'offer.scheduled',
    key: 'offerId',
    reentry: 'once',
    hears: [{ type: 'message.delivered', key: 'offerId' }],
    exitsOn: ['player.excluded'],
    uses: ['send-rcs', 'send-sms'],
  },
  async (j) => {
    const { sendAt, text } = j.event.data;
    await j.sleepUntil(sendAt);
    const sent = await j.call('send-rcs', { fields: { text } });
    if (sent.outcome === 'delivered') {
      j.stage('sent');
      const receipt = await j.waitFor('message.delivered', { within: '10 minutes' });
      if (receipt) return j.end('received');
    }
    const fallback = await j.call('send-sms', { fields: { text } });
    return j.end(`by text message: ${fallback.outcome}`);
  },
);

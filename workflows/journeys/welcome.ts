import { journey } from '../waypost.js';

const settings = {
  type: 'object',
  properties: { hour: { type: 'integer', minimum: 0, maximum: 23 }, timeZone: { type: 'string' } },
  required: ['hour', 'timeZone'],
  additionalProperties: false,
} as const;

const REMINDERS = ['3 days', '1 week', '11 days'] as const;

/** Three weeks of welcome: a greeting, and reminders at a good hour of the player's day until the first deposit. */
export const welcome = journey(
  {
    name: 'welcome',
    startsOn: 'player.registered',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['send-rcs', 'apply-tag'],
    settings,
  },
  async (j) => {
    const { hour, timeZone } = j.settings;
    await j.call('send-rcs', { as: 'greeting', fields: { text: `Welcome, ${j.event.data.firstName ?? 'player'}!` } });
    for (const [number, pause] of REMINDERS.entries()) {
      j.stage(`reminder-${number + 1}`);
      if (await j.waitFor('deposit.made', { within: pause })) {
        await j.call('apply-tag', { fields: { tag: 'depositor' } });
        return j.end('first deposit');
      }
      await j.sleepUntilHour(hour, { timeZone });
      await j.call('send-rcs', { as: `reminder-${number + 1}`, fields: { text: 'Your welcome offer waits for you.' } });
    }
    return j.end('no deposit in three weeks');
  },
);

import { expect, test } from 'vitest';
import { welcome } from '../../workflows/journeys/index.js';
import { lines, useJourneyKit } from '../support/journey-kit.js';

const kit = useJourneyKit();

const settings = { hour: 10, timeZone: 'Europe/Malta' };

test('three reminders leave at ten in the morning of the player, over three weeks', async () => {
  const run = await kit.start(welcome, { firstName: 'Ann' }, { settings });
  const state = await run.end();
  expect(state).toMatchObject({ status: 'ended', outcome: 'no deposit in three weeks' });
  const [greeting, ...reminders] = await run.sent();
  expect(greeting).toMatchObject({ body: { text: 'Welcome, Ann!' } });
  expect(reminders).toHaveLength(3);
  const calledAt = state.journal.filter((line) => line.what === 'called' && line.text.startsWith('reminder'));
  const inMalta = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Europe/Malta' });
  expect(calledAt.map((line) => inMalta.format(new Date(line.at)))).toEqual(['10', '10', '10']);
});

test('the first deposit ends the reminders with a tag', async () => {
  const run = await kit.start(welcome, {}, { settings });
  await kit.sleep('5 days');
  await run.deliver('deposit.made', { amount: { amount: '20.00', currency: 'EUR' } });
  const state = await run.end();
  expect(state).toMatchObject({ outcome: 'first deposit' });
  expect(lines(state, 'called')).toEqual(['called: greeting', 'called: reminder-1', 'called: apply-tag']);
});

test('a time zone that does not exist fails the run with a sentence', async () => {
  const run = await kit.start(welcome, {}, { settings: { hour: 10, timeZone: 'Mars/Olympus' } });
  expect(await run.end()).toMatchObject({
    status: 'failed',
    outcome: expect.stringContaining('"Mars/Olympus" is no time zone'),
  });
});

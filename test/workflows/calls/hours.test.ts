import { describe, expect, test } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { findLookup } from '../../../catalogue/find.js';
import type { ActionHours } from '../../../catalogue/send-conditions/definition.js';
import type { RunState } from '../../../workflows/contracts/runs/run.js';
import { lines, useJourneyKit, type StartOptions } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { creditsFunds, sendsBy } from '../journeys/index.js';

const HOUR = 60 * 60 * 1000;
const MALTA = 'Europe/Malta';
const TOKYO = 'Asia/Tokyo';
const SMS = '/rcs/messages';

const kit = useJourneyKit({ change: atTheirHours });

/** By day; by night; by day, or not at all. */
const HOURS = {
  'send-promotion': { from: '09:00', until: '21:00', outside: 'wait', timeZone: 'state.time_zone' },
  'send-rcs': { from: '22:00', until: '06:00', outside: 'wait', timeZone: 'state.time_zone' },
  'send-sms': { from: '09:00', until: '21:00', outside: 'drop', timeZone: 'state.time_zone' },
} as const satisfies Record<string, ActionHours>;

/** Royal knows its players' zones by a lookup, and what is to leave by night is stale there after two hours. */
function atTheirHours(brand: BrandCatalogue): BrandCatalogue {
  const actions = [...brand.actions].map(([name, action]) => {
    const allowedHours = name in HOURS ? HOURS[name as keyof typeof HOURS] : null;
    const expires = brand.brand === 'royal' && name === 'send-rcs' ? 2 * HOUR : action.expires;
    return [name, { ...action, allowedHours, expires, limits: [] }] as const;
  });
  const other = { ...brand, actions: new Map(actions) };
  if (brand.brand === 'lucky') return other;
  const details = { ...findLookup({ hash: '', brands: new Map([[brand.brand, brand]]) }, brand.brand, 'active-bonus') };
  const lookup = {
    ...details,
    name: 'details',
    path: '/userdetails/{{player.id}}',
    query: {},
    select: '',
    answer: true,
  };
  return { ...other, playerState: 'details', lookups: new Map([...brand.lookups, ['details', lookup]]) };
}

const shown = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
const CLOCKS = { [MALTA]: shown(MALTA), [TOKYO]: shown(TOKYO) };

/** What the clocks of a zone show: `09:00`. */
const clock = (timeZone: keyof typeof CLOCKS, at: string | number): string => CLOCKS[timeZone].format(new Date(at));

/** Lets time pass until the clocks of a zone show this hour. */
async function until(timeZone: keyof typeof CLOCKS, time: string): Promise<void> {
  const now = await kit.env.currentTimeMs();
  const minute = 60_000;
  for (let at = Math.ceil(now / minute) * minute; ; at += minute) {
    if (clock(timeZone, at) === time) return kit.sleep(at - now);
  }
}

/** Lets time pass until noon (UTC) of the Saturday before the clocks of Europe change in that month. */
async function beforeTheChange(month: number): Promise<void> {
  const now = await kit.env.currentTimeMs();
  const year = new Date(now).getUTCFullYear();
  const saturdays = [year, year + 1].map((one) => {
    const last = new Date(Date.UTC(one, month, 0, 12)); // the month's last day
    return last.getTime() - (last.getUTCDay() + 1) * 24 * HOUR;
  });
  await kit.sleep((saturdays.find((saturday) => saturday > now) ?? now) - now);
}

const sends = (action: keyof typeof HOURS, options: StartOptions = {}): Promise<KitRun> =>
  kit.start(sendsBy, {}, { settings: { action }, ...options });

/** When the attempts were made, by the clocks of a zone. */
function attempts({ journal }: RunState, timeZone: keyof typeof CLOCKS): string[] {
  return journal.filter(({ what }) => what === 'attempt').map(({ at }) => clock(timeZone, at));
}

describe('a message at night', () => {
  test("waits for the morning of the player's own zone", async () => {
    await until(TOKYO, '02:00');
    const run = await sends('send-promotion', { state: { time_zone: TOKYO } });
    const waits = await run.until((state) => state.until !== null);
    expect(clock(TOKYO, waits.until ?? 0)).toBe('09:00');
    expect(lines(waits, 'waiting-hours')).toContainEqual(
      expect.stringMatching(/^waiting-hours: send-promotion .*09:00.*21:00.*Asia\/Tokyo/),
    );
    expect(await kit.operator.callbacks()).toEqual([]);
    const state = await run.end();
    expect(attempts(state, TOKYO)).toEqual(['09:00']);
    expect(state.outcome).toMatch(/^delivered/);
  });

  test("of a player whose zone the brand's lookup tells, waits for that", async () => {
    await until(TOKYO, '02:00');
    await kit.operator.setPlayer('tokyoite', { details: { time_zone: TOKYO } });
    const run = await sends('send-promotion', { brand: 'royal', playerId: 'tokyoite' });
    expect(attempts(await run.end(), TOKYO)).toEqual(['09:00']);
  });

  test("of a player of no known zone waits for the morning of the brand's, and says so", async () => {
    await until(MALTA, '21:00');
    const run = await sends('send-promotion');
    const state = await run.end();
    expect(lines(state, 'waiting-hours')).toContainEqual(
      expect.stringMatching(/^waiting-hours: send-promotion .*Europe\/Malta.*state\.time_zone/),
    );
    expect(attempts(state, MALTA)).toEqual(['09:00']);
  });

  test('is suppressed by its hours where it is to be dropped', async () => {
    await until(MALTA, '23:30');
    const run = await sends('send-sms', { state: { time_zone: MALTA } });
    expect(await run.end()).toMatchObject({
      outcome: expect.stringMatching(/^suppressed: the allowed hours: .*Europe\/Malta$/),
    });
    expect(await kit.operator.callbacks()).toEqual([]);
  });
});

test('hours over midnight let a message go on both sides of it, and at no other time', async () => {
  const sentAt = async (time: string): Promise<string[]> => {
    await until(MALTA, time);
    const run = await sends('send-rcs', { state: { time_zone: MALTA } });
    return attempts(await run.end(), MALTA);
  };
  expect(await sentAt('12:00')).toEqual(['22:00']);
  expect(await sentAt('03:00')).toEqual(['03:00']);
  expect(await sentAt('06:00')).toEqual(['22:00']);
});

test.each([
  ['forward', 3, 10],
  ['back', 10, 12],
])('in the night in which clocks are put %s, too, a message leaves when they show 09:00', async (_, month, hours) => {
  await beforeTheChange(month);
  await until(MALTA, '22:00');
  const run = await sends('send-promotion', { state: { time_zone: MALTA } });
  const state = await run.end();
  expect(attempts(state, MALTA)).toEqual(['09:00']);
  const [entered, sent] = [state.journal[0], state.journal.find(({ what }) => what === 'attempt')];
  expect((Date.parse(sent?.at ?? '') - Date.parse(entered?.at ?? '')) / HOUR).toBeCloseTo(hours, 2);
});

describe('a message that was to be sent again', () => {
  const busy = (times: number, after: number) =>
    kit.operator.fault({ path: SMS, times, answer: { status: 429, headers: { 'retry-after': String(after) } } });

  test('when it is night by then, waits for the morning', async () => {
    await busy(1, 3600);
    await until(MALTA, '20:30');
    const state = await (await sends('send-promotion', { state: { time_zone: MALTA } })).end();
    expect(attempts(state, MALTA)).toEqual(['20:30', '09:00']);
    expect(state.outcome).toMatch(/^delivered/);
  });

  test('is not tried on into the night, however soon after each other its attempts are', async () => {
    await busy(6, 50);
    await until(MALTA, '20:57');
    const state = await (await sends('send-promotion', { state: { time_zone: MALTA } })).end();
    expect(state.outcome).toMatch(/^delivered/);
    const times = attempts(state, MALTA);
    expect(times.filter((time) => time > '21:00' || time < '09:00')).toEqual([]);
    expect(times.find((time) => time < '20:00')).toBe('09:00');
  });

  test('is given up when it is stale before it is morning', async () => {
    await busy(1, 3600);
    await until(MALTA, '05:30');
    const run = await sends('send-rcs', { brand: 'royal' });
    const state = await run.end();
    expect(state.outcome).toBe('abandoned: expired');
    expect(attempts(state, MALTA)).toEqual(['05:30']);
    expect(clock(MALTA, state.journal.at(-1)?.at ?? 0)).toBe('07:30');
  });
});

test('a message that is stale when its hours begin is given up unsent', async () => {
  await until(MALTA, '12:00');
  const state = await (await sends('send-rcs', { brand: 'royal' })).end();
  expect(state.outcome).toBe('abandoned: expired');
  expect(await kit.operator.callbacks()).toEqual([]);
});

test('money that has no hours goes at once, at any hour', async () => {
  await until(MALTA, '03:00');
  const state = await (await kit.start(creditsFunds, { referrerId: 'anna' })).end();
  expect(attempts(state, MALTA)).toEqual(['03:00']);
  expect(state.outcome).toMatch(/^delivered/);
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { HistoryTooLong } from '../../../client/runs/history.js';
import { sampleOpenRuns } from '../../../client/runs/open-runs.js';
import { playerEvent } from '../../../workflows/contracts/messages.js';
import { keptIn } from '../../../worker/replay/kept-histories.js';
import { cli } from '../../cli/running.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';
import { bundleEdited } from '../../support/edited-workflows.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { eventOf } from '../../support/routing.js';
import { SAMPLES } from '../../support/sample-brands.js';
import { type Sleepers, startSleepers } from './sleepers.js';

const SLEEPERS = 40;
const STORY = 'journeys/refer-a-friend.ts';
const WAIT = "const deposit = await j.waitFor('deposit.made', {";

quietRuntime();
let place: Sleepers;
beforeAll(async () => {
  place = await startSleepers(SLEEPERS);
}, 120_000);
afterAll(() => place.close());

const LONG = 120_000;

it(
  'a sleep put in front of the wait replays, and is found all the same: another story, told from the same history',
  async () => {
    const report = await place.ask({ [STORY]: [[WAIT, `await j.sleep('1 second');\n    ${WAIT}`]] });
    expect(report).toMatchObject({ verdict: 'changes', complete: true, lacks: [], changed: [] });
    expect(report.journeys).toMatchObject([
      { journey: 'refer-a-friend', verdict: 'changes', open: SLEEPERS, replayed: SLEEPERS },
    ]);
    const [finding, ...others] = report.journeys[0]?.findings ?? [];
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      verdict: 'changes',
      reason: 'where it has j.waitFor deposit.made, the new build has j.sleep',
      runs: SLEEPERS,
      running: { place: 'workflows/journeys/refer-a-friend.ts:33', code: WAIT },
      next: { place: 'workflows/journeys/refer-a-friend.ts:33', code: "await j.sleep('1 second');" },
    });
    expect(place.ids).toEqual(expect.arrayContaining([...(finding?.examples ?? [])]));
  },
  LONG,
);

it(
  'a call put in front of the wait breaks the runs, at the line that has it',
  async () => {
    const call = "await j.call('credit-referrer', { fields: {} });";
    const report = await place.ask({ [STORY]: [[WAIT, `${call}\n    ${WAIT}`]] });
    expect(report.verdict).toBe('breaks');
    expect(report.journeys[0]?.findings).toMatchObject([
      { verdict: 'breaks', runs: SLEEPERS, running: { code: WAIT }, next: { code: call } },
    ]);
  },
  LONG,
);

it(
  'a change of what comes after the wait is safe',
  async () => {
    const report = await place.ask({ [STORY]: [["j.end('no deposit in 30 days')", "j.end('nothing came')"]] });
    expect(report).toMatchObject({ verdict: 'safe', journeys: [{ verdict: 'safe', findings: [] }] });
  },
  LONG,
);

it(
  'a shorter wait, a lost exit and a new required setting are found, with the reason',
  async () => {
    const shorter = await place.ask({ [STORY]: [["within: '30 days'", "within: '20 days'"]] }, { sample: 3 });
    expect(shorter.journeys).toMatchObject([{ verdict: 'changes', open: SLEEPERS, replayed: 3 }]);
    expect(shorter.complete).toBe(false);
    expect(shorter.journeys[0]?.findings[0]?.reason).toMatch(
      /^j.waitFor deposit.made lasts until .*; in the new build until /,
    );
    const deaf = await place.ask({ [STORY]: [["exitsOn: ['player.excluded'],", '']] }, { sample: 3 });
    expect(deaf.journeys[0]?.findings).toMatchObject([
      { verdict: 'changes', reason: 'it exits on player.excluded; in the new build it does not' },
    ]);
    const setting = await place.ask(
      { [STORY]: [["required: ['minDeposit'", "required: ['cap', 'minDeposit'"]] },
      { sample: 3 },
    );
    expect(setting.journeys[0]?.findings).toMatchObject([
      { verdict: 'breaks', reason: 'the new build requires the setting cap, which it was started without' },
    ]);
  },
  LONG,
);

it(
  'a build without the journey, and a catalogue without what runs use, are refused',
  async () => {
    const gone = { 'journeys/index.ts': [["export { referAFriend } from './refer-a-friend.js';", '']] } as const;
    const catalogue = loadCatalogue(SAMPLES, entries, { OPERATOR_URL: place.operator.url, LUCKY_OPERATOR_KEY: 'k' });
    const royal = new Map([...catalogue.brands].filter(([name]) => name === 'royal'));
    const report = await place.ask(gone, { build: { catalogue: { ...catalogue, brands: royal }, entries }, sample: 3 });
    expect(report.journeys[0]?.findings).toMatchObject([
      { verdict: 'breaks', reason: 'the new build has no workflow referAFriend', runs: 3 },
    ]);
    expect(report.lacks).toEqual(['lucky: the brand is removed, and open runs belong to it: keep its folder']);
    const kept = await place.ask({}, { build: { catalogue, entries }, sample: 1 });
    expect(kept).toMatchObject({ verdict: 'safe', lacks: [] });
  },
  LONG,
);

it(
  'a history that is too long is not checked, and says so',
  async () => {
    const histories = async () => {
      throw new HistoryTooLong('its history has more than 5 events');
    };
    const report = await place.ask({}, { histories });
    expect(report).toMatchObject({ verdict: 'unchecked', complete: false });
    expect(report.journeys[0]?.findings).toMatchObject([
      { verdict: 'unchecked', reason: 'its history has more than 5 events' },
    ]);
  },
  LONG,
);

it('a sample takes runs from each place in the story, the same ones each time', async () => {
  const { runs, totals } = await sampleOpenRuns(place.client, 4, 'refer-a-friend');
  expect(runs).toHaveLength(4);
  expect([...totals]).toEqual([['refer-a-friend', SLEEPERS]]);
  expect((await sampleOpenRuns(place.client, 4, 'refer-a-friend')).runs).toEqual(runs);
  expect((await sampleOpenRuns(place.client, 4, 'welcome')).runs).toEqual([]);
});

it('kept histories are not downloaded again until their run goes on', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-kept-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { runs } = await sampleOpenRuns(place.client, 2, 'refer-a-friend');
  const [still, moving] = [runs[0]!, runs[1]!];
  const first = await keptIn(folder, place.client, 1_000);
  const history = await first(still);
  await first(moving);
  expect(await readdir(folder)).toHaveLength(2);
  // A limit that every download exceeds.
  const again = await keptIn(folder, place.client, 1);
  expect((await again(still)).events).toHaveLength(history.events?.length ?? 0);
  const stranger = { ...eventOf('withdrawal.cancelled', 'p'), receivedAt: new Date().toISOString() };
  await place.client.workflow.getHandle(moving.workflowId).signal(playerEvent, stranger);
  await expect(again(moving)).rejects.toThrow(HistoryTooLong);
  await (
    await keptIn(folder, place.client, 1_000)
  )(moving);
  expect(await readdir(folder)).toHaveLength(2);
});

it(
  'the command says the verdict and exits with 0 for safe, 1 for unsafe, 2 for not checked',
  async () => {
    const { codePath, remove } = await bundleEdited({ [STORY]: [[WAIT, `await j.sleep('1 second');\n    ${WAIT}`]] });
    onTestFinished(remove);
    const running = inject('workflowBundle');
    const broken = await catalogueFolderWith({ 'lucky/journeys.yaml': 'refer-a-frend: {}' });
    onTestFinished(() => broken.remove());
    const faults = broken.path;
    const environment = { TEMPORAL_NAMESPACE: place.namespace };
    const ask = (...more: string[]) =>
      cli(
        ['replay', '--from', place.address, '--running', running, '--sample', '5', '--no-catalogue', ...more],
        environment,
      );
    const [safe, unsafe, nowhere, checkout, faulty] = await Promise.all([
      ask('--next', running),
      ask('--next', codePath, '--json'),
      cli(['replay', '--from', '127.0.0.1:1', '--running', running, '--next', running, '--no-catalogue'], environment),
      cli(['replay', '--from', place.address, '--running', running, '--sample', '1', '--json'], environment),
      cli(['replay', '--from', place.address, '--running', running, '--catalogue', faults], environment),
    ]);
    expect(safe.code).toBe(0);
    expect(safe.out).toBe(`refer-a-friend: safe (5 of ${SLEEPERS} runs)\nverdict: safe\n`);
    expect(unsafe.code).toBe(1);
    expect(JSON.parse(unsafe.out)).toMatchObject({ verdict: 'changes', journeys: [{ journey: 'refer-a-friend' }] });
    expect(checkout.code).toBe(0);
    expect(JSON.parse(checkout.out)).toMatchObject({ verdict: 'safe', lacks: [] });
    expect(faulty).toMatchObject({ code: 2, out: '' });
    expect(faulty.err).toMatch(/^verdict: not checked. the catalogue of the new build has 1 fault, first lucky/);
    expect(nowhere).toMatchObject({ code: 2, out: '' });
    expect(nowhere.err).toMatch(/^verdict: not checked. Temporal at 127.0.0.1:1, namespace .* can't be asked .*--from/);
  },
  LONG,
);

import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPlayerId } from '../../catalogue/event/player-id.js';
import type { PayloadJson } from '../../client/codec/sealed-payload.js';
import type { RunExplanation } from '../../client/journey-client.js';
import { answersTo, KINDS, SETTING } from './canary/catalogue.js';
import { TROUBLE } from './canary/mirror.js';
import { play } from './canary/play.js';
import { type Person, Player } from './canary/player.js';
import { setStage, type Stage, type Staged } from './canary/stage.js';
import { allOf, found, type Kept } from './canary/traces.js';

/** How long a build, or a product with all that is played on it, may take. */
const START = 120_000;

const PERSON: Person = {
  playerId: `person${randomUUID().slice(0, 8)}@mail.example`,
  name: `Marked${randomUUID().slice(0, 8)}`,
  email: `mail${randomUUID().slice(0, 8)}@mail.example`,
  phone: `49${createHash('sha256').update(randomUUID()).digest('hex').replace(/\D/g, '').slice(0, 12)}`,
};

/** What the failures of a rule say whose lookup is never answered. */
const FAILURE = 'the lookup mirror-broken has no answer';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, START);
afterAll(() => stage.close());

/** In which of what Temporal keeps some texts stand. */
function hits(kept: readonly Kept[], texts: Readonly<Record<string, string>>, part: 'all' | 'shown' = 'all'): string[] {
  return kept.flatMap((one) => found(one[part], texts).map((name) => `${name} in ${one.id}`));
}

describe('secrets', () => {
  const traces: Record<string, string> = {};
  let statuses: Awaited<ReturnType<typeof play>>;
  let kept: Kept[];
  beforeAll(async () => {
    const staged = await stage.start();
    try {
      const player = new Player(staged.product, stage.canaries, PERSON);
      statuses = await play(player, stage);
      kept = await allOf(staged.namespace, statuses.runs);
      traces['echo lists'] = await player.readEcho();
      traces['metrics'] = await staged.product.metrics();
      traces['command line'] = player.printed;
      traces['answers of the API'] = staged.product.answers();
    } finally {
      await staged.close();
      traces['logs'] = staged.product.output();
    }
  }, START);

  it('are all used: each was seen on the wire, or has proved what it is for', async () => {
    const { cores, secrets } = stage.canaries;
    const seen = stage.mirror.seen();
    expect(found(seen, cores).sort()).toEqual([
      ...['BEARER', 'CLIENT_SECRET', 'FORM_SECRET', 'HEADER_SECRET', 'HELD_SECRET', 'PASSWORD', 'QUERY_SECRET'],
      ...['TENANT_KEY', 'TOKEN_FORM', 'TOKEN_HELD', 'TOKEN_OAUTH', 'TOKEN_UNIBO', 'UNIBO_PASSWORD'],
    ]);
    expect(found(JSON.stringify(await stage.operator.requests()), cores)).toEqual(['LUCKY_OPERATOR_KEY']);
    const signed = (JSON.parse(seen) as { url: string; body: string; headers: Record<string, string> }[]).filter(
      ({ url }) => url === '/signed/ok',
    );
    expect(signed).not.toEqual([]);
    for (const { body, headers } of signed) {
      for (const by of ['SIGN_OLD', 'SIGN_NEW']) new Webhook(secrets[by] ?? '').verify(body, headers);
    }
    const hashed = hashPlayerId('lucky', PERSON.playerId, secrets['HASH_KEY'] ?? '');
    expect(kept.map(({ id }) => id)).toContain(`lucky:refer-a-friend:${hashed}`);
    expect(statuses.sources).toEqual([202, 202, 202, 202]);
  });

  it('went through every scenario', () => {
    const places = new Set(stage.mirror.places());
    const calm = KINDS.flatMap((kind) => answersTo(kind).map((how) => `${kind}/${how}`));
    const trouble = Object.keys(TROUBLE).map((how) => `${how}/${how}`);
    const others = [
      'held/unauthorised',
      'forbidden/forbidden',
      'oauth/unauthorised-once',
      'basic/status',
      'query/list',
    ];
    const tokens = ['token-refused/token-refused', 'token-away/token-away'];
    expect([...calm, ...trouble, ...others, ...tokens].filter((one) => !places.has(one))).toEqual([]);
    expect([...places].filter((one) => /^(hostile|untrusted|closed)/.test(one))).toEqual([]);
    expect(statuses.mistakes).toEqual([
      ...[401, 403, 401, 404, 400, 404, 400, 404, 400, 400],
      ...[422, 401, 401, 404, 422, 401, 401, 401, 401],
    ]);
    for (const code of ['secrets: 0', 'validate: 1', 'options: 1', 'attention: 0'])
      expect(traces['command line']).toContain(code);
    expect(traces['logs']).toContain('"callback attempted"');
  });

  it.each(KINDS.filter((kind) => kind !== 'signed'))(
    'that an answer repeats are masked where it is kept: %s',
    (kind) => {
      const run = kept.find(({ id }) => id.startsWith(`lucky:~rule:${kind}:`));
      const text = run?.all.toString('latin1') ?? '';
      const delivered = /"answer":\{"Success":true,"status":"done","Data":\{"method":"POST"[^\n]*\*\*\*/;
      expect([delivered.test(text), text.split('***').length > 5]).toEqual([true, true]);
    },
  );

  it.each(['logs', 'metrics', 'command line', 'echo lists', 'answers of the API'])(
    'stand nowhere in the %s',
    (where) => {
      expect(traces[where]?.length).toBeGreaterThan(100);
      expect(found(traces[where] ?? '', stage.canaries.cores)).toEqual([]);
    },
  );

  it('stand in nothing that Temporal holds', () => {
    expect(hits(kept, stage.canaries.cores)).toEqual([]);
  });

  it('and the data of players stand in no id, search attribute, log or metric', () => {
    const { playerId, name, email, phone } = PERSON;
    const data = { playerId, name, email, phone };
    expect(hits(kept, { ...stage.canaries.cores, ...data }, 'shown')).toEqual([]);
    for (const where of ['logs', 'metrics']) expect(found(traces[where] ?? '', data)).toEqual([]);
    // The brand hashes ids on their way in.
    expect(hits(kept, { playerId })).toEqual([]);
  });

  it('would be found there: what is no secret is', () => {
    const { name } = PERSON;
    for (const bytes of [traces['answers of the API'], traces['echo lists'], stage.mirror.seen()]) {
      expect(found(bytes ?? '', { name })).toEqual(['name']);
    }
    for (const text of [name, PERSON.email, PERSON.phone, SETTING, FAILURE]) {
      expect(hits(kept, { text })).not.toEqual([]);
    }
    const texts = { secret: 'Planted0123456789' };
    const base64 = ['', 'u:', 'up:'].map((before) => Buffer.from(`${before}${texts.secret}/+`).toString('base64'));
    for (const text of [`"${texts.secret}\\/"`, texts.secret.toUpperCase(), ...base64]) {
      expect(found(`before ${text} after`, texts)).toEqual(['secret']);
    }
    expect(found('Planted012345678', texts)).toEqual([]);
  });
});

describe('encryption', () => {
  let staged: Staged;
  let kept: Kept[];
  let inVain: RunExplanation;
  let referred: RunExplanation;
  let decoded: PayloadJson[];
  let player: Player;
  const keyCores = {
    lucky: `CanaryForLucky${randomUUID().slice(0, 8)}`,
    all: `CanaryForAll${randomUUID().slice(0, 8)}`,
  };
  beforeAll(async () => {
    const file = path.join(stage.folder, 'encryption.json');
    const key = (core: string): string => Buffer.from(core.padEnd(32, '.')).toString('base64');
    const keys = [
      { id: 'lucky-1', brand: 'lucky', key: key(keyCores.lucky) },
      { id: 'all-1', key: key(keyCores.all) },
    ];
    await writeFile(file, JSON.stringify({ keys }), { mode: 0o600 });
    staged = await stage.start({ WAYPOST_ENCRYPTION_KEYS: file });
    player = new Player(staged.product, stage.canaries, PERSON);
    const [rule, asking, referral] = await Promise.all([
      player.event('canary.tenant'),
      player.event('canary.asking-in-vain'),
      player.event('player.referred', { referrerId: 'friend' }),
    ]);
    await player.settled(rule);
    inVain = await player.explained(asking, ({ pending }) => pending.some(({ lastFailure }) => lastFailure !== null));
    referred = await player.explained(referral, ({ state }) => state?.waitingFor.includes('deposit.made') === true);
    kept = await allOf(staged.namespace, [rule, asking, referral]);
    const { json } = await staged.product.send('POST', `/codec/${stage.canaries.secrets['KEY_CODEC'] ?? ''}/decode`, {
      body: { payloads: kept.flatMap(({ id, payloads }) => (id.startsWith('lucky:') ? payloads : [])) },
    });
    decoded = json['payloads'] as PayloadJson[];
  }, START);
  afterAll(() => staged.close());

  it('of the built worker leaves nothing readable: every payload is encrypted, also of failures', () => {
    const encodings = kept.flatMap(({ payloads }) => payloads.map(({ metadata }) => metadata?.['encoding'] ?? ''));
    expect(new Set(encodings.map((one) => Buffer.from(one, 'base64').toString()))).toEqual(
      new Set(['binary/encrypted']),
    );
    const { playerId, name, email, phone } = PERSON;
    expect(hits(kept, { playerId, name, email, phone, SETTING, FAILURE })).toEqual([]);
    expect(hits(kept, { ...stage.canaries.cores, ...keyCores })).toEqual([]);
  });

  it('is seen through by those who may: a run is explained, with the last failure of what is tried', () => {
    expect(inVain.pending).toMatchObject([{ activity: 'decideRule', lastFailure: expect.stringContaining(FAILURE) }]);
    expect(referred.state?.settings).toMatchObject({ minDeposit: { EUR: SETTING } });
  });

  it('is decoded for the UI', () => {
    const texts = decoded.map(({ data }) => Buffer.from(data ?? '', 'base64').toString()).join('\n');
    const { name, email, phone } = PERSON;
    expect(found(texts, { name, email, phone, SETTING })).toEqual(['name', 'email', 'phone', 'SETTING']);
  });

  it('shows its keys nowhere', async () => {
    const written = [staged.product.output(), staged.product.answers(), await staged.product.metrics()];
    for (const text of written) expect(found(text, { ...keyCores, ...stage.canaries.cores })).toEqual([]);
  });
});

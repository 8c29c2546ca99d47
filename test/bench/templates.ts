import { deepStrictEqual } from 'node:assert';
import { pathToFileURL } from 'node:url';
import handlebars from 'handlebars';
import { Liquid } from 'liquidjs';
import { parseFastTrack } from '../../templating/parse/fast-track.js';
import { parseSmartico } from '../../templating/parse/smartico.js';
import { parseBody } from '../../templating/parse/waypost.js';
import { renderBody } from '../../templating/render/body.js';
import type { Measured } from './aims.js';
import { median } from './figures.js';

/** How long each contender renders in each round, in milliseconds. The first round warms up and is not counted. */
const SIZE = { rounds: 15, milliseconds: 40, batch: 100 };

/** The body of Smartico's page on the WebHook activity, for the trigger "Mini-game spin issued". */
const SEED = `{
	"saw_template_id": "{{event.saw_template_id}}",
	"minigame_spins_count": "{{event.minigame_spins_count}}",
	"smartico_user_id": "{{state.user_id}}",
	"user_ext_id": "{{state.user_ext_id}}",
	"user_ext_id_clean": "{{state.user_ext_id_clean}}",
	"brand": "{{state.core_sm_brand_id}}"
}`;

const FAST_TRACK = SEED.replaceAll(/\{\{event\.(\w+)\}\}/g, '{action_field:$1}').replaceAll(
  /\{\{state\.(\w+)\}\}/g,
  '#$1#',
);

const DATA = { saw_template_id: 3107, minigame_spins_count: 2 };
const SCOPE = {
  event: DATA,
  fields: DATA,
  state: { user_id: 80114422, user_ext_id: 'lucky:100234', user_ext_id_clean: '100234', core_sm_brand_id: 5516 },
};

/** The same body by each dialect and each rival: parsed once, rendered again and again. */
function contenders(): Record<string, () => string> {
  const waypost = parseBody(JSON.parse(SEED.replaceAll('}}', ' | string}}')));
  const smartico = parseSmartico(SEED);
  const fastTrack = parseFastTrack(FAST_TRACK, { aliases: {}, unwrap: false });
  const liquid = new Liquid();
  const parsed = liquid.parse(SEED);
  const compiled = handlebars.compile(SEED, { noEscape: true });
  return {
    waypost: () => renderBody(waypost, SCOPE),
    smartico: () => renderBody(smartico, SCOPE),
    'fast-track': () => renderBody(fastTrack, SCOPE),
    liquidjs: () => String(liquid.renderSync(parsed, SCOPE)),
    handlebars: () => compiled(SCOPE),
  };
}

/**
 * Renders per second of each dialect beside LiquidJS and Handlebars (without its HTML escaping) on the seed's body, in
 * one process, interleaved round by round: a Markdown table of medians, and of the medians of each round's ratios. The
 * rivals put text into text: neither would survive a quote in a value.
 */
export function benchTemplates(): Measured {
  const all = Object.entries(contenders());
  const expected: unknown = JSON.parse(all[0]?.[1]() ?? '');
  for (const [name, render] of all) deepStrictEqual(JSON.parse(render()), expected, `${name} renders another body`);
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round <= SIZE.rounds; round++) {
    // Each begins as often as the others, so that none pays for another's garbage alone.
    const order = all.map((_, index) => all[(index + round) % all.length] as (typeof all)[number]);
    const rates = Object.fromEntries(order.map(([name, render]) => [name, rendersPerSecond(render)]));
    if (round > 0) rounds.push(rates);
  }
  const times = (name: string, rival: string): number =>
    median(rounds.map((rates) => (rates[name] ?? Number.NaN) / (rates[rival] ?? Number.NaN)));
  const rows = all.map(([name]) => {
    const rate = median(rounds.map((rates) => rates[name] ?? Number.NaN));
    return `| ${name} | ${rate.toFixed(0)} | ${times(name, 'liquidjs').toPrecision(3)} | ${times(name, 'handlebars').toPrecision(3)} |`;
  });
  const heading = ['| template | renders per second | × liquidjs | × handlebars |', '|---|---:|---:|---:|'];
  return { table: [...heading, ...rows].join('\n'), figures: { 'waypost × liquidjs': times('waypost', 'liquidjs') } };
}

function rendersPerSecond(render: () => string): number {
  let [rendered, written] = [0, 0];
  const start = performance.now();
  let passed = 0;
  while (passed < SIZE.milliseconds) {
    for (let index = 0; index < SIZE.batch; index++) written += render().length;
    rendered += SIZE.batch;
    passed = performance.now() - start;
  }
  if (written === 0) throw new Error('nothing was rendered');
  return (rendered * 1000) / passed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(benchTemplates().table);

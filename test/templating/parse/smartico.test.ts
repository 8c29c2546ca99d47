import { describe, expect, it } from 'vitest';
import { MissingValue, TemplateInvalid } from '../../../templating/errors.js';
import { parseSmartico } from '../../../templating/parse/smartico.js';
import { renderBody } from '../../../templating/render/body.js';

/** As it stands on Smartico's page on the WebHook activity. */
const MINI_GAME_SPIN_ISSUED = `{
	"saw_template_id": "{{event.saw_template_id}}",
	"minigame_spins_count": "{{event.minigame_spins_count}}",
	"smartico_user_id": "{{state.user_id}}",
	"user_ext_id": "{{state.user_ext_id}}",
	"user_ext_id_clean": "{{state.user_ext_id_clean}}",
	"brand": "{{state.core_sm_brand_id}}"
}`;

function render(text: string, event: object = {}): string {
  return renderBody(parseSmartico(text), { event, state: { level: 'My level with " inside' } });
}

describe("the page's example, mini-game spin issued", () => {
  it('gives strings for every value, numbers too', () => {
    const body = renderBody(parseSmartico(MINI_GAME_SPIN_ISSUED), {
      event: { saw_template_id: 3107, minigame_spins_count: 2 },
      state: { user_id: 80114422, user_ext_id: 'lucky:1', user_ext_id_clean: '1', core_sm_brand_id: 5516 },
    });
    expect(body).toBe(
      '{"saw_template_id":"3107","minigame_spins_count":"2","smartico_user_id":"80114422",' +
        '"user_ext_id":"lucky:1","user_ext_id_clean":"1","brand":"5516"}',
    );
  });

  it('the level name that breaks the JSON there arrives as it is here', () => {
    expect(JSON.parse(render('{"level": "{{state.level}}"}'))).toEqual({ level: 'My level with " inside' });
  });
});

describe('a placeholder', () => {
  it('without quotes keeps the type of its value', () => {
    expect(
      render('[{{event.n}}, {{ event.b }},{{event.s}}, {{event.o}}]', { n: 2, b: true, s: 'x', o: { a: [] } }),
    ).toBe('[2,true,"x",{"a":[]}]');
  });

  it('within a longer string becomes text', () => {
    expect(render('"{{event.n}} spins of {{ event.game.name }}\\n"', { n: 2, game: { name: '"Q"' } })).toBe(
      '"2 spins of \\"Q\\"\\n"',
    );
  });

  it('in quotes refuses what has no text, by name', () => {
    expect(() => render('"{{event.o}}"', { o: {} })).toThrow('{{event.o}} is an object');
    expect(() => render('"{{event.o}}"', { o: null })).toThrow('{{event.o}} is null');
    expect(() => render('"{{event.o}}"')).toThrow(MissingValue);
  });

  it('takes filters, whose quotes are escaped within a string', () => {
    expect(render('{{event.x | default: "a | }} b"}}')).toBe('"a | }} b"');
    expect(render('"{{event.x | default: \\"a \\\\\\"b\\\\\\" }} c\\"}}"')).toBe('"a \\"b\\" }} c"');
    expect(render('{"a": "{{event.x | omit}}", "b": {{event.x | omit}}, "c": [{{event.x | omit}}]}')).toBe('{"c":[]}');
    expect(render('{{event.big | number}}', { big: '9007199254740993' })).toBe('9007199254740993');
  });

  it('is none when a brace is escaped', () => {
    expect(render('"\\u007b\\u007bevent.x\\u007d\\u007d"')).toBe('"{{event.x}}"');
  });
});

describe('the JSON around placeholders', () => {
  it('keeps its own numbers digit for digit, its escapes and its order', () => {
    const body = '{"b":9007199254740993,"a":1.50,"e":[-0,1e400,true,false,null],"s":"\\"\\\\\\u2028\\ud800"}';
    const expected = body.replace('\\u2028', '\u2028');
    expect(render(body)).toBe(expected);
    expect(render('{ "" : { } , "l" : [ ] }')).toBe('{"":{},"l":[]}');
  });

  it.each([
    ['', 'line 1, column 1: the template is empty'],
    ['{"a": 1,}', 'line 1, column 9: a key in quotes belongs here'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: a comma or } belongs here'],
    ['{"a" 1}', 'line 1, column 6: a colon belongs after the key "a"'],
    ['[1 2]', 'line 1, column 4: a comma or ] belongs here'],
    ['[1,]', 'line 1, column 4: a JSON value or a placeholder such as {{event.amount}} belongs here'],
    ['{"a": tru}', 'line 1, column 7: a JSON value'],
    ['{"a": 01}', 'line 1, column 7: a JSON value'],
    ['{"a": "x', 'line 1, column 7: this string is never closed'],
    ['{"a": "x\ny"}', 'line 1, column 8: this string is not valid JSON: a line break is written \\n'],
    ['{"a": 1} x', 'line 1, column 10: the JSON ends before this'],
    ['{"a": 1, "a": 2}', 'line 1, column 10: the key "a" appears twice'],
    ['{"{{event.a}}": 2}', 'line 1, column 2: the key "{{event.a}}" holds a placeholder'],
  ])('is told where it is wrong: %j', (text, message) => {
    expect(() => parseSmartico(text)).toThrow(message);
  });
});

describe('an unknown placeholder', () => {
  it('is told by name, place and what was probably meant', () => {
    const text = '{\n\t"a": 1,\n\t"level": "at {{stat.level}}"\n}';
    expect(() => parseSmartico(text)).toThrow(
      expect.objectContaining({
        name: 'TemplateInvalid',
        message: 'line 3, column 15: {{stat.level}} begins with "stat": did you mean "state"?',
        place: { line: 3, column: 15 },
      }),
    );
  });

  it.each([
    ['{"a": {{evnt.x}}}', 'line 1, column 7: {{evnt.x}} begins with "evnt": did you mean "event"?'],
    ['{"a": "{{event.__proto__.x}}"}', 'never resolves'],
    ['{"a": "{{event.x}"}', 'line 1, column 8: "{{event.x}" has braces that open or close no placeholder'],
    ['{"a": "{{event.x | uper}}"}', 'no filter "uper"'],
    ['"{{event.x | omit}}"', 'omit has nothing to drop here'],
    ['{{event.x | omit}}', 'omit has nothing to drop here'],
    ['["a {{event.x | omit}}"]', 'omit has nothing to drop here'],
  ])('or one that is misused: %s', (text, message) => {
    expect(() => parseSmartico(text)).toThrow(message);
  });
});

describe('a template without measure', () => {
  it.each([
    ['1 MB of text', `{"a": "${'x'.repeat(1_048_576)}"}`],
    ['1 MB of placeholders', `[${'{{event.a}},\n'.repeat(80_000)}1]`],
    ['1 MB of open braces', '{{'.repeat(524_288)],
  ])('%s is refused by its size', (_, text) => {
    expect(() => parseSmartico(text)).toThrow('is too long (1');
  });

  it.each(['[', '{"a":'])('500 levels of %s are refused by their depth', (open) => {
    expect(() => parseSmartico(open.repeat(500))).toThrow('64 levels');
  });

  it.each(['"{{', '"{{\\"', '{{" {{" ', '"\\', '[1,', '{{event.a|'])('250 kB of %j are refused like less', (part) => {
    expect(() => parseSmartico(part.repeat(250_000 / part.length))).toThrow(TemplateInvalid);
  });
});

describe('a Liquid tag', () => {
  it.each(['{ "a": 1, {% if event.x %} "b": 2 {% endif %} }', '{ "a": "{% if event.x %}y{% endif %}" }'])(
    'is refused with what to write instead: %s',
    (text) => {
      expect(() => parseSmartico(text)).toThrow(/Liquid tags are not supported: \{% if event\.x %\}\. Write .*omit/);
    },
  );
});

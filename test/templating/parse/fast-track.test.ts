import { describe, expect, it } from 'vitest';
import { MissingValue, TemplateInvalid } from '../../../templating/errors.js';
import { parseFastTrack, parseFastTrackText } from '../../../templating/parse/fast-track.js';
import { renderBody } from '../../../templating/render/body.js';
import { renderText } from '../../../templating/render/text.js';

const ALIASES = { FirstName: 'state.first_name', Campaign: 'campaign.name' };
const SCOPE = {
  player: { id: '100234' },
  fields: { campaign_id: 'C-"7"', amount: 20.5, list: [1] },
  state: { first_name: 'Zoë', Country: 'MT', UserId: 'not this one' },
  campaign: { name: 'Spring' },
};

function render(text: string, unwrap = false): string {
  return renderBody(parseFastTrack(text, { aliases: ALIASES, unwrap }), SCOPE);
}

describe("the page's example, the Unibo integration", () => {
  const text = '{ "campaign_id": "{action_field:campaign_id}", "user_id": ["#UserId#"] }';

  it('takes a field of the action and keeps the player in a list of one', () => {
    expect(render(text)).toBe('{"campaign_id":"C-\\"7\\"","user_id":["100234"]}');
  });

  it('unwraps the list where the action says so, and no other list', () => {
    expect(render(text, true)).toBe('{"campaign_id":"C-\\"7\\"","user_id":"100234"}');
    const others = '[["#UserId#",1],["id #UserId#"],["{action_field:amount}"],[1],[],[["#UserId#"]]]';
    expect(render(others, true)).toBe('[["100234",1],["id 100234"],["20.5"],[1],[],["100234"]]');
  });
});

describe('a placeholder', () => {
  it('in quotes gives a string, without them the value of its type', () => {
    expect(render('["{action_field:amount}",{action_field:amount},{ action_field: list },#UserId#]')).toBe(
      '["20.5",20.5,[1],"100234"]',
    );
  });

  it('#UserId# is the player of the call, whatever the state says', () => {
    expect(render('"#UserId#"')).toBe('"100234"');
  });

  it("#Name# is of the player's state, or what the brand's aliases say", () => {
    expect(render('"#FirstName# of #Country#: #Campaign#"')).toBe('"Zoë of MT: Spring"');
  });

  it('without a value is refused by the name it is written with', () => {
    expect(() => render('"#City#"')).toThrow(MissingValue);
    expect(() => render('"#City#"')).toThrow('#City# has no value');
    expect(() => render('{action_field:bonus}')).toThrow('{action_field:bonus} has no value');
  });

  it('is none where characters only look alike, or are escaped', () => {
    expect(render('["#1 and #2", "# a #", "\\u0023UserId#", "\\u007baction_field:x}", "{}"]')).toBe(
      '["#1 and #2","# a #","#UserId#","{action_field:x}","{}"]',
    );
  });
});

describe('an unknown placeholder', () => {
  it.each([
    ['{\n"a": "{action_feild:x}"}', 'line 2, column 7: {action_feild:x} is unknown: did you mean "{action_field:…}"?'],
    ['"{segment:x}"', '{segment:x} is unknown in the fast-track dialect: write {action_field:amount}'],
    ['["#userid#"]', 'line 1, column 3: #userid# is unknown: did you mean "#UserId#"?'],
    ['"#firstName#"', '#firstName# is unknown: did you mean "#FirstName#"?'],
    ['"{{event.x}}"', 'line 1, column 2: {{ is unknown in the fast-track dialect'],
    ['"#constructor#"', '#constructor# uses "constructor", which never resolves'],
    ['"{action_field:__proto__}"', 'never resolves'],
    ['"#a..b#"', '#a..b#: "state.a..b" is not a path'],
    ['{"#UserId#": 1}', 'holds a placeholder: only values can'],
  ])('%j is told by name, place and what was probably meant', (text, message) => {
    expect(() => parseFastTrack(text, { aliases: ALIASES, unwrap: false })).toThrow(message);
  });

  it('may come from an alias that leads nowhere', () => {
    expect(() => parseFastTrack('"#X#"', { aliases: { X: 'stat.x' }, unwrap: false })).toThrow(
      '#X# begins with "stat": did you mean "state"?',
    );
  });
});

describe('a template without measure', () => {
  it('of 1 MB or 500 levels is refused', () => {
    const options = { aliases: {}, unwrap: false };
    expect(() => parseFastTrack(`"${'#UserId# '.repeat(120_000)}"`, options)).toThrow('is too long (1');
    expect(() => parseFastTrackText('#UserId#\n'.repeat(120_000), options)).toThrow('is too long (1');
    expect(() => parseFastTrack('['.repeat(500), options)).toThrow('a template can nest at most 64 levels: flatten it');
    expect(() => parseFastTrack('{a:'.repeat(80_000), options)).toThrow(TemplateInvalid);
    expect(() => parseFastTrack(`"${'{a:'.repeat(80_000)}`, options)).toThrow(TemplateInvalid);
  });
});

describe('a text', () => {
  it('takes the same placeholders and leaves other braces alone', () => {
    const text = parseFastTrackText('{x: 1} Hi #FirstName#\n{action_field:amount}', { aliases: ALIASES });
    expect(renderText(text, SCOPE)).toBe('{x: 1} Hi Zoë\n20.5');
  });

  it('tells what is mistyped, and where', () => {
    expect(() => parseFastTrackText('a\nb {action_fild:x}', { aliases: {} })).toThrow(
      'line 2, column 3: {action_fild:x}',
    );
  });
});

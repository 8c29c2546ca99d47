import { describe, expect, it } from 'vitest';
import { MissingValue } from '../../../templating/errors.js';
import { parseText } from '../../../templating/parse/waypost.js';
import { renderText } from '../../../templating/render/text.js';

function render(text: string, event: object = {}): string {
  return renderText(parseText(text, true), { event });
}

describe('a text', () => {
  it('holds values as they are, also line breaks, NUL and quotes', () => {
    expect(render('Dear {{event.name}},\r\n{{event.n}} spins', { name: '"A"\r\n\0', n: 2 })).toBe(
      'Dear "A"\r\n\0,\r\n2 spins',
    );
  });

  it('is empty when all there is was omitted', () => {
    expect(render('{{event.x | omit}}')).toBe('');
  });

  it('refuses what has no text, by name', () => {
    expect(() => render('a {{event.x}}', { x: [] })).toThrow('{{event.x}} is a list');
    expect(() => render('a {{event.x}}', { x: '\ud800' })).toThrow('{{event.x}} holds half a character');
    expect(() => render('a {{event.x}}')).toThrow(MissingValue);
  });

  it('of several lines tells where a placeholder is wrong', () => {
    expect(() => parseText('a\n b {{evnt.x}}')).toThrow('line 2, column 4: {{evnt.x}}');
  });

  it('of more than 256 kB is refused, as a template and as what comes out', () => {
    expect(() => parseText('a'.repeat(1_048_576))).toThrow('is too long (1024 kB or more): its limit is 256 kB');
    expect(() => render('{{event.x}}', { x: 'é'.repeat(131_073) })).toThrow('larger than 256 kB');
  });
});

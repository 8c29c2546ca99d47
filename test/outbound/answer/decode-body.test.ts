import { expect, it } from 'vitest';
import { decodeBody } from '../../../outbound/answer/decode-body.js';

it.each([
  ['application/json', Buffer.from('Zoë', 'utf8')],
  [undefined, Buffer.from('Zoë', 'utf8')],
  ['text/plain; charset=latin1', Buffer.from('Zoë', 'latin1')],
  ['text/plain;charset="ISO-8859-1"', Buffer.from('Zoë', 'latin1')],
  ['text/plain; format=flowed; CHARSET = Windows-1252 ', Buffer.from('Zoë', 'latin1')],
  ['application/json; charset=utf-16le', Buffer.from('Zoë', 'utf16le')],
])('a body is read by the charset of %s', (contentType, bytes) => {
  expect(decodeBody(bytes, contentType)).toEqual({ text: 'Zoë', garbled: null });
});

it('a charset that nobody knows is named, and the text is read as UTF-8', () => {
  expect(decodeBody(Buffer.from('{}'), 'application/json; charset=klingon')).toEqual({
    text: '{}',
    garbled: 'it names the charset "klingon", which is unknown',
  });
});

it('bytes that are not of their charset are told', () => {
  expect(decodeBody(Buffer.from('Zoë', 'latin1'), 'application/json')).toEqual({
    text: 'Zo\ufffd',
    garbled: 'it is not valid utf-8: its content type must name its charset',
  });
});

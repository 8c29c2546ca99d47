import { validateHeaderName, validateHeaderValue } from 'node:http';
import { expect, it } from 'vitest';
import { fastTrackHeaders } from '../../../catalogue/action/fast-track-headers.js';

const CALL = {
  callKey: 'wp_abcdefghijklmnopqrstuvwxyz',
  brand: 'lucky',
  action: 'credit-referrer',
  campaign: { id: '1203', name: 'Spring' },
  decidedBy: 'refer-a-friend',
};

it('fills the headers of Fast Track from the call', () => {
  expect(fastTrackHeaders(CALL)).toEqual({
    'x-fasttrack-id': 'wp_abcdefghijklmnopqrstuvwxyz',
    'x-fasttrack-triggerhash': 'abcdefghijklmnopqrstuvwxyz',
    'x-fasttrack-activityid': 'refer-a-friend',
    'x-fasttrack-actionid': 'credit-referrer',
    'x-fasttrack-actiongroupid': '1203',
    'x-fasttrack-actioncommunicationprofileid': 'lucky',
  });
});

it('without a campaign the group is what decided the call', () => {
  expect(fastTrackHeaders({ ...CALL, campaign: null })['x-fasttrack-actiongroupid']).toBe('refer-a-friend');
});

it.each(['Frühling 🎰', 'a\r\nx-evil: 1', '\ud800', ' padded '])('a campaign named %j can not break a header', (id) => {
  for (const [name, value] of Object.entries(fastTrackHeaders({ ...CALL, campaign: { id } }))) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    expect(value).toMatch(/^[\x21-\x7e]+$/);
  }
});

import type { CallRequest } from '../../workflows/contracts/calls/call.js';

/**
 * The headers with which Fast Track marks its requests, filled from a call, for operators that de-duplicate by them. By
 * its documentation one action happens once per activity, action, user and trigger hash; the names are its own, what
 * they hold here is ours:
 * `-Id` and `-Triggerhash` the call's key, so that all attempts of a call agree and no two calls do; `-Activityid` the
 * journey or rule; `-Actionid` the action; `-Actiongroupid` the campaign, else the journey or rule;
 * `-Actioncommunicationprofileid` the brand. Names are in lower case, values in ASCII.
 */
export function fastTrackHeaders(
  call: Pick<CallRequest, 'callKey' | 'brand' | 'action' | 'campaign' | 'decidedBy'>,
): Record<string, string> {
  const values = {
    'x-fasttrack-id': call.callKey,
    'x-fasttrack-triggerhash': call.callKey.replace(/^wp_/, ''),
    'x-fasttrack-activityid': call.decidedBy,
    'x-fasttrack-actionid': call.action,
    'x-fasttrack-actiongroupid': call.campaign?.id ?? call.decidedBy,
    'x-fasttrack-actioncommunicationprofileid': call.brand,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inAscii(value)]));
}

/** Percent-encodes a value that no header can carry as it is. */
function inAscii(value: string): string {
  if (/^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(value)) return value;
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
}

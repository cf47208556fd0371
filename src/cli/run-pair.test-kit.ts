// Pairs of servers, and the cases that the tests play on each.

/** A result in the JSON report. */
export interface Result {
  readonly id: string;
  readonly topology: string;
  readonly outcome: string;
}

/** Something of what two servers do together: removals, requests, messages, states. */
const SAMPLE = ['2.5.2', '3.1.2', '5.2.2', 'A.2.1'];

/** What cuts the streams between the servers, or restarts one. */
export const FAULTS = [
  'rfc6121/3.1.2/stream-cut',
  'rfc6121/4.3/shown-after-outage',
  'rfc6121/4.3/*-server-restarted',
  'rfc6121/4.4.*/after-cut',
  'rfc6121/8.3/stream-*',
];

/** jabberd2 is slow with a peer: what differs most from the others. */
const JABBERD2 = [...SAMPLE, '4.2', '8.5.2', '8.5.3', 'A.3.1'];

/** A server, its peer, and what is played. */
export const PAIRS = [
  ['prosody', 'ejabberd', [...SAMPLE, ...FAULTS]],
  ['ejabberd', 'prosody', [...SAMPLE, ...FAULTS]],
  ['prosody', 'prosody', SAMPLE],
  ['prosody', 'jabberd2', JABBERD2],
] as const;

// Notes of a transcript beside its stanzas.

import type { Table } from './table.ts';

/** The kinds of notes. */
export const NOTES = {
  /** `isHandedOver`: the session served an earlier case, and is unavailable. */
  connected: { jid: 'text', isHandedOver: 'boolean?' },
  /** The stream has ended, by whichever side. */
  ended: { cause: 'problem' },
  /** The server gave a login up for a fault of its own, and it was tried again (RFC 6120 4.9.3.6). */
  'login-retried': { cause: 'problem' },
  /** The streams between the two servers were cut, and new ones are refused. */
  'streams-cut': {},
  /** The two servers may connect to each other again. */
  'streams-restored': {},
  /** The server of that domain was restarted. */
  'server-restarted': { domain: 'text' },
  /** Stanzas arrived after the fence. */
  late: { count: 'number' },
  /** Stanzas that the transcript of the case has no room for; `bytes` is what it keeps of the server's, in memory. */
  'left-out': { count: 'number', stanzas: 'number', bytes: 'number' },
  /** All entries of a case: earlier transcripts of the run have used up this number of bytes. */
  'transcript-left-out': { count: 'number', bytes: 'number' },
} as const satisfies Table;

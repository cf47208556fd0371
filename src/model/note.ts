// Notes of a transcript beside its stanzas, as data. `wording/notes.ts` words each in two languages.

import type { Problem } from './problem.ts';

export type Note =
  /** `isHandedOver`: the session served an earlier case, and is unavailable. */
  | { readonly kind: 'connected'; readonly jid: string; readonly isHandedOver?: boolean | undefined }
  /** The stream has ended, by whichever side. */
  | { readonly kind: 'ended'; readonly cause: Problem }
  /** The server gave a login up for a fault of its own, and it was tried again (RFC 6120 4.9.3.6). */
  | { readonly kind: 'login-retried'; readonly cause: Problem }
  /** The streams between the two servers were cut, and new ones are refused. */
  | { readonly kind: 'streams-cut' }
  /** The two servers may connect to each other again. */
  | { readonly kind: 'streams-restored' }
  /** The server of that domain was restarted. */
  | { readonly kind: 'server-restarted'; readonly domain: string }
  /** Stanzas arrived after the fence. */
  | { readonly kind: 'late'; readonly count: number }
  /** Stanzas that the transcript of the case has no room for; `bytes` is what it keeps of the server's, in memory. */
  | { readonly kind: 'left-out'; readonly count: number; readonly stanzas: number; readonly bytes: number }
  /** All entries of a case: earlier transcripts of the run have used up this number of bytes. */
  | { readonly kind: 'transcript-left-out'; readonly count: number; readonly bytes: number };

// Limits of a server that keep a run from verdicts, as data. `wording/server-limits.ts` says each in two languages.

/** Servers of which the setting to change is known. */
export type LimitedServer = 'prosody' | 'ejabberd' | 'other';

/** What the server limits. */
export type LimitKind = ServerLimit['kind'];

/** A limit that was met. */
export type ServerLimit =
  /** The number of subscription requests and answers that one stream carries in a while: ejabberd's mod_pres_counter. */
  | { readonly kind: 'subscription-count'; readonly allowed: number }
  /** The bytes that the server reads from one stream in a second. */
  | { readonly kind: 'byte-rate'; readonly bytesPerSecond: number }
  /** The number of accounts that register in a while. */
  | { readonly kind: 'registration' }
  /** The size of a stanza: one of this number of bytes ended its stream. */
  | { readonly kind: 'stanza-size'; readonly bytes: number }
  /** The number of streams or logins, in all or in a while: the server ended a stream for it. */
  | { readonly kind: 'streams' };

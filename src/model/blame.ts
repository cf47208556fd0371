// Which server of a pair broke a rule, and what proves it. `wording/blame.ts` says each in two languages.

/** A server of a federated case: A is the one under test, B its peer. */
export type PairSide = 'A' | 'B';

/** The names of the two servers. */
export type ServerNames = Readonly<Record<PairSide, string>>;

/** What of the transcript proves which server broke a rule. `side` is that server. */
export type ProvenBlame =
  /** A client of the other server received a stanza that this server must not send, or not in this form. */
  | { readonly kind: 'sent'; readonly side: PairSide }
  /** The server gave its client what a client of the other server had sent, and must not have. */
  | { readonly kind: 'delivered'; readonly side: PairSide }
  /** What a client of the other server sent has arrived at a client of this one, which owes more for it. */
  | { readonly kind: 'arrived'; readonly side: PairSide }
  /** Only the user's own client has acted, and the server owes the stanza to the same user. */
  | { readonly kind: 'owed'; readonly side: PairSide }
  /** The server itself answers a request of its own client. */
  | { readonly kind: 'answered'; readonly side: PairSide }
  /** The server itself made what it gave its client. */
  | { readonly kind: 'made'; readonly side: PairSide }
  /** The subscription state changed otherwise than by the act of the user's client, and nothing of the contact arrived. */
  | { readonly kind: 'kept'; readonly side: PairSide }
  /** The server has changed a roster or answered for what a client of the other server sent: so it arrived, and it owes more for it. */
  | { readonly kind: 'reacted'; readonly side: PairSide }
  /** The streams between the servers were cut: the other one had no part in it. */
  | { readonly kind: 'apart'; readonly side: PairSide };

/**
 * What the servers do alone shows who broke a rule, where the transcript does not: this server breaks the same rule in the
 * same way in `case`, and the other server meets it in its own.
 */
export interface AloneBlame {
  readonly kind: 'alone';
  readonly side: PairSide;
  /** The id of a case of this server alone. */
  readonly case: string;
}

/** Who broke the rule of a failed check. `unseen`: either server; what passes between them is not seen. */
export type Blame = ProvenBlame | AloneBlame | { readonly kind: 'unseen'; readonly side: 'pair' };

// What a stanza that a server itself sent may have wrong in it: the faults that passive requirements forbid.

export type StanzaFault =
  /** A roster item without `jid`. */
  | { readonly kind: 'item-without-jid' }
  /** A roster push with another number of items than one. */
  | { readonly kind: 'item-count'; readonly count: number }
  /** A roster push from another address than the account's own. */
  | { readonly kind: 'push-sender'; readonly from: string }
  /** A roster push to a user who is not the owner of the roster. */
  | { readonly kind: 'foreign-push'; readonly from?: string | undefined }
  /** A roster item with a value of `ask` other than "subscribe". */
  | { readonly kind: 'ask-value'; readonly value: string }
  /** Subscription presence from a full JID. */
  | { readonly kind: 'full-jid-sender'; readonly from: string }
  /** An error stanza without `<error/>`. */
  | { readonly kind: 'error-missing' }
  /** `<error/>` in a stanza that is no error. */
  | { readonly kind: 'error-unasked' }
  /** A stanza for the account with another recipient than the session that receives it. */
  | { readonly kind: 'foreign-recipient'; readonly to: string }
  /** An element more often than once. */
  | { readonly kind: 'repeated'; readonly name: string; readonly count: number }
  /** A child element where only text is allowed. */
  | { readonly kind: 'mixed-content'; readonly name: string; readonly inner: string }
  /** Two elements in one language. */
  | { readonly kind: 'same-language'; readonly name: string; readonly language: string }
  /** A value that the standard does not list for this element. */
  | { readonly kind: 'element-value'; readonly name: string; readonly value: string }
  /** A message type that the standard does not list. */
  | { readonly kind: 'message-type'; readonly type: string }
  /** An IQ result or error without `id`. */
  | { readonly kind: 'id-missing' }
  /** An address with a URI scheme. */
  | { readonly kind: 'address-scheme'; readonly address: string }
  /** An IQ result or error to an IQ result that the client sent automatically. */
  | { readonly kind: 'answer-to-answer' }
  /** Presence of a session of the case, for a user who may not see it. */
  | { readonly kind: 'leaked-presence'; readonly session: string }
  /** Presence that says the contrary of what a session of the case is. */
  | { readonly kind: 'false-presence'; readonly session: string; readonly isAvailable: boolean };

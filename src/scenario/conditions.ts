// RFC 6120 8.3.3: the stanza error conditions, their recommended error types, and the requirements on these types.

interface Recommendation {
  /** Absent if RFC 6120 recommends no single type. */
  readonly type?: string;
  readonly requirement?: string;
}

/** The conditions by element name. */
export const CONDITIONS: Readonly<Record<string, Recommendation>> = {
  'bad-request': { type: 'modify', requirement: 'rfc6120-8.3.3.1-a' },
  conflict: { type: 'cancel' },
  'feature-not-implemented': {},
  forbidden: { type: 'auth', requirement: 'rfc6120-8.3.3.4-a' },
  gone: { type: 'cancel' },
  'internal-server-error': { type: 'cancel' },
  'item-not-found': { type: 'cancel', requirement: 'rfc6120-8.3.3.7-a' },
  'jid-malformed': { type: 'modify' },
  'not-acceptable': { type: 'modify', requirement: 'rfc6120-8.3.3.9-a' },
  'not-allowed': { type: 'cancel' },
  'not-authorized': { type: 'auth' },
  'policy-violation': {},
  'recipient-unavailable': { type: 'wait' },
  redirect: { type: 'modify' },
  'registration-required': { type: 'auth' },
  'remote-server-not-found': { type: 'cancel', requirement: 'rfc6120-8.3.3.16-a' },
  'remote-server-timeout': { type: 'wait' },
  'resource-constraint': { type: 'wait' },
  'service-unavailable': { type: 'cancel', requirement: 'rfc6120-8.3.3.19-a' },
  'subscription-required': { type: 'auth' },
  'undefined-condition': {},
  'unexpected-request': {},
};

/** The error types of RFC 6120 8.3.2. */
export const ERROR_TYPES = ['auth', 'cancel', 'continue', 'modify', 'wait'] as const;

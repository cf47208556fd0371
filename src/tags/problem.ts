// What went wrong with a connection, an account or a target.

import type { Table } from './table.ts';

/** How far a login has come; each wait of it is a wait for one of these. */
export const PHASE = 'connect|tls|features|authenticate|bind|handshake|online';

/** What the engine waits for. */
export const WAIT_KIND = 'login|roster-result|ping-answer|stanza-after-drop|notice-of-end';

/**
 * How text breaks the rules that RFC 6120 11 sets for XML on a stream: it is not well-formed, or not namespace-well-formed (11.3); it has
 * what 11.1 forbids; or, against 11.6, bytes that are no UTF-8, a byte order mark, a declaration of another encoding.
 */
export const XML_FAULT =
  'ill-formed|comment|processing-instruction|document-type|invalid-utf-8|byte-order-mark|other-encoding';

/** What a reader of XML limits: characters and elements of a stanza, its depth, one tag, its attributes, one name. */
export const XML_LIMIT = 'characters|elements|depth|tag|attributes|name';

/** Stanzas or bytes in one step, elements before a login is complete, pings whose answers are not written yet. */
export const FLOOD_UNIT = 'stanzas|bytes|login-elements|pings';

/** Where a server listens. */
export const ENDPOINT = { host: 'text', port: 'number' } as const;

const at = 'endpoint';
const cause = 'problem';

/** What can go wrong on the way to a server: host name, TCP, TLS. Codes are those of the system: `EHOSTUNREACH`. */
export const CONNECTION = {
  'connection-refused': { at },
  'host-not-found': { host: 'text' },
  unreachable: { at, code: 'text' },
  /** The connection ended before a stream was ready. */
  'connection-broken-off': { at, code: 'text' },
  'tls-failed': { at, reason: 'text' },
  'certificate-refused': { at, domain: 'text', reason: 'text' },
  /** The authorities given by the user are no certificates. */
  'authorities-unreadable': { reason: 'text' },
  'starttls-missing': { at },
  'starttls-refused': { at },
} as const satisfies Table;

/** What can go wrong while a stream is negotiated (RFC 6120 4.3), or a component joins (XEP-0114). */
export const LOGIN = {
  'phase-expired': { phase: PHASE, at, timeoutMs: 'number' },
  /** The stream ended in this phase. */
  'phase-ended': { phase: PHASE, at, cause },
  /** An error of the library or the system that no other tag names. */
  'negotiation-failed': { at, reason: 'text' },
  'no-mechanism': { at, supported: 'text[]', offered: 'text[]' },
  /** Neither SASL nor resource binding is offered. */
  'nothing-to-negotiate': { at },
  /** The server refused the login with this SASL condition (RFC 6120 6.5): `not-authorized` for a wrong password. */
  'login-refused': { jid: 'text', condition: 'text' },
  /** The login failed on this side. */
  'login-failed': { jid: 'text', cause },
  /** The server did not prove that it knows the password (RFC 5802 3). */
  'server-unproven': {},
  /** The SCRAM challenge breaks RFC 5802. */
  'challenge-malformed': {},
  /** A challenge came where the mechanism has none. */
  'challenge-unexpected': { mechanism: 'text' },
  /** Authentication must not come before TLS. */
  'tls-required': {},
  'binding-refused': { condition: 'text' },
  /** `condition` is that of the stream error: `not-authorized`, `host-unknown`, `conflict`. */
  'component-refused': { at, domain: 'text', condition: 'text' },
} as const satisfies Table;

/** What can go wrong on an open stream, and why it ended. */
export const STREAM = {
  'stream-closed-by-server': {},
  'connection-closed-by-server': {},
  'stream-closed-by-client': {},
  'connection-dropped-by-client': {},
  /** This side gave up the connection, or the login, because its case or its run is over. */
  'called-off': {},
  'connection-lost': { code: 'text' },
  /** RFC 6120 4.9. */
  'stream-error': { condition: 'text' },
  /**
   * The server sent XML that RFC 6120 11 forbids. `detail` is the message of the XML parser; `excerpt` is raw and cut, and holds no
   * credentials.
   */
  'ill-formed-xml': { fault: XML_FAULT, detail: 'text', excerpt: 'text' },
  /** The server sent more of something in one element than this tester reads. */
  'oversized-xml': { unit: XML_LIMIT, limit: 'number' },
  /** The server sent more than this tester takes. `limit` counts the unit; bytes are those that stanzas take in memory. */
  flooded: { unit: FLOOD_UNIT, limit: 'number' },
  /** A request, or the message that `to` names, was not answered within the timeout. */
  'no-answer': { to: 'text', timeoutMs: 'number' },
  /** What was waited for did not arrive within the timeout. */
  'no-arrival': { timeoutMs: 'number' },
  /** Waits of this kind have expired too often in a row: the run no longer tries them. */
  'not-tried': { wait: WAIT_KIND, expiries: 'number' },
  /** The stream ended before the request was answered. */
  'request-ended': { id: 'text', cause },
  /** The stream has ended, so a stanza cannot be sent. */
  'not-sent': { cause },
  'server-unreached': { domain: 'text', condition: 'text' },
  /**
   * A ping to the address of a session that has ended is answered. `condition`: by this error, which says nothing of the session.
   * `control`: an address that was never connected, and that is answered alike; absent: it is not.
   */
  'address-answers': { jid: 'text', condition: 'text?', control: 'text?' },
  /** An earlier request with this id waits for its answer. */
  'id-in-use': { id: 'text' },
  /** A stanza of the remote domain lacks the address it needs to be routed. */
  'recipient-missing': { name: 'text', from: 'text' },
  /** A stanza of the remote domain names a sender of another domain. */
  'sender-foreign': { from: 'text', domain: 'text' },
  'session-exists': { jid: 'text' },
  /** The component's stream has ended, so no session can begin at its domain. */
  'domain-ended': { domain: 'text', cause },
  /** Another connection serves the remote domain of the run as well. */
  'domain-shared': { domain: 'text' },
} as const satisfies Table;

/** An error that has no tag of its own: the message of the system or of a library, in its own language. */
export const OTHER = { other: { message: 'text' } } as const satisfies Table;

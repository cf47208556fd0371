// What went wrong with a connection, an account or a target, as data. `wording/problems.ts` says each in two languages.

import type { XmlFault } from './xml.ts';

/** How far a login has come; each wait of it is a wait for one of these. */
export type Phase = 'connect' | 'tls' | 'features' | 'authenticate' | 'bind' | 'handshake' | 'online';

/** Where a server listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What can go wrong on the way to a server: host name, TCP, TLS. Codes are those of the system: `EHOSTUNREACH`. */
export type ConnectionProblem =
  | { readonly kind: 'connection-refused'; readonly at: Endpoint }
  | { readonly kind: 'host-not-found'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly at: Endpoint; readonly code: string }
  /** The connection ended before a stream was ready. */
  | { readonly kind: 'connection-broken-off'; readonly at: Endpoint; readonly code: string }
  | { readonly kind: 'tls-failed'; readonly at: Endpoint; readonly reason: string }
  | { readonly kind: 'certificate-refused'; readonly at: Endpoint; readonly domain: string; readonly reason: string }
  /** The authorities given by the user are no certificates. */
  | { readonly kind: 'authorities-unreadable'; readonly reason: string }
  | { readonly kind: 'starttls-missing'; readonly at: Endpoint }
  | { readonly kind: 'starttls-refused'; readonly at: Endpoint };

/** What can go wrong while a stream is negotiated (RFC 6120 4.3), or a component joins (XEP-0114). */
export type LoginProblem =
  | { readonly kind: 'phase-expired'; readonly phase: Phase; readonly at: Endpoint; readonly timeoutMs: number }
  /** The stream ended in this phase. */
  | { readonly kind: 'phase-ended'; readonly phase: Phase; readonly at: Endpoint; readonly cause: Problem }
  /** An error of the library or the system that no other tag names. */
  | { readonly kind: 'negotiation-failed'; readonly at: Endpoint; readonly reason: string }
  | {
      readonly kind: 'no-mechanism';
      readonly at: Endpoint;
      readonly supported: readonly string[];
      readonly offered: readonly string[];
    }
  /** Neither SASL nor resource binding is offered. */
  | { readonly kind: 'nothing-to-negotiate'; readonly at: Endpoint }
  /** The server refused the login with this SASL condition (RFC 6120 6.5): `not-authorized` for a wrong password. */
  | { readonly kind: 'login-refused'; readonly jid: string; readonly condition: string }
  /** The login failed on this side. */
  | { readonly kind: 'login-failed'; readonly jid: string; readonly cause: Problem }
  /** The server did not prove that it knows the password (RFC 5802 3). */
  | { readonly kind: 'server-unproven' }
  /** The SCRAM challenge breaks RFC 5802. */
  | { readonly kind: 'challenge-malformed' }
  /** A challenge came where the mechanism has none. */
  | { readonly kind: 'challenge-unexpected'; readonly mechanism: string }
  /** Authentication must not come before TLS. */
  | { readonly kind: 'tls-required' }
  | { readonly kind: 'binding-refused'; readonly condition: string }
  | {
      readonly kind: 'component-refused';
      readonly at: Endpoint;
      readonly domain: string;
      /** Of the stream error: `not-authorized`, `host-unknown`, `conflict`. */
      readonly condition: string;
    };

/** What can go wrong on an open stream, and why it ended. */
export type StreamProblem =
  | { readonly kind: 'stream-closed-by-server' }
  | { readonly kind: 'connection-closed-by-server' }
  | { readonly kind: 'stream-closed-by-client' }
  | { readonly kind: 'connection-dropped-by-client' }
  | { readonly kind: 'connection-lost'; readonly code: string }
  /** RFC 6120 4.9. */
  | { readonly kind: 'stream-error'; readonly condition: string }
  /** The server sent XML that RFC 6120 11 forbids. `excerpt` is raw and cut; it holds no credentials. */
  | {
      readonly kind: 'ill-formed-xml';
      readonly fault: XmlFault;
      /** The message of the XML parser. */
      readonly detail: string;
      readonly excerpt: string;
    }
  /** The server sent an element larger or deeper than this tester reads. */
  | { readonly kind: 'oversized-xml'; readonly detail: string }
  /** A request, or the message that `to` names, was not answered within the timeout. */
  | { readonly kind: 'no-answer'; readonly to: string; readonly timeoutMs: number }
  /** No stanza arrived within the timeout. */
  | { readonly kind: 'no-arrival'; readonly timeoutMs: number }
  /** Waits of this kind have expired so often in a row that they are no longer tried in this run. */
  | { readonly kind: 'not-tried'; readonly wait: string; readonly expiries: number }
  /** The stream ended before the request was answered. */
  | { readonly kind: 'request-ended'; readonly id: string; readonly cause: Problem }
  /** The stream has ended, so a stanza cannot be sent. */
  | { readonly kind: 'not-sent'; readonly cause: Problem }
  /** An earlier request with this id waits for its answer. */
  | { readonly kind: 'id-in-use'; readonly id: string }
  /** A stanza of the remote domain lacks the address it needs to be routed. */
  | { readonly kind: 'recipient-missing'; readonly name: string; readonly from: string }
  /** A stanza of the remote domain names a sender of another domain. */
  | { readonly kind: 'sender-foreign'; readonly from: string; readonly domain: string }
  | { readonly kind: 'session-exists'; readonly jid: string }
  /** The component's stream has ended, so no session can begin at its domain. */
  | { readonly kind: 'domain-ended'; readonly domain: string; readonly cause: Problem };

/** What can go wrong when accounts are made, lent, emptied or removed. */
export type AccountProblem =
  /** An account given by the user cannot be used. */
  { readonly kind: 'account-unusable'; readonly jid: string; readonly cause: Problem };

/** What can go wrong when a server is launched or reached. */
export type TargetProblem =
  /** A program that the target needs is not installed. */
  { readonly kind: 'not-installed'; readonly program: string; readonly debianPackage: string };

/** An error that has no tag of its own: the message of the system or of a library, in whatever language it is. */
export interface OtherProblem {
  readonly kind: 'other';
  readonly message: string;
}

export type Problem = ConnectionProblem | LoginProblem | StreamProblem | AccountProblem | TargetProblem | OtherProblem;

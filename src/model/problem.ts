// What went wrong with a connection, an account or a target, as data. `wording/problems.ts` says each in two languages.

import type { AddressProblem, LaunchObstacle } from './address-problem.ts';
import type { WaitKind } from './run.ts';
import type { XmlFault, XmlLimit } from './xml.ts';

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

/** Stanzas or bytes in one step, elements before a login is complete, pings whose answers are not written yet. */
export type FloodUnit = 'stanzas' | 'bytes' | 'login-elements' | 'pings';

/** What can go wrong on an open stream, and why it ended. */
export type StreamProblem =
  | { readonly kind: 'stream-closed-by-server' }
  | { readonly kind: 'connection-closed-by-server' }
  | { readonly kind: 'stream-closed-by-client' }
  | { readonly kind: 'connection-dropped-by-client' }
  /** This side gave up the connection, or the login, because its case or its run is over. */
  | { readonly kind: 'called-off' }
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
  /** The server sent more of something in one element than this tester reads. */
  | { readonly kind: 'oversized-xml'; readonly unit: XmlLimit; readonly limit: number }
  /** The server sent more than this tester takes. `limit` counts the unit; bytes are those that stanzas take in memory. */
  | { readonly kind: 'flooded'; readonly unit: FloodUnit; readonly limit: number }
  /** A request, or the message that `to` names, was not answered within the timeout. */
  | { readonly kind: 'no-answer'; readonly to: string; readonly timeoutMs: number }
  /** What was waited for did not arrive within the timeout. */
  | { readonly kind: 'no-arrival'; readonly timeoutMs: number }
  /** Waits of this kind have expired too often in a row: the run no longer tries them. */
  | { readonly kind: 'not-tried'; readonly wait: WaitKind; readonly expiries: number }
  /** The stream ended before the request was answered. */
  | { readonly kind: 'request-ended'; readonly id: string; readonly cause: Problem }
  /** The stream has ended, so a stanza cannot be sent. */
  | { readonly kind: 'not-sent'; readonly cause: Problem }
  | { readonly kind: 'server-unreached'; readonly domain: string; readonly condition: string }
  /**
   * A ping to the address of a session that has ended is answered. `condition`: by this error, which says nothing of the session.
   * `control`: an address that was never connected, and that is answered alike; absent: it is not.
   */
  | {
      readonly kind: 'address-answers';
      readonly jid: string;
      readonly condition?: string | undefined;
      readonly control?: string | undefined;
    }
  /** An earlier request with this id waits for its answer. */
  | { readonly kind: 'id-in-use'; readonly id: string }
  /** A stanza of the remote domain lacks the address it needs to be routed. */
  | { readonly kind: 'recipient-missing'; readonly name: string; readonly from: string }
  /** A stanza of the remote domain names a sender of another domain. */
  | { readonly kind: 'sender-foreign'; readonly from: string; readonly domain: string }
  | { readonly kind: 'session-exists'; readonly jid: string }
  /** The component's stream has ended, so no session can begin at its domain. */
  | { readonly kind: 'domain-ended'; readonly domain: string; readonly cause: Problem }
  /** Another connection serves the remote domain of the run as well. */
  | { readonly kind: 'domain-shared'; readonly domain: string };

/** Why an account cannot be registered in band or cancel its registration (XEP-0077). `domain` is that of the server. */
type RegistrationProblem =
  | { readonly kind: 'registration-not-offered'; readonly domain: string }
  /** The server answered with this error condition, and perhaps a text. */
  | ({ readonly kind: 'registration-refused'; readonly domain: string } & StanzaError)
  /** What the server says is about the password: it breaks a policy. */
  | ({ readonly kind: 'registration-password-refused'; readonly domain: string } & StanzaError)
  /** What the server says is about invitations: without one, nobody registers. */
  | ({ readonly kind: 'registration-by-invitation'; readonly domain: string } & StanzaError)
  /** The server limits how many accounts register, or how fast. */
  | ({ readonly kind: 'registration-throttled'; readonly domain: string } & StanzaError)
  /** The form requires fields that we have no value for. */
  | { readonly kind: 'registration-asks-more'; readonly domain: string; readonly fields: readonly string[] }
  | { readonly kind: 'registration-unanswered'; readonly domain: string; readonly cause: Problem }
  | ({ readonly kind: 'removal-refused' } & StanzaError)
  /** The server closed the stream instead of answering, and the account is still there. */
  | { readonly kind: 'removal-unanswered' }
  /** The server refuses the login, but the account exists: its name cannot be registered. */
  | { readonly kind: 'removal-login-refused'; readonly cause: Problem }
  /** The server refuses the login and a registration, so it is not known whether the account exists. */
  | { readonly kind: 'removal-uncertain'; readonly cause: Problem }
  | { readonly kind: 'removal-command-missing' }
  /** The run ended before the removal was tried or answered. */
  | { readonly kind: 'removal-not-tried' };

/** An error answer of the server (RFC 6120 8.3). `text` is cut to a length that can be shown. */
export interface StanzaError {
  readonly condition: string;
  readonly text?: string | undefined;
}

/** An ad-hoc command of an administrator (XEP-0133) that did not work. */
interface AdminCommandProblem {
  /** Bare JID of the administrator. */
  readonly admin: string;
  readonly command: 'add' | 'delete';
  readonly domain: string;
}

/** Why an administrator cannot add or delete accounts (XEP-0133). */
type AdminProblem =
  | { readonly kind: 'admin-login-failed'; readonly admin: string; readonly cause: Problem }
  | { readonly kind: 'admin-password-unknown'; readonly admin: string }
  /** `reason` is an error condition, perhaps with a text, or the text of the server's error note (XEP-0050 4.4). */
  | (AdminCommandProblem & Pick<StanzaError, 'text'> & { readonly kind: 'admin-refused'; readonly reason: string })
  | (AdminCommandProblem & { readonly kind: 'admin-form-missing' })
  | (AdminCommandProblem & { readonly kind: 'admin-asks-more'; readonly fields: readonly string[] })
  | (AdminCommandProblem & { readonly kind: 'admin-unanswered'; readonly cause: Problem });

/** Why a command of the user's, given as a template, made or removed no account. `template` is cut to its program: the rest may hold passwords. */
type CommandProblem =
  /** `status` is the exit code or the signal; `output` the last line of what it wrote, without passwords. */
  | { readonly kind: 'command-failed'; readonly template: string; readonly status: string; readonly output: string }
  | { readonly kind: 'command-not-run'; readonly template: string; readonly cause: Problem }
  | { readonly kind: 'command-timed-out'; readonly template: string; readonly timeoutMs: number };

/** Why existing accounts cannot be lent. */
type LoanProblem =
  /** An account given by the user cannot be used. */
  | { readonly kind: 'account-unusable'; readonly jid: string; readonly cause: Problem }
  | { readonly kind: 'accounts-short'; readonly needed: number; readonly given: number }
  /** The server does not remove accounts, and the run has made as many as it may. `cause`: why the earlier ones do not suffice. */
  | { readonly kind: 'accounts-capped'; readonly most: number; readonly cause: Problem }
  /** A case asks for a special account more than once. */
  | { readonly kind: 'special-account-short'; readonly name: string; readonly needed: number }
  | { readonly kind: 'special-account-unknown'; readonly name: string }
  /** The roster of an account given by the user still has items. */
  | { readonly kind: 'roster-not-emptied'; readonly items: number; readonly tries: number }
  /** An earlier session of this run on a lent account is still available: the server has not noticed its end. */
  | { readonly kind: 'session-lingers'; readonly jid: string }
  /** Something else uses an existing account during the run. */
  | { readonly kind: 'account-shared'; readonly jid: string; readonly seen: ForeignUse }
  | { readonly kind: 'run-ending' };

/** What shows that something else uses an account. */
export type ForeignUse =
  /** Presence of a resource that the run has not bound. */
  | { readonly kind: 'resource'; readonly resource: string }
  /** A roster item that no stanza of the case named. */
  | { readonly kind: 'item'; readonly contact: string }
  /** A session of the run was ended with the stream error `conflict` (RFC 6120 4.9.3.3). */
  | { readonly kind: 'conflict' };

/** Why the journal of what to remove cannot be kept or followed. */
type JournalProblem =
  | { readonly kind: 'journal-not-written'; readonly cause: Problem }
  /** A journal names a directory that xmppspec cannot have made. */
  | { readonly kind: 'directory-not-ours' };

/** What can go wrong when accounts are made, lent, emptied or removed. */
export type AccountProblem = RegistrationProblem | AdminProblem | CommandProblem | LoanProblem | JournalProblem;

/** Why a server cannot be launched. `log` holds the last lines of its logs. */
type LaunchProblem =
  | LaunchObstacle
  | { readonly kind: 'launch-ended'; readonly target: string; readonly log: readonly string[] }
  | {
      readonly kind: 'launch-timed-out';
      readonly target: string;
      readonly timeoutMs: number;
      readonly log: readonly string[];
    }
  | { readonly kind: 'domain-invalid'; readonly domain: string }
  | { readonly kind: 'certificate-not-made'; readonly domain: string; readonly cause: Problem }
  | { readonly kind: 'library-missing'; readonly debianPackage: string }
  /** The file of the package that defines the tables of its database. */
  | { readonly kind: 'schema-unreadable'; readonly path: string; readonly debianPackage: string }
  | { readonly kind: 'database-not-made'; readonly debianPackage: string; readonly cause: Problem };

/** What can go wrong when a server is launched or reached. */
export type TargetProblem = AddressProblem | LaunchProblem;

/** An error that has no tag of its own: the message of the system or of a library, in its own language. */
export interface OtherProblem {
  readonly kind: 'other';
  readonly message: string;
}

export type Problem = ConnectionProblem | LoginProblem | StreamProblem | AccountProblem | TargetProblem | OtherProblem;

// What the doctor finds, as data. `words.ts` says each in two languages.

import type { Endpoint, Problem } from '../model/problem.ts';
import type { MeasuredOrder } from '../model/run.ts';
import type { LimitedServer, ServerLimit } from '../model/server-limit.ts';

/**
 * `missing`: a server need not have it, or it was not configured. `limit`: the server does less than a run asks for. `not tried`: it depends on a check that failed, or does
 * not apply.
 */
export type CheckStatus = 'ok' | 'missing' | 'limit' | 'failed' | 'not tried';

/** What a server offers before TLS (RFC 6120 5.4.1). */
export type StartTls = 'required' | 'offered' | 'missing';

/** What is wrong with a certificate. Days are ISO dates, codes those of OpenSSL. */
export type CertificateFault =
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'authority-unknown'; readonly code: string }
  /** The authority that the user trusts by --ca did not issue it. */
  | { readonly kind: 'authority-other'; readonly code: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'not-yet-valid'; readonly from: string }
  | { readonly kind: 'domain-other'; readonly domain: string };

/** What a server sent: how it begins, empty for nothing, and its length in characters. */
interface Answer {
  readonly received: string;
  readonly length: number;
}

/** The way to the server: host name, TCP, XML stream, TLS, certificate. */
export type ConnectionObservation =
  | { readonly kind: 'host-is-address'; readonly host: string }
  | { readonly kind: 'host-resolved'; readonly host: string; readonly addresses: readonly string[] }
  | { readonly kind: 'host-unanswered'; readonly host: string; readonly timeoutMs: number }
  | { readonly kind: 'connected'; readonly at: Endpoint }
  | { readonly kind: 'connection-unanswered'; readonly at: Endpoint; readonly timeoutMs: number }
  | { readonly kind: 'stream-opened'; readonly domain: string }
  /** The server answered with this stream error (RFC 6120 4.9). */
  | { readonly kind: 'stream-refused'; readonly domain: string; readonly condition: string }
  /** The server does not speak XMPP. */
  | ({ readonly kind: 'no-stream' } & Answer)
  /** The connection ended before the stream features were complete. */
  | ({ readonly kind: 'stream-cut'; readonly at: Endpoint } & Answer)
  /** The stream features were not complete in time. */
  | ({ readonly kind: 'stream-unanswered'; readonly at: Endpoint; readonly timeoutMs: number } & Answer)
  | { readonly kind: 'plaintext'; readonly startTls: StartTls }
  /** The user wants plaintext, in the config file or by an option, and the server offers StartTLS but no mechanism. */
  | { readonly kind: 'mechanisms-need-tls'; readonly isConfigured: boolean }
  | { readonly kind: 'starttls'; readonly startTls: StartTls; readonly protocol: string; readonly cipher: string }
  | { readonly kind: 'starttls-not-offered' }
  | { readonly kind: 'starttls-not-granted' }
  /** The stream ended after the request for TLS, with this condition; empty for none. */
  | { readonly kind: 'starttls-ended'; readonly condition: string }
  | { readonly kind: 'direct-tls'; readonly protocol: string; readonly cipher: string }
  | { readonly kind: 'direct-tls-failed'; readonly problem: Problem }
  | { readonly kind: 'no-certificate' }
  | {
      readonly kind: 'certificate';
      readonly subject: string;
      readonly names: readonly string[];
      readonly issuer: string;
      readonly until: string;
      readonly faults: readonly CertificateFault[];
      /** The user accepts any certificate. */
      readonly isAccepted: boolean;
    };

/** Authentication and accounts. */
export type AccountObservation =
  | { readonly kind: 'mechanism-used'; readonly offered: readonly string[]; readonly used: string }
  | {
      readonly kind: 'no-usable-mechanism';
      readonly offered: readonly string[];
      readonly supported: readonly string[];
    }
  | { readonly kind: 'registration-offered' }
  | { readonly kind: 'registration-missing' }
  /** The server does not announce it, and the user has asked for it. */
  | { readonly kind: 'registration-tried' }
  | { readonly kind: 'registered'; readonly jid: string }
  | { readonly kind: 'added-by-admin'; readonly jid: string; readonly admin: string }
  | { readonly kind: 'created-by-command'; readonly jid: string }
  | { readonly kind: 'logged-in'; readonly jid: string; readonly ms: number }
  /** The server bound a JID of another domain than that under test. */
  | { readonly kind: 'other-domain-bound'; readonly jid: string; readonly domain: string; readonly served: string }
  /** The server refused the password that `option` gave, or knows no such account. */
  | {
      readonly kind: 'wrong-password';
      readonly problem: Problem;
      readonly option: '--account' | '--admin';
      readonly jid: string;
    }
  | { readonly kind: 'server-discarded' }
  | { readonly kind: 'account-remains'; readonly jid: string }
  | { readonly kind: 'account-removed'; readonly jid: string }
  | { readonly kind: 'account-not-removed'; readonly jid: string; readonly problem: Problem };

/** What a session sees, and the remote domain. `source` is the XEP that gives the time. */
export type SessionObservation =
  | { readonly kind: 'software'; readonly software: string; readonly version: string }
  | { readonly kind: 'software-unnamed' }
  | { readonly kind: 'feature-offered' }
  | { readonly kind: 'feature-not-offered' }
  | { readonly kind: 'account-configured' }
  | { readonly kind: 'ping-answered'; readonly ms: number }
  | { readonly kind: 'order'; readonly order: MeasuredOrder }
  /** The doctor changes nothing in existing accounts. */
  | { readonly kind: 'order-not-tried' }
  /** The server limits what a run does. */
  | { readonly kind: 'limit-met'; readonly limit: ServerLimit; readonly server: LimitedServer }
  | { readonly kind: 'no-limit-met' }
  /** Of the streams opened at once, these did not open; `problem` is that of the first one. */
  | { readonly kind: 'streams-failed'; readonly count: number; readonly of: number; readonly problem: Problem }
  | { readonly kind: 'clock-not-shown' }
  | { readonly kind: 'clock-unreadable'; readonly stamp: string; readonly source: string }
  | { readonly kind: 'clock-agrees'; readonly withinS: number; readonly source: string }
  /** Positive: the clock of the server is ahead. */
  | { readonly kind: 'clock-differs'; readonly byS: number; readonly isTolerable: boolean; readonly source: string }
  | { readonly kind: 'remote-not-configured' }
  | { readonly kind: 'component-joined'; readonly at: Endpoint; readonly domain: string }
  | { readonly kind: 'remote-ping-answered'; readonly jid: string; readonly ms: number }
  | { readonly kind: 'message-arrived'; readonly jid: string }
  | { readonly kind: 'message-lost'; readonly jid: string; readonly timeoutMs: number }
  /** The message came back with this stanza error; empty for none. */
  | { readonly kind: 'message-bounced'; readonly condition: string };

/** The way between two servers. `to` is the domain, or the full JID there, that is pinged. */
export type RouteObservation =
  /** By an SRV record. */
  | { readonly kind: 'service-found'; readonly domain: string; readonly at: Endpoint }
  /** The name server of a launched pair has this answer. */
  | { readonly kind: 'service-answered'; readonly domain: string; readonly at: Endpoint }
  /** Without an SRV record (RFC 6120 3.2.2). */
  | { readonly kind: 'domain-resolved'; readonly domain: string; readonly at: Endpoint }
  | { readonly kind: 'domain-unresolved'; readonly domain: string }
  | { readonly kind: 'server-stream-opened'; readonly domain: string }
  /** The stream ended with this stream error. */
  | { readonly kind: 'server-stream-refused'; readonly domain: string; readonly condition: string }
  /** StartTLS is offered, but refused. */
  | { readonly kind: 'server-tls-refused' }
  /** No TLS is offered to servers. */
  | { readonly kind: 'server-plaintext' }
  | {
      readonly kind: 'server-certificate';
      readonly subject: string;
      readonly names: readonly string[];
      readonly issuer: string;
      readonly until: string;
      readonly faults: readonly CertificateFault[];
    }
  | { readonly kind: 'dialback-declared' }
  | { readonly kind: 'dialback-not-declared' }
  | { readonly kind: 'answered-across'; readonly to: string; readonly ms: number }
  /** The ping came back with this error, which either server may have sent; empty for none. */
  | { readonly kind: 'refused-across'; readonly to: string; readonly ms: number; readonly condition: string }
  /** The ping did not arrive, and no error came back. */
  | { readonly kind: 'route-silent'; readonly to: string; readonly timeoutMs: number }
  /** The ping arrived, and its answer did not come back. */
  | { readonly kind: 'answer-lost'; readonly to: string; readonly timeoutMs: number };

/** Which cases can run. */
export type CaseObservation =
  | { readonly kind: 'cases-can-run'; readonly canRun: number; readonly selected: number }
  | { readonly kind: 'cases-left-out'; readonly count: number; readonly needs: readonly string[] }
  | { readonly kind: 'cases-for-others'; readonly count: number; readonly features: readonly string[] }
  | { readonly kind: 'cases-need-accounts'; readonly count: number }
  | { readonly kind: 'cases-need-unused-account'; readonly count: number }
  | { readonly kind: 'cases-need-special-account'; readonly count: number; readonly names: readonly string[] }
  | { readonly kind: 'cases-need-remote'; readonly count: number }
  | { readonly kind: 'cases-need-silent-domain'; readonly count: number }
  /** They cut the streams between two servers, or restart one. */
  | { readonly kind: 'cases-need-launched-pair'; readonly count: number };

/** What a check observed. */
export type Observation =
  | ConnectionObservation
  | AccountObservation
  | SessionObservation
  | RouteObservation
  | CaseObservation
  /** The check met this problem. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The check depends on one that failed. */
  | { readonly kind: 'prerequisite-failed'; readonly check: string }
  | { readonly kind: 'interrupted' };

/** What a reported check of a pair is about: the second server, or the way from one server to the other. */
export type CheckPart = 'peer' | 'to peer' | 'from peer';

/** The result of one check, or one feature of the server. */
export interface ReportedCheck {
  /** Absent: the server. */
  readonly part?: CheckPart;
  /** A name of `CHECK_NAMES`, or that of a feature. */
  readonly name: string;
  readonly status: CheckStatus;
  readonly seen: Observation;
}

/** How many of the selected cases can run, and how many each unmet need leaves out. */
export interface CaseCount {
  readonly selected: number;
  readonly canRun: number;
  readonly leftOut: readonly { readonly need: string; readonly cases: number }[];
}

/** A server as reports name it. */
export interface ServerHead {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly domain: string;
}

export interface DoctorReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: ServerHead;
  /** The second server, if there is one. */
  readonly peer?: ServerHead | undefined;
  readonly reported: readonly ReportedCheck[];
  readonly cases: CaseCount;
}

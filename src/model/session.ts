// Accounts, live sessions and the transcript of what they exchange.

import type { Case, SessionPlan } from './case.ts';
import type { ClientDriver, Served } from './client.ts';
import type { Note } from './note.ts';
import type { Problem } from './problem.ts';
import type { BrokenReason } from './reason.ts';
import type { XmlElement } from './xml.ts';

/** Credentials of one account. `jid` is bare. */
export interface Account {
  readonly jid: string;
  readonly password: string;
}

/** An account on loan to a case. */
export interface Loan {
  readonly account: Account;
  /**
   * Open sessions of the account, from earlier cases, by the resource of the wanted session for which each stands. The borrower
   * uses them or ends them. Absent: there are none.
   */
  readonly sessions?: ReadonlyMap<string, Session>;
  /** An open session of the account helps to remove it. Absent: it does not. */
  readonly takesSession?: boolean;
  /** The account is as clean as a new one: it may be lent again, and these open sessions of it are the lender's. Never rejects. */
  giveBackClean(sessions?: readonly Session[]): Promise<void>;
  /** The account is no longer needed, or not clean: it is removed, by this session if it is open. Never rejects. */
  giveBack(helper?: Session): Promise<void>;
}

/** The accounts and sessions of one look at a case, until its end. */
export interface Lease {
  /** One for each actor with an account, in the order of the case. */
  readonly accounts: readonly Account[];
  /** An open session of an earlier case that stands for the one of this plan, given once. Undefined: there is none. */
  session(plan: SessionPlan): Session | undefined;
  /**
   * Why the look shows nothing of the server: something else uses its accounts, or a roster has an item, or a session gets a stanza of an
   * earlier case. Undefined: no sign of it is in the transcript.
   */
  signs(played: Pick<PlayedOnLease, 'entries' | 'jids'>): BrokenReason | undefined;
  /** Ends the sessions of the look, and takes the accounts back. Never rejects. */
  end(played: PlayedOnLease): Promise<void>;
}

/** What a look has done with its lease. */
export interface PlayedOnLease {
  /** What is connected, by session name. */
  readonly connected: ReadonlyMap<string, Session>;
  /** The server may have further sessions of the accounts: it has not shown that it knows of an end, or a login failed. */
  readonly isUncertain: boolean;
  /** The look is not broken: its sessions may go on. */
  readonly isConclusive: boolean;
  /** Every check of the look held. */
  readonly hasPassed: boolean;
  /** Something came late, or was under way when servers were disturbed: more may come. */
  readonly mayFollow: boolean;
  readonly entries: readonly TranscriptEntry[];
  /** Bare JIDs of actors, and full ones of sessions, by name. */
  readonly jids: ReadonlyMap<string, string>;
  readonly fence: WashFence;
  /** Called when nothing of what follows belongs to the transcript. */
  onWash(): void;
}

/** Leases accounts for a look at a case. `isFurther`: no session of an earlier case serves it. Rejects with a `ProblemError`. */
export type LeaseFor = (aCase: Pick<Case, 'actors' | 'steps'>, isFurther: boolean) => Promise<Lease>;

/** An account that a case has used, and what helps to wash it. */
export interface UsedAccount {
  readonly account: Account;
  /** An open session of the account that nothing else needs; undefined: the wash logs in. */
  readonly session: Session | undefined;
  /** Further open sessions of the account, which go on in later cases. */
  readonly idle: readonly Session[];
  /** Addresses that may have a subscription request to the account, or its approval in advance: bare JIDs. */
  readonly requesters: readonly string[];
  /** Has its account on the peer. Absent: no. */
  readonly isPeer?: boolean | undefined;
}

/** How a wash knows that what it has caused has come. */
export interface WashFence {
  /** What comes after a fence on a server comes within this time, in milliseconds. */
  readonly settleMs: number;
  /**
   * Resolves when everything that the accounts have sent has arrived at both servers, and so has what came of it. Rejects where
   * that is not proven. `sessions` are one of each account. Absent: there is one server.
   */
  readonly cross?: ((sessions: readonly Session[]) => Promise<void>) | undefined;
}

/**
 * Brings accounts to the state of new ones, all together: empty rosters, no pending requests, no offline messages, and nothing
 * under way between two servers. Resolves with whether all are proven to be clean, and no available session is left except
 * those given, which are unavailable. Never rejects.
 */
export type Wash = (used: readonly UsedAccount[], fence: WashFence) => Promise<boolean>;

/**
 * Why a stanza is in the transcript: a step of the case, its setup, a fence, an automatic answer or an answer to one,
 * ambient traffic of the target, or unexplained traffic, which no rule forbids.
 */
export type TrafficKind = 'step' | 'setup' | 'fence' | 'auto' | 'ambient' | 'unexplained';

/** A module of a server whose ambient traffic is recognised; `announcement`: words of the server to its users. */
export type TrafficModule = 'announcement' | 'disco' | 'last' | 'muc' | 'pep' | 'ping' | 'time' | 'vcard' | 'version';

export interface TranscriptEntry {
  /** Milliseconds since the case began. */
  readonly atMs: number;
  /** `juliet/balcony`. */
  readonly session: string;
  readonly direction: 'sent' | 'received' | 'note';
  readonly kind: TrafficKind;
  /** The module whose ambient traffic this is; absent: not known, or no ambient traffic. */
  readonly module?: TrafficModule | undefined;
  /** The stanza; absent for notes. */
  readonly stanza?: XmlElement | undefined;
  /** What happened to the session, where `direction` is `note`. */
  readonly note?: Note | undefined;
}

/** What the sessions of a case sent and received. */
export interface CaseTranscript {
  /** In order. That of a finished case is packed: it unpacks to the same objects until another transcript is read. */
  readonly entries: readonly TranscriptEntry[];
}

/** One live XMPP session. It sends nothing by itself, except answers to roster pushes and pings if it may answer. */
export interface Session {
  /** Full JID as bound by the server. */
  readonly jid: string;
  /** Stream features seen after authentication (RFC 6120 4.3.2). */
  readonly features: XmlElement;
  /** Why the stream ended, or undefined while it is open. */
  readonly ended: Problem | undefined;
  /** The server has closed its side of the stream (RFC 6120 4.4), so it knows of the end. */
  readonly isClosedByServer: boolean;
  /** The session has sent presence of any kind. Without, it was never available. */
  readonly hasSentPresence: boolean;
  /** Sends a stanza as it is. Rejects when the stream has ended. */
  send(stanza: XmlElement, kind: TrafficKind): Promise<void>;
  /**
   * Sends an IQ get or set and resolves with its result or error, which never reaches the inbox. Rejects with the problem
   * `no-answer` after `timeoutMs`, and when the stream ends.
   */
  request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement>;
  /**
   * What has arrived since the last `drain`, oldest first. The stream ends with the problem `flooded` where that is too
   * much.
   */
  readonly inbox: readonly XmlElement[];
  /** Empties the inbox and returns what was in it. */
  drain(): readonly XmlElement[];
  /**
   * Resolves once `isEnough` holds, which is asked at once and whenever something has arrived. Rejects with the problem
   * `no-arrival` after `timeoutMs`, and with why the stream ended.
   */
  arrival(isEnough: () => boolean, timeoutMs: number): Promise<void>;
  /** Closes the stream and waits at most `timeoutMs` for the other side; never rejects. */
  close(timeoutMs: number): Promise<void>;
  /** Ends the TCP connection at once, without closing the stream. */
  drop(): void;
  /** Drives the client under test, whose stream this is the server's end of: what it sends arrives here. Absent: it is an ordinary session. */
  readonly driver?: ClientDriver | undefined;
  /** From now on calls `record`, of another case, for stanzas and notes. Absent: the session serves one case only. */
  handOver?(record: ConnectOptions['record']): void;
}

export interface ConnectOptions {
  readonly account: Account;
  readonly resource: string;
  readonly answers: boolean;
  readonly timeoutMs: number;
  /** Ends a login under way, with the problem `called-off`, when it aborts; later it has no effect. */
  readonly signal?: AbortSignal | undefined;
  /** Keep no stanzas in the inbox: for a session that is never drained. Absent: they are kept. */
  readonly discards?: boolean | undefined;
  /** For a client under test: what the server shows it. Absent: what it is. */
  readonly served?: Served | undefined;
  /** Called for every stanza, in order, and for notes. */
  record(entry: { direction: TranscriptEntry['direction']; kind: TrafficKind; stanza?: XmlElement; note?: Note }): void;
}

/** Opens a stream, authenticates and binds; sends neither roster get nor presence. Rejects with a `ProblemError`. */
export type Connect = (options: ConnectOptions) => Promise<Session>;

/** Lends an account of a kind (see `Actor.account`). Rejects with a `ProblemError`. */
export type Lend = (kind: string) => Promise<Loan>;

/** A session that a borrower would open, and one of an earlier case can stand for: it has asked for the roster, and is unavailable. */
export interface WantedSession {
  readonly resource: string;
  /** It must not have sent presence; false: it may have. */
  readonly isSilent: boolean;
  /** A session that is bound to another resource will do. */
  readonly takesAnyResource: boolean;
}

/** What a borrower can use of the sessions that wait with an account. */
export interface Wanted {
  readonly sessions: readonly WantedSession[];
  /** Resources that the borrower will bind, or that it addresses: no session of an earlier borrower may be there. */
  readonly reserved: ReadonlySet<string>;
  /** The borrower uses none of them, and opens this many. They go on in their place. Absent: it uses those that it can. */
  readonly opens?: number | undefined;
}

/**
 * Lends accounts of all these kinds together. `wanted` has, for each, the sessions that may be handed over with it; absent: none.
 * `company` has the accounts of the same case on another server: bare JIDs; absent: none. Rejects with a `ProblemError`.
 */
export type LendMany = (
  kinds: readonly string[],
  wanted?: readonly Wanted[],
  company?: readonly string[],
) => Promise<readonly Loan[]>;

// Why a case was skipped or is broken, and the limits of a server that keep a run from verdicts.

import type { Table } from './table.ts';

/** Servers of which the setting to change is known. */
export const LIMITED_SERVER = 'prosody|ejabberd|other';

/** A limit that was met. */
export const SERVER_LIMITS = {
  /** The number of subscription requests and answers that one stream carries in a while: ejabberd's mod_pres_counter. */
  'subscription-count': { allowed: 'number' },
  /** The bytes that the server reads from one stream in a second. */
  'byte-rate': { bytesPerSecond: 'number' },
  /** The number of accounts that register in a while. */
  registration: {},
  /** The size of a stanza: one of this number of bytes ended its stream. */
  'stanza-size': { bytes: 'number' },
  /** The number of streams or logins, in all or in a while: the server ended a stream for it. */
  streams: {},
} as const satisfies Table;

/** Limits of one server. */
export const MET_LIMITS = { server: LIMITED_SERVER, met: 'serverLimit[]' } as const;

/** What many cases take for granted: a server that lacks it fails one case, and the others are skipped. */
export const BASIC = 'ask|roster-set|roster-removal|roster-push|item-not-found|redelivery|state';

/** What the standard says of something that the server lacks, and what is known of it. */
export const LACK = {
  /** Absent: it is optional, or the report is of an earlier version. */
  level: 'MUST|SHOULD?',
  /** The outcome of the case that reports it: `failed` and `warned` show the lack. Absent: it was not played. */
  shown: 'failed|warned|broken?',
  /** The baseline excuses the case that reports it. */
  isKnown: 'boolean?',
} as const;

/** Why a case does not run on this target. */
export const SKIPPED = {
  /** The run was stopped before the case began. */
  'not-run': {},
  /** The server lacks a feature. */
  'feature-missing': { feature: 'text', reportedBy: 'text?', ...LACK },
  /** The server lacks something basic: `reportedBy` fails for it, and nothing else is known of this case. */
  'basic-missing': { basic: BASIC, reportedBy: 'text', ...LACK },
  /** The case is for servers without this feature. */
  'feature-present': { feature: 'text' },
  'no-remote-domain': {},
  /** The case needs a second server, and the run has none. */
  'no-peer': {},
  /** The case needs the name of a server that never answers, which a launched pair has. */
  'no-silent-domain': {},
  /** The case cuts the streams between two servers, which only those that are launched together allow. */
  'no-stream-cut': {},
  /** The case sends something while the streams are cut, and a server may then wait for minutes before it connects again. */
  'no-stream-outage': {},
  /** The case restarts a server, which only one that is launched allows. */
  'no-server-restart': {},
  /** The case has the client do something, or show something, that its driver does not know. */
  'no-verb': { verb: 'text' },
  /** The target names no special account of this name. */
  'no-special-account': { name: 'text' },
  /** The case needs an account without history, and accounts are used again. */
  'no-unused-account': {},
  'too-few-accounts': { needed: 'number', given: 'number' },
  /** The case needs the priority that a session gave, and the server has lawfully replaced it (RFC 6121 4.7.2.3). */
  'priority-overridden': { given: 'number', shown: 'number' },
  /** A check of its set-up failed: these requirements. Nothing is known of what the case is about. */
  'setup-failed': { requirements: 'text[]' },
  /** The case exceeds a limit that the target declares as `limits.<limit>`, and it declares none. */
  'limit-not-met': { limit: 'text' },
} as const satisfies Table;

const at = { session: 'text', cause: 'problem' } as const;

/** Why the verdict of a case is not known. */
export const BROKEN = {
  /** No accounts were lent. */
  'no-accounts': { cause: 'problem' },
  'login-failed': at,
  'not-sent': at,
  /** A ping of the fence was not answered. `after`: the last stanza that a step sent in this session, shortened; absent: none. */
  'fence-lost': { ...at, after: 'text?' },
  /**
   * The stream of the component ended, which all cases with remote contacts share. `after`: the last stanza that a step sent through
   * it, in this session; absent: none did. `isAlone`: no other case used the stream, so that this one has caused it; absent: others did.
   */
  'component-lost': { ...at, after: 'text?', isAlone: 'boolean?' },
  'roster-not-read': at,
  'roster-get-refused': { session: 'text' },
  /** What drives the client under test did not do what a step asked for. */
  'not-driven': at,
  'not-connected': { session: 'text' },
  /** The stream of this session ended at XML that breaks RFC 6120 11. */
  'ill-formed-xml': at,
  /** The server sent more than this tester takes: too much at once, or too large an element. */
  'limit-exceeded': at,
  /** A check failed, and the server may not have noticed that this session is gone. */
  'end-unnoticed': at,
  /** A check failed, and what this session sent just before its connection ended may be lost. */
  'sent-unproven': { session: 'text' },
  /**
   * The roster shows another subscription than that of the given state. `differences`: how it differs from the state; absent in reports of
   * earlier versions.
   */
  'state-not-reached': {
    state: 'text',
    user: 'text',
    subscription: 'text',
    ask: 'text?',
    differences: 'stateDifference[]?',
  },
  /** A new session did not receive the pending request of the given state (RFC 6121 3.1.3). */
  'request-not-redelivered': { state: 'text', user: 'text', contact: 'text' },
  /** The scenario's given state needs a session of this actor at the start. */
  'state-needs-session': { state: 'text', actor: 'text' },
  /** The streams between the servers were cut, and one of them has not closed its connections. */
  'cut-unnoticed': {},
  /** A step uses a value that no stanza has brought: the check that captures it did not hold, and did not end the case. */
  'nothing-captured': { name: 'text' },
  /** The server of this session did not reach the other one again. */
  'servers-apart': at,
  /** A server did not start again, or the streams between the servers could not be restored. */
  'servers-not-restored': { cause: 'problem' },
  'late-stanzas': { count: 'number' },
  /** What was missing came this much after its fence when the case was played again, in milliseconds. */
  'came-late': { lagMs: 'number' },
  /** One look showed these requirements violated, and another did not. */
  'not-again': { requirements: 'text[]' },
  /** The case failed once, and no other look decided: why that one was broken; absent: the run ended before. */
  unconfirmed: { why: 'reason?' },
  /** Each fence waited for less than the server was found to need, in milliseconds: nothing shows that nothing came. */
  unsettled: { settledMs: 'number', neededMs: 'number' },
  /** The user stopped the run, and the case had not ended a few seconds later. */
  interrupted: {},
  /** Repetitions of the case had different verdicts: how often each outcome came, and why one of them was broken. */
  flaky: { outcomes: 'outcomeCount[]', why: 'reason?' },
  /** The roster of an existing account has an item of an earlier case. */
  'account-unclean': { account: 'text', contact: 'text' },
  /** Something else uses an account of the case, or of one that ran at the same time. */
  'foreign-traffic': { cause: 'problem' },
  /** A limit of the server may be the cause of what was seen. */
  'server-limit': { limit: 'serverLimit', server: LIMITED_SERVER },
  /** A fault of our own, with its stack. */
  bug: { stack: 'text' },
} as const satisfies Table;

/** How often an outcome came. */
export const OUTCOME_COUNT = { outcome: 'text', count: 'number' } as const;

/** Failures that a baseline listed until it expired. */
export const EXPIRED = { 'baseline-expired': { entries: 'expiredEntry[]' } } as const satisfies Table;

/** `until` is a date such as `2027-06-30`. */
export const EXPIRED_ENTRY = { requirement: 'text', until: 'text' } as const;

/** Why a case has the outcome it has, where its checks do not say it. */
export const REASONS = { ...SKIPPED, ...BROKEN, ...EXPIRED } as const;

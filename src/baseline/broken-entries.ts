// Entries of cases that are known to be broken, and what keeps such a case without a verdict.

import type { Case } from '../model/case.ts';
import type { Mistake } from '../model/place.ts';
import type { Problem } from '../model/problem.ts';
import type { BrokenReason, Reason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import type { LimitKind } from '../model/server-limit.ts';
import { PROBLEMS } from '../wording/problems.ts';
import { baselineMistake } from '../wording/report-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/read.ts';
import type { BaselineData, BrokenGroup } from './baseline-schema.ts';
import { listedAs, matchIds, PLAYS } from './case-globs.ts';

/** A case that is known to be broken by a cause. */
export interface BrokenEntry {
  readonly case: string;
  readonly cause: string;
  readonly reason: string;
  /** The last day on which the entry counts, in UTC. */
  readonly expires?: string;
  /** The case is broken in some runs only. */
  readonly varies?: boolean;
  /** The index of its group in the file; absent: it is new. */
  readonly at?: number;
}

/** One pattern of a group. */
export interface BrokenListing {
  readonly group: BrokenGroup;
  readonly at: number;
  readonly path: Path;
  readonly pattern: string;
  readonly ids: readonly string[];
}

/** Every pattern of the groups. */
export function brokenListingsIn({ broken = [] }: BaselineData, cases: readonly Case[]): readonly BrokenListing[] {
  const ids = cases.map(({ id }) => id);
  return broken.flatMap((group, at) =>
    group.cases.map((pattern, patternAt) => ({
      ...{ group, at, pattern },
      path: ['broken', at, 'cases', patternAt],
      ids: matchIds(pattern, ids),
    })),
  );
}

/** One entry for each case of each group. */
export function brokenEntriesOf(listings: readonly BrokenListing[]): readonly BrokenEntry[] {
  const distinct = new Map<string, BrokenEntry>();
  for (const { group, at, ids } of listings) {
    const { cases: _, link: __, ...known } = group;
    for (const id of ids) distinct.set(`${at} ${id}`, { case: id, ...known, at });
  }
  return [...distinct.values()];
}

/** A cause that no case has or that is not the server's, and a case that is listed twice for the same. */
export function brokenMistakes(listings: readonly BrokenListing[], source: Source): readonly Mistake[] {
  const groups = [...new Map(listings.map((listing) => [listing.at, listing])).values()];
  return [...groups.flatMap((listing) => causeMistake(listing, source)), ...listedTwice(listings, source)];
}

function causeMistake({ group: { cause }, at }: BrokenListing, source: Source): readonly Mistake[] {
  const wrong = wrongCause(cause);
  if (wrong === undefined) return [];
  const message =
    wrong === 'unknown'
      ? baselineMistake('unknownCause', cause, suggest(cause, LISTABLE))
      : baselineMistake('causeNotOfServer', cause);
  return [{ place: source.place(['broken', at, 'cause']), message }];
}

function listedTwice(listings: readonly BrokenListing[], source: Source): readonly Mistake[] {
  return listings.flatMap((listing, index) => {
    const { group, at, path, ids } = listing;
    const isSame = (other: BrokenListing) =>
      standsFor(other.group.cause, group.cause) || standsFor(group.cause, other.group.cause);
    for (const other of listings.slice(0, index)) {
      const id = other.at !== at && isSame(other) ? ids.find((one) => other.ids.includes(one)) : undefined;
      if (id === undefined) continue;
      const { line } = source.place(other.path);
      return [{ place: source.place(path), message: baselineMistake('listedTwice', id, group.cause, line) }];
    }
    return [];
  });
}

/**
 * The entries after a run. A case that got a verdict is no longer listed, nor one that is broken by another cause, unless it varies.
 * What the server cannot be at fault for is not listed.
 */
export function brokenAfter(results: readonly CaseResult[], before: readonly BrokenEntry[]): readonly BrokenEntry[] {
  const ran = new Map(results.filter(({ outcome }) => outcome !== 'skipped').map((one) => [one.case.id, one]));
  const isListed = (entry: BrokenEntry, result: CaseResult) => entry.case === listedAs(result) && isSeen(entry, result);
  const isSeen = (entry: BrokenEntry, { outcome, reason }: CaseResult) =>
    outcome === 'broken' && standsFor(entry.cause, causeOf(reason) ?? '');
  const kept = before.filter((entry) => {
    const result = ran.get(entry.case);
    if (result === undefined || entry.varies || isSeen(entry, result)) return true;
    return result.outcome === 'broken' && causeOf(result.reason) === undefined;
  });
  const found = [...ran.values()].flatMap((result): readonly BrokenEntry[] => {
    const cause = result.outcome === 'broken' ? causeOf(result.reason) : undefined;
    if (cause === undefined || kept.some((entry) => isListed(entry, result))) return [];
    return [{ case: listedAs(result), cause, reason: '' }];
  });
  // Several plays have one name.
  const isFirst = ({ case: id, cause }: BrokenEntry, at: number) =>
    id !== PLAYS || found.findIndex((one) => one.case === id && one.cause === cause) === at;
  return [...kept, ...found.filter(isFirst)];
}

/** Whether the server can be at fault. What has its cause on this side or around the server is never listed. */
export const IS_OF_SERVER: Readonly<Record<BrokenReason['kind'], boolean>> = {
  'no-accounts': false,
  'login-failed': true,
  'not-sent': true,
  'component-lost': true,
  'fence-lost': true,
  'roster-not-read': true,
  'roster-get-refused': true,
  'not-driven': true,
  'not-connected': true,
  'ill-formed-xml': true,
  'limit-exceeded': true,
  'end-unnoticed': true,
  'sent-unproven': true,
  'state-not-reached': true,
  'request-not-redelivered': true,
  'state-needs-session': false,
  'cut-unnoticed': true,
  'nothing-captured': true,
  'servers-apart': true,
  'servers-not-restored': false,
  'late-stanzas': true,
  'came-late': true,
  'not-again': true,
  unconfirmed: false,
  unsettled: true,
  interrupted: false,
  flaky: false,
  'account-unclean': true,
  'foreign-traffic': false,
  'server-limit': true,
  bug: false,
};

/** Problems of this side, of the way to the server, or of what the user has set up: a wrong password, a secret, no common mechanism. */
const OURS: readonly Problem['kind'][] = [
  ...([
    'connection-refused',
    'host-not-found',
    'unreachable',
    'authorities-unreadable',
    'certificate-refused',
  ] as const),
  ...([
    'login-refused',
    'component-refused',
    'no-mechanism',
    'starttls-missing',
    'tls-failed',
    'tls-required',
  ] as const),
  ...([
    'negotiation-failed',
    'called-off',
    'stream-closed-by-client',
    'connection-dropped-by-client',
    'login-failed',
    'other',
  ] as const),
  ...(['id-in-use', 'session-exists', 'recipient-missing', 'sender-foreign', 'domain-shared'] as const),
  ...(['account-shared', 'run-ending'] as const),
];

/** The server did not answer in time. After several such waits, further ones are not tried: by chance, one or the other is seen. */
const SILENCE: readonly string[] = ['no-answer', 'no-arrival', 'phase-expired', 'not-tried'];

/** The limits that a cause `server-limit` can name. */
export const LIMITS: Readonly<Record<LimitKind, true>> = {
  'subscription-count': true,
  'byte-rate': true,
  registration: true,
  'stanza-size': true,
  streams: true,
};

/** The kinds of reasons that a baseline may list. */
const LISTABLE: readonly string[] = Object.entries(IS_OF_SERVER).flatMap(([kind, is]) => (is ? [kind] : []));

/** The cause of a broken case as a baseline lists it; undefined where the server cannot be at fault. */
export function causeOf(reason: Reason | undefined): string | undefined {
  if (reason === undefined || !LISTABLE.includes(reason.kind)) return undefined;
  if (reason.kind === 'server-limit') return `${reason.kind} ${reason.limit.kind}`;
  if (!('cause' in reason)) return reason.kind;
  const { kind } = innermost(reason.cause);
  if (OURS.includes(kind)) return undefined;
  return `${reason.kind} ${SILENCE.includes(kind) ? 'no-answer' : kind}`;
}

const innermost = (problem: Problem): Problem => ('cause' in problem ? innermost(problem.cause) : problem);

/** Whether a listed cause stands for that of a case: one without a second word stands for all of its kind. */
export const standsFor = (listed: string, cause: string): boolean => listed === cause || cause.startsWith(`${listed} `);

/** What is wrong with a cause in a file: no case has it, or the server cannot be at fault. Undefined: nothing. */
export function wrongCause(listed: string): 'unknown' | 'not-of-server' | undefined {
  const [kind = '', detail, ...more] = listed.split(' ');
  if (!Object.hasOwn(IS_OF_SERVER, kind)) return 'unknown';
  if (!LISTABLE.includes(kind)) return 'not-of-server';
  if (detail === undefined) return undefined;
  const isKnown = kind === 'server-limit' ? Object.hasOwn(LIMITS, detail) : Object.hasOwn(PROBLEMS, detail);
  if (!isKnown || more.length > 0 || (SILENCE.includes(detail) && detail !== 'no-answer')) return 'unknown';
  return OURS.some((own) => own === detail) ? 'not-of-server' : undefined;
}

// The situation in which a check failed, read from the transcript: who was there, what was sent, and what came of it.

import type { Actor } from '../../model/case.ts';
import type { Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { child, NS, text } from '../../stanza/xml.ts';
import { causeOf, isAbout } from '../evidence.ts';

/** A session before the stanzas that led to the failure. */
export interface SessionState {
  readonly session: string;
  /** `connected`: it has sent no presence, or unavailable presence. `remote`: the tester plays it behind a component. */
  readonly is: 'available' | 'connected' | 'offline' | 'remote';
  /** Of an available session. */
  readonly priority?: string | undefined;
  readonly show?: string | undefined;
  /** It has asked for the roster, which makes it an interested resource (RFC 6121 2.2). */
  readonly isInterested: boolean;
  /** The name of the second server, where the session has its account there; undefined: it has it on the first. */
  readonly peer: string | undefined;
}

export interface Situation {
  /** Actors whose address has no account. */
  readonly absent: readonly string[];
  /** Before the first act of `before`, or of `acts` where there is none. */
  readonly sessions: readonly SessionState[];
  /** Before the first act of `exchange`. */
  readonly atStart: readonly SessionState[];
  /** The last of what the sessions had done before, apart from the setup. */
  readonly before: readonly TranscriptEntry[];
  /** What led to the failure: the last acts before the check, without a fence between them. */
  readonly acts: readonly TranscriptEntry[];
  /** What any session received after them. */
  readonly arrivals: readonly { readonly session: string; readonly stanza: XmlElement }[];
  /** The exchange as it went: all acts of the case so far, and what arrived. */
  readonly exchange: readonly TranscriptEntry[];
  /** What the session of the check received after them; undefined: the check is of no session, or there is no transcript. */
  readonly received?: readonly XmlElement[] | undefined;
}

/** Acts before the last ones; a login is one. */
const MAX_BEFORE = 5;

/** The situation of the failed check. */
export function situationOf({ result, check }: Showing): Situation {
  const { actors } = result.case;
  const { entries } = result.transcript;
  const end = lastAct({ result, check }, entries);
  const begin = 1 + entries.slice(0, end).findLastIndex(({ kind }) => kind === 'fence' || kind === 'setup');
  const sent = entries.slice(begin, end + 1).filter(isAct);
  const acts = sent.length > 0 || end < 0 ? sent : entries.slice(end, end + 1);
  const earlier = entries.slice(0, begin);
  const before = loginsTogether(earlier.filter(isAct)).slice(-MAX_BEFORE).flat();
  const statesBefore = (act: TranscriptEntry | undefined) => {
    const known = entries.slice(0, act === undefined ? 0 : entries.indexOf(act));
    return actors.flatMap((actor) => statesOf(actor, result.servers?.B, known));
  };
  const next = entries.findIndex((entry, at) => at > end && isAct(entry));
  const after = entries.slice(begin, next < 0 ? undefined : next);
  const arrivals = after.flatMap(arrivalOf);
  const isSeen = check.session !== '' && end >= 0;
  return {
    absent: actors.filter(({ account }) => account === 'absent').map(({ name }) => name),
    sessions: statesBefore(before[0] ?? acts[0]),
    atStart: statesBefore(earlier.find(isAct) ?? acts[0]),
    before,
    acts,
    arrivals,
    exchange: [...earlier, ...after].filter((entry) => isAct(entry) || arrivalOf(entry).length > 0),
    ...(isSeen && {
      received: arrivals.filter(({ session }) => session === check.session).map(({ stanza }) => stanza),
    }),
  };
}

/** A step of the case: a stanza that a client sends, a login, the end of a stream. */
const isAct = ({ kind, direction }: TranscriptEntry): boolean => kind === 'step' && direction !== 'received';

/** Ambient traffic is not among them: no failure is about it. */
const ARRIVING: readonly TranscriptEntry['kind'][] = ['step', 'unexplained'];

function arrivalOf({ kind, direction, session, stanza }: TranscriptEntry): Situation['arrivals'] {
  return direction === 'received' && ARRIVING.includes(kind) && stanza !== undefined ? [{ session, stanza }] : [];
}

/** The index of the last act before the check; of a passive check, before the stanza at fault. -1: not known. */
function lastAct({ result, check }: Pick<Showing, 'result' | 'check'>, entries: readonly TranscriptEntry[]): number {
  const cause = check.failure?.kind === 'passive' ? undefined : causeOf(check, result);
  const known = cause === undefined ? -1 : entries.indexOf(cause);
  const shown = entries.findIndex((entry) => isAbout(check, entry));
  if (known >= 0 && shown < 0) return known;
  const last = entries.slice(0, shown < 0 ? undefined : shown).findLastIndex(isAct);
  return Math.max(known, last);
}

function statesOf({ isRemote, isPeer = false, sessions }: Actor, second = 'B', entries: readonly TranscriptEntry[]) {
  const peer = isPeer ? second : undefined;
  return sessions.map(({ ref }): SessionState => {
    if (isRemote) return { session: ref, is: 'remote', isInterested: false, peer };
    return { session: ref, peer, ...stateOf(entries.filter((entry) => entry.session === ref)) };
  });
}

/** The state of a session after these entries of it. */
function stateOf(entries: readonly TranscriptEntry[]): Omit<SessionState, 'session' | 'peer'> {
  const login = entries.findLastIndex(({ note }) => note?.kind === 'connected');
  const end = entries.findLastIndex(({ note }) => note?.kind === 'ended');
  if (login < 0 || end > login) return { is: 'offline', isInterested: false };
  const { note } = entries[login] ?? {};
  // A session of an earlier case goes on only if it is interested.
  const isHandedOver = note?.kind === 'connected' && note.isHandedOver === true;
  const isInterested = isHandedOver || entries.slice(login).some(isRosterGet);
  const presence = entries.slice(login).flatMap(({ direction, stanza }) => {
    const isOwn = direction === 'sent' && stanza?.name === 'presence' && stanza.attrs['to'] === undefined;
    return isOwn && stanza !== undefined ? [stanza] : [];
  });
  const last = presence.at(-1);
  if (last === undefined || last.attrs['type'] !== undefined) return { is: 'connected', isInterested };
  return { is: 'available', isInterested, priority: textOf(last, 'priority') ?? '0', show: textOf(last, 'show') };
}

/** Whether a client asks for its roster. */
const isRosterGet = ({ direction, stanza }: TranscriptEntry): boolean =>
  direction === 'sent' && stanza?.attrs['type'] === 'get' && child(stanza, 'query', NS.roster) !== undefined;

/** Whether a session says that it is available, to nobody in particular. */
export const isOwnPresence = ({ stanza }: TranscriptEntry): boolean =>
  stanza?.name === 'presence' && stanza.attrs['type'] === undefined && stanza.attrs['to'] === undefined;

/** What a client does when it connects. */
export const isOfLogin = (act: TranscriptEntry): boolean =>
  act.note?.kind === 'connected' || isOwnPresence(act) || isRosterGet(act);

/** The acts, those of one login together. */
export function loginsTogether(acts: readonly TranscriptEntry[]): readonly (readonly TranscriptEntry[])[] {
  const groups: TranscriptEntry[][] = [];
  for (const act of acts) {
    const group = groups.at(-1);
    const first = group?.[0];
    const isNext = first?.note?.kind === 'connected' && first.session === act.session && isOfLogin(act);
    if (group !== undefined && isNext) group.push(act);
    else groups.push([act]);
  }
  return groups;
}

function textOf(presence: XmlElement, name: string): string | undefined {
  const inner = child(presence, name);
  return inner === undefined ? undefined : text(inner).trim();
}

// The act that led to what a failed check shows, by its id or as the last one before, and the sessions at which it shows.

import { isDeepStrictEqual } from 'node:util';
import { departureOf } from '../../failures/kinds.ts';
import type { Failure } from '../../model/failure.ts';
import type { Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { readMark } from '../../stanza/marks.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { causeOf, isAbout } from '../evidence.ts';
import { isOfLogin, isOwnPresence, type Situation } from './situation.ts';

/** A stanza at a session: it arrived, or it should have. */
interface Arrival {
  readonly session: string;
  readonly stanza: XmlElement;
}

/**
 * The act that led to the failure: the one with the id of the stanza at fault, or of the expected one where that is missing; else the
 * last act before the stanza at fault arrived; else the last act before the check. A roster get only reads what is stored, so a wrong
 * roster is due to the last act that is no part of a login. Undefined: no act is known.
 */
export function triggerOf(
  { check }: Showing,
  { acts, exchange }: Pick<Situation, 'acts' | 'exchange'>,
): TranscriptEntry | undefined {
  const { failure } = check;
  const last = acts.at(-1);
  if (failure === undefined) return last;
  if (failure.kind === 'roster') return exchange.findLast((entry) => isSent(entry) && !isOfLogin(entry)) ?? last;
  const at = isLacking(failure) ? -1 : exchange.findIndex((entry) => isAbout(check, entry));
  const { session, stanza } = exchange[at] ?? {};
  const before = exchange.slice(0, at < 0 ? undefined : at).filter(isSent);
  if (session !== undefined && stanza !== undefined) return broughtBy(before, { session, stanza }) ?? last;
  return before.findLast((act) => lackingIn(failure, check.session).some((one) => leadsTo(act, one))) ?? last;
}

const isSent = ({ direction }: TranscriptEntry): boolean => direction !== 'received';

/** The act with the id of the stanza that arrived, or the later login upon which the server delivered it from storage; else the last act. */
function broughtBy(acts: readonly TranscriptEntry[], { session, stanza }: Arrival): TranscriptEntry | undefined {
  const at = acts.findLastIndex((act) => leadsTo(act, { session, stanza }));
  const named = acts[at];
  if (named === undefined || isAnswered(named, { session, stanza })) return named ?? acts.at(-1);
  const login = acts.slice(at + 1).findLast((act) => act.session === session && comesOnline(act));
  return login ?? named;
}

/** Whether a stanza did not arrive, and none arrived in its place: the nearest one is not at fault. */
const isLacking = (failure: Failure): boolean => failure.kind === 'missing' && departureOf(failure).kind === 'missing';

/** What did not arrive: the expected stanza, or what the first permitted outcome has and the one taken lacks. */
function lackingIn(failure: Failure, session: string): readonly Arrival[] {
  if (failure.kind !== 'violates') return failure.expected === undefined ? [] : [{ session, stanza: failure.expected }];
  const [taken, allowed] = failure.meanings ?? [];
  const there = taken?.arrivals ?? [];
  return (allowed?.arrivals ?? []).filter((arrival) => !there.some((one) => isDeepStrictEqual(one, arrival)));
}

/** Whether the stanza is the one that the act sent, which keeps its id when it is delivered, or the answer to it. */
function leadsTo(act: TranscriptEntry, arrival: Arrival): boolean {
  const { name, attrs } = arrival.stanza;
  if (attrs['id'] === undefined || act.stanza?.name !== name || act.stanza.attrs['id'] !== attrs['id']) return false;
  return !isAnswer(arrival.stanza) || isAnswered(act, arrival) || act.stanza.attrs['type'] === attrs['type'];
}

const isAnswer = ({ attrs: { type } }: XmlElement): boolean => type === 'error' || type === 'result';

/** Whether the stanza is an answer, and its recipient sent the request. */
const isAnswered = (act: TranscriptEntry, { session, stanza }: Arrival): boolean =>
  isAnswer(stanza) && act.session === session;

/** Whether a session connects or becomes available: a server then delivers what it has stored. */
const comesOnline = (act: TranscriptEntry): boolean => act.note?.kind === 'connected' || isOwnPresence(act);

export interface Witnesses {
  /** Sessions at which the same check of the step fails in the same way, that of the showing first. */
  readonly failing: readonly string[];
  /** Other sessions of the same user that receive what is missing there. */
  readonly served: readonly string[];
  /** What the session receives that differs from what is missing only in its sender. */
  readonly alike: readonly XmlElement[];
}

/** Where the failure shows, and of a missing stanza, where it arrives all the same. */
export function witnessesOf({ result, check }: Showing, { arrivals }: Pick<Situation, 'arrivals'>): Witnesses {
  const { failure, session, requirements } = check;
  if (failure === undefined || session === '') return { failing: [], served: [], alike: [] };
  const departure = departureOf(failure);
  const cause = causeOf(check, result);
  const together = result.checks.filter(
    (other) =>
      other.failure !== undefined &&
      other.session !== '' &&
      other.requirements.some((id) => requirements.includes(id)) &&
      isDeepStrictEqual(departureOf(other.failure), departure) &&
      causeOf(other, result) === cause,
  );
  const failing = [...new Set([session, ...together.map((other) => other.session)])];
  const { expected } = failure;
  const isMissing = departure.kind === 'missing' && expected !== undefined;
  const others = arrivals.filter((one) => !failing.includes(one.session) && userOf(one.session) === userOf(session));
  const served = isMissing ? others.filter(({ stanza }) => isSame(expected, stanza)).map((one) => one.session) : [];
  const own = arrivals.filter((one) => one.session === session).map(({ stanza }) => stanza);
  const alike = isMissing ? own.filter((stanza) => isOfOtherSender(expected, stanza)) : [];
  return { failing, served: [...new Set(served)], alike };
}

const userOf = (session: string): string => session.split('/')[0] ?? '';

/** Whether the stanza is of the kind of the pattern, and of its sender where the pattern names one. */
function isSame(pattern: XmlElement, stanza: XmlElement): boolean {
  const { from } = pattern.attrs;
  const isFrom = from === undefined || from.includes('${') || from === stanza.attrs['from'];
  return isFrom && isDeepStrictEqual(stanzaKind(pattern), stanzaKind(stanza));
}

/** Presence of another resource of the same user. */
function isOfOtherSender(pattern: XmlElement, stanza: XmlElement): boolean {
  const [wanted, sender] = [pattern.attrs['from'], stanza.attrs['from']];
  if (wanted === undefined || sender === undefined || wanted === sender || pattern.name !== 'presence') return false;
  // A sender that no earlier stanza had: all that arrived have another.
  const isOther = readMark(wanted)?.name === 'new' || userOf(wanted) === userOf(sender);
  return isOther && isDeepStrictEqual(stanzaKind(pattern), stanzaKind(stanza));
}

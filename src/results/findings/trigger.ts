// The act that led to what a failed check shows. An id says which one it is; without one, it is the last act before.

import { isDeepStrictEqual } from 'node:util';
import { departureOf } from '../../failures/kinds.ts';
import type { Failure } from '../../model/failure.ts';
import type { Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { isAbout } from '../evidence.ts';
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

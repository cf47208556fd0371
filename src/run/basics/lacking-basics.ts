// What a failed or broken case shows that the server lacks as a whole. Pure.

import type { Basic, Case } from '../../model/case.ts';
import type { Failure, FailureOf } from '../../model/failure.ts';
import type { Reason } from '../../model/reason.ts';
import type { CaseResult } from '../../model/result.ts';
import type { StateDifference } from '../../model/standard.ts';
import type { Step } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { isSameWithoutAsk, rosterItems } from '../../stanza/iq.ts';
import { actorOf } from '../../stanza/jid.ts';
import { elements } from '../../stanza/xml.ts';
import { globMatcher } from '../../wording/glob.ts';
import { findProblem } from '../../wording/problems.ts';

/**
 * The basics that the result shows to be missing on the server under test; none where it breaks a requirement that they do not
 * explain. Whether a basic is missing as a whole, only the case that establishes it shows. Such cases have their user on the
 * server under test: what its peer lacks stays a failure of each case that shows it.
 */
export function lackingIn({ case: aCase, outcome, reason, checks }: CaseResult): readonly Basic[] {
  if (outcome === 'broken') return lackingInState(aCase, reason);
  if (outcome !== 'failed' && outcome !== 'warned') return [];
  const sets = rosterSetsOf(aCase);
  const seen = checks.flatMap(({ failure, requirements, session }) => {
    if (failure === undefined) return [];
    return [{ requirements, basic: isOnPeer(actorOf(session), aCase) ? undefined : lackingInFailure(failure, sets) }];
  });
  const explained = new Set(seen.flatMap(({ basic, requirements }) => (basic === undefined ? [] : requirements)));
  const isElse = seen.some(({ requirements }) => requirements.some((id) => !explained.has(id)));
  return isElse ? [] : [...new Set(seen.flatMap(({ basic }) => basic ?? []))];
}

/** Whether the account of a user is on the peer of the server under test. */
export const isOnPeer = (user: string, { actors }: Case): boolean =>
  actors.some(({ name, isPeer }) => name === user && isPeer === true);

function lackingInState(aCase: Case, reason: Reason | undefined): readonly Basic[] {
  if (reason?.kind === 'account-unclean' || isNeverEmpty(reason)) return ['roster-removal'];
  if (reason?.kind !== 'state-not-reached' || isOnPeer(reason.user, aCase)) return [];
  return lacksAsk(reason.differences) ? ['ask'] : [];
}

/** Whether the items of an existing account cannot be removed. */
const isNeverEmpty = (reason: Reason | undefined): boolean =>
  reason?.kind === 'no-accounts' && findProblem(reason.cause, 'roster-not-emptied') !== undefined;

/** Whether a missing "ask" is the only difference. */
function lacksAsk(differences: readonly StateDifference[] = []): boolean {
  return differences.length > 0 && differences.every(({ kind, seen }) => kind === 'ask' && !seen);
}

function lackingInFailure(failure: Failure, sets: RosterSets): Basic | undefined {
  switch (failure.kind) {
    case 'missing':
      return isSameWithoutAsk(failure.expected, failure.closest) ? 'ask' : lackingInMissing(failure, sets);
    case 'differs':
      return isSameWithoutAsk(failure.expected, failure.closest) ? 'ask' : undefined;
    case 'unexpected':
      return isPushWithoutAsk(failure) ? 'ask' : undefined;
    case 'roster':
      return lackingInRoster(failure, sets);
    case 'state':
      return lacksAsk(failure.differences) ? 'ask' : undefined;
    default:
      return undefined;
  }
}

function lackingInMissing({ expected, closest }: FailureOf<'missing'>, sets: RosterSets): Basic | undefined {
  if (expected?.name !== 'iq') return undefined;
  const { type, id = '' } = expected.attrs;
  if (type === 'set' && rosterItems(expected).length > 0) return isPush(closest) ? undefined : 'roster-push';
  if (type === 'result' && sets.all.has(id)) return closest?.attrs['id'] === id ? undefined : 'roster-set';
  const isUnlisted = conditionOf(expected) === 'item-not-found' && sets.removals.has(id);
  return type === 'error' && isUnlisted ? 'item-not-found' : undefined;
}

function lackingInRoster({ item, expected, closest }: FailureOf<'roster'>, sets: RosterSets): Basic | undefined {
  if (item === 'missing') return sets.all.size > sets.removals.size ? 'roster-set' : undefined;
  if (item === 'unexpected') return sets.removed.some((isIt) => isIt(closest)) ? 'roster-removal' : undefined;
  const isAsked = expected?.attrs['ask'] === 'subscribe' && closest?.attrs['ask'] === undefined;
  return isAsked && expected.attrs['jid'] === closest?.attrs['jid'] ? 'ask' : undefined;
}

/** Whether a push came that was allowed with ask="subscribe". */
function isPushWithoutAsk({ closest, allowed }: FailureOf<'unexpected'>): boolean {
  return isPush(closest) && allowed.some((pattern) => isSameWithoutAsk(pattern, closest));
}

const isPush = (stanza: XmlElement | undefined): boolean =>
  stanza?.attrs['type'] === 'set' && rosterItems(stanza).length > 0;

function conditionOf(iq: XmlElement): string | undefined {
  const error = elements(iq).find(({ name }) => name === 'error');
  return error && elements(error)[0]?.name;
}

/** The ids of the roster sets that a case sends, and of those that remove an item. */
interface RosterSets {
  readonly all: ReadonlySet<string>;
  readonly removals: ReadonlySet<string>;
  /** Whether an item is one that the case removes. */
  readonly removed: readonly ((item: XmlElement | undefined) => boolean)[];
}

function rosterSetsOf({ steps }: Case): RosterSets {
  const sets = stanzasSent(steps).filter(isPush);
  const ids = (stanzas: readonly XmlElement[]) => new Set(stanzas.map(({ attrs }) => attrs['id'] ?? ''));
  const removals = sets.filter((stanza) => removedIn(stanza).length > 0);
  const removed = removals.flatMap(removedIn).map(({ attrs }) => isItem(attrs['jid'] ?? ''));
  return { all: ids(sets), removals: ids(removals), removed };
}

const removedIn = (stanza: XmlElement): readonly XmlElement[] =>
  rosterItems(stanza).filter(({ attrs }) => attrs['subscription'] === 'remove');

/** Whether an item has this address, in which placeholders stand for any text. */
function isItem(template: string): (item: XmlElement | undefined) => boolean {
  const isAddress = globMatcher([template.toLowerCase().replaceAll(/\$\{[^}]*\}/g, '**')]);
  return (item) => isAddress(item?.attrs['jid']?.toLowerCase() ?? '');
}

const stanzasSent = (steps: readonly Step[]): readonly XmlElement[] =>
  steps.flatMap((step) => (step.kind === 'send' ? [step.stanza] : []));

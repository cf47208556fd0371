// The evidence of a failed check in the transcript: the entry that shows it, and the last entry that led to it.

import type { Actor } from '../model/case.ts';
import type { Note } from '../model/note.ts';
import type { Place } from '../model/place.ts';
import type { CaseResult, CheckResult } from '../model/result.ts';
import type { TranscriptEntry } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';

/** Whether the entry is or holds the element that the failed check names. The engine records and judges the same object. */
export function isAbout({ failure }: CheckResult, { stanza, direction }: TranscriptEntry): boolean {
  if (failure?.closest === undefined || stanza === undefined || direction !== 'received') return false;
  return pathTo(failure.closest, stanza) !== undefined;
}

/** The indexes of children that lead from one element to another inside it; a roster item is inside of its stanza. */
export function pathTo(wanted: XmlElement, from: XmlElement): readonly number[] | undefined {
  if (from === wanted) return [];
  for (const [index, child] of from.children.entries()) {
    const path = typeof child === 'string' ? undefined : pathTo(wanted, child);
    if (path !== undefined) return [index, ...path];
  }
  return undefined;
}

/** The element at the end of such a path; undefined if there is none. */
export function elementAt(from: XmlElement | undefined, [index, ...rest]: readonly number[]): XmlElement | undefined {
  if (from === undefined || index === undefined) return from;
  const child = from.children[index];
  return typeof child === 'object' ? elementAt(child, rest) : undefined;
}

/**
 * The last entry that the steps before a check caused, or that the setup caused. A case read back from a report has no steps; its checks hold their causes.
 */
export function causeOf(
  check: CheckResult,
  { case: aCase, transcript: { entries } }: CaseResult,
): TranscriptEntry | undefined {
  if ('cause' in check) return check.cause;
  const { steps, actors } = aCase;
  const before = steps.slice(0, 1 + steps.findLastIndex((step) => !isAfter(step.place, check.place)));
  const actions = before.flatMap((step) => actionOf(step, actors) ?? []);
  const last = actions.at(-1);
  if (last === undefined) return entries[entries.findIndex((entry) => entry.kind === 'step') - 1];
  const own = actions.filter(({ session }) => session === last.session);
  const count = own.reduce((sum, action) => sum + action.entries, 0);
  return entries.filter((entry) => isCausedBy(last.session, entry))[count - 1];
}

/** A step of a session of the case, and the number of transcript entries that it causes, apart from answers. */
interface Action {
  readonly session: string;
  readonly entries: number;
}

function actionOf(step: Step, actors: readonly Actor[]): Action | undefined {
  switch (step.kind) {
    case 'send':
      return { session: step.from, entries: 1 };

    case 'connect':
      return { session: step.session, entries: 1 + stanzasAtLogin(step.session, actors) };
    case 'disconnect':
    case 'drop':
      return { session: step.session, entries: 1 };
    case 'roster':
      return step.session === undefined ? undefined : { session: step.session, entries: 1 };
    default:
      return undefined;
  }
}

/** A session of an account asks for its roster and sends presence, as far as it is planned to. */
function stanzasAtLogin(session: string, actors: readonly Actor[]): number {
  const actor = actors.find(({ sessions }) => sessions.some(({ ref }) => ref === session));
  const plan = actor?.sessions.find(({ ref }) => ref === session);
  if (actor === undefined || plan === undefined || actor.isRemote) return 0;
  return Number(plan.roster) + Number(plan.presence !== undefined);
}

function isCausedBy(session: string, { direction, kind, session: other, note }: TranscriptEntry): boolean {
  return other === session && direction !== 'received' && kind === 'step' && !isEndByServer(note);
}

/** The server has ended the stream, as it does when a step restarts it. */
function isEndByServer(note: Note | undefined): boolean {
  return note?.kind === 'ended' && !note.cause.kind.endsWith('-by-client');
}

function isAfter(place: Place, other: Place): boolean {
  return place.line > other.line || (place.line === other.line && place.col > other.col);
}

// RFC 6121 4.7.2.3: a server may override the priority that a client gives, and shows it in what it broadcasts. Messages go by the
// priorities (8.5), so a case with messages is judged only where those that it gives are in force, or others with the same effect.
// Which of several resources is the most available is the server's choice (8.5.2.1.1), so the same order is no part of that.

import type { Case } from '../../model/case.ts';
import type { SkipReason } from '../../model/reason.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { Step } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { actorOf } from '../../stanza/jid.ts';
import { child, NS, text } from '../../stanza/xml.ts';

/** A case that cites it is about the override itself. */
const SHOWS_OVERRIDE = 'rfc6121-4.7.2.3-g';

/** The priority that a session has asked for, and the one that the server has shown: the same until it shows one. */
interface Priority {
  readonly session: string;
  readonly given: number;
  readonly shown: number;
  /** The session itself has seen it. What another resource of the account has seen counts until then. */
  readonly isReflected: boolean;
  /** The index of the entry of the presence. */
  readonly since: number;
}

/** Why a case cannot be judged on the priorities that the server has shown so far; undefined: it can. */
export function overriddenPriority(aCase: Case, entries: readonly TranscriptEntry[]): SkipReason | undefined {
  const addressees = addresseesIn(aCase.steps);
  if (addressees.length === 0 || aCase.requirements.includes(SHOWS_OVERRIDE)) return undefined;
  const addressed = [...prioritiesIn(entries).values()].filter(({ session }) => addressees.includes(actorOf(session)));
  // A resource that becomes available later takes no part in the choice of one for a message.
  const sentAt = entries.findLastIndex(({ direction, stanza }) => direction === 'sent' && stanza?.name === 'message');
  const rivals = addressed.filter(({ since }) => sentAt === -1 || since < sentAt);
  const hasOtherRank = (one: Priority) => one.given !== one.shown && rivals.some((other) => !areAsEqual(one, other));
  const wrong = addressed.find(hasOtherSign) ?? rivals.find(hasOtherRank);
  return wrong && { kind: 'priority-overridden', given: wrong.given, shown: wrong.shown };
}

/** Messages to the account reach resources that are not negative (8.5.2.1.1). */
const hasOtherSign = ({ given, shown }: Priority): boolean => given < 0 !== shown < 0;

/** Resources of equal priority may all be the most available ones, and get a chat message each (8.5.4); those of two accounts never. */
const areAsEqual = (one: Priority, other: Priority): boolean =>
  actorOf(one.session) !== actorOf(other.session) || (one.given === other.given) === (one.shown === other.shown);

/** The actors whose accounts get messages: one without `to` goes to the account of its sender (RFC 6120 10.3.1). */
function addresseesIn(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'send' || step.stanza.name !== 'message') return [];
    const { to = `\${${actorOf(step.from)}}` } = step.stanza.attrs;
    return /^\$\{([^{}/]+)/.exec(to)?.[1] ?? [];
  });
}

/** The priorities of the available sessions by name, after all entries. */
function prioritiesIn(entries: readonly TranscriptEntry[]): ReadonlyMap<string, Priority> {
  const priorities = new Map<string, Priority>();
  const bound = new Map<string, string>();
  for (const [since, { session, direction, stanza, note }] of entries.entries()) {
    if (note?.kind === 'connected') bound.set(note.jid, session);
    if (note?.kind === 'connected' || note?.kind === 'ended') priorities.delete(session);
    if (stanza?.name !== 'presence') continue;
    if (direction === 'sent') noteGiven(priorities, { session, since, stanza });
    else noteShown(priorities, { at: session, of: bound.get(stanza.attrs['from'] ?? ''), stanza });
  }
  return priorities;
}

interface Given extends Pick<Priority, 'session' | 'since'> {
  readonly stanza: XmlElement;
}

function noteGiven(priorities: Map<string, Priority>, { session, since, stanza }: Given): void {
  const { to, type } = stanza.attrs;
  if (to !== undefined || (type !== undefined && type !== 'unavailable')) return;
  const given = type === undefined ? priorityOf(stanza) : undefined;
  if (given === undefined) priorities.delete(session);
  else priorities.set(session, { session, given, shown: given, isReflected: false, since });
}

interface Shown {
  /** The session that has received the presence. */
  readonly at: string;
  /** The session that it is of; undefined: none of the case. */
  readonly of: string | undefined;
  readonly stanza: XmlElement;
}

function noteShown(priorities: Map<string, Priority>, { at, of = '', stanza }: Shown): void {
  const known = priorities.get(of);
  const shown = stanza.attrs['type'] === undefined ? priorityOf(stanza) : undefined;
  if (known === undefined || shown === undefined || actorOf(at) !== actorOf(of)) return;
  const isReflected = at === of;
  if (isReflected || !known.isReflected) priorities.set(of, { ...known, shown, isReflected });
}

/** Zero where there is none; undefined where it is malformed. */
function priorityOf(stanza: XmlElement): number | undefined {
  const found = child(stanza, 'priority', NS.client);
  if (found === undefined) return 0;
  const value = text(found).trim();
  return /^[+-]?\d+$/.test(value) ? Number(value) : undefined;
}

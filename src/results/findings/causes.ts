// Which ways of not meeting a requirement come of one fault of the server. Only what cases show counts.

import { isDeepStrictEqual } from 'node:util';
import { kindOf } from '../../failures/kinds.ts';
import type { Failure } from '../../model/failure.ts';
import type { FindingPart, Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { isOfLogin, isOwnPresence, situationOf } from './situation.ts';

/** The parts, those of one fault together; faults and parts in the order of their first case. */
export function byCause(parts: readonly FindingPart[]): readonly (readonly FindingPart[])[] {
  const seen = parts.map(seenOf);
  const causes: Seen[][] = [];
  for (const one of seen) {
    const joined = causes.filter((cause) => cause.some((other) => isOneFault(one, other)));
    const rest = causes.filter((cause) => !joined.includes(cause));
    causes.splice(0, causes.length, ...rest, [...joined.flat(), one]);
  }
  const at = new Map(parts.map((part, index) => [part, index]));
  const inOrder = causes.map((cause) =>
    cause.map(({ part }) => part).sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0)),
  );
  return inOrder.sort(([a], [b]) => (a && b ? (at.get(a) ?? 0) - (at.get(b) ?? 0) : 0));
}

/** What the cases of a part show. */
interface Seen {
  readonly part: FindingPart;
  readonly rules: ReadonlySet<string>;
  readonly triggers: ReadonlySet<string>;
  /** Empty: some case shows too little. */
  readonly observations: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  readonly cases: ReadonlySet<string>;
  readonly isLostRequest: boolean;
}

function seenOf(part: FindingPart): Seen {
  const { shown, requirement, also, departure } = part;
  const observations = shown.map(observationOf);
  // The names of outcomes are those of a scenario, and mean the same within a section.
  const section = departure.kind === 'outcome' ? requirement.replace(/-[a-z]+$/, '') : '';
  const wholes = observations.flatMap(({ whole }) => (whole === undefined ? [] : [`${section} ${whole}`]));
  return {
    part,
    rules: new Set([requirement, ...also]),
    triggers: new Set(observations.flatMap(({ trigger }) => trigger ?? [])),
    observations: new Set(wholes.length === shown.length ? wholes : []),
    places: new Set(shown.map(({ check: { place } }) => `${place.file}:${place.line}:${place.col}`)),
    cases: new Set(part.cases),
    isLostRequest: shown.every(({ check }) => isLostRequest(check.failure)),
  };
}

function isOneFault(a: Seen, b: Seen): boolean {
  if (a.part.side !== b.part.side) return false;
  return isSeenAlike(a, b) || isOfOneRule(a, b) || isDoneTogether(a, b) || isInOneStanza(a, b);
}

/** Everything that the cases of one show, those of the other show as well. */
const isSeenAlike = (a: Seen, b: Seen): boolean =>
  a.observations.size > 0 && b.observations.size > 0 && isNested(a.observations, b.observations);

/** One rule is not met after the same stanza, in rows of one scenario, or by the same departure. What is missing is not what is too much. */
function isOfOneRule(a: Seen, b: Seen): boolean {
  if (!overlap(a.rules, b.rules) || a.isLostRequest || b.isLostRequest) return false;
  if (signOf(a) * signOf(b) < 0) return false;
  const isSame = isDeepStrictEqual(withoutName(a.part), withoutName(b.part));
  return isSame || overlap(a.triggers, b.triggers) || overlap(a.places, b.places);
}

/** One act of the server that must not be has several parts: a roster push, and a stanza to the contact. */
const isDoneTogether = (a: Seen, b: Seen): boolean =>
  a.part.departure.kind === 'unexpected' &&
  b.part.departure.kind === 'unexpected' &&
  overlap(a.triggers, b.triggers) &&
  isNested(a.cases, b.cases);

/** In all cases of both, the same stanza is at fault. */
function isInOneStanza(a: Seen, b: Seen): boolean {
  if (a.cases.size !== b.cases.size || !isNested(a.cases, b.cases)) return false;
  return a.part.shown.every(({ result, check }) => {
    const other = b.part.shown.find((showing) => showing.result === result)?.check.failure?.closest;
    return other !== undefined && isDeepStrictEqual(other, check.failure?.closest);
  });
}

function signOf({ part: { departure } }: Seen): number {
  if (departure.kind === 'missing' || departure.kind === 'order') return -1;
  return departure.kind === 'unexpected' || departure.kind === 'repeated' ? 1 : 0;
}

/** The departure; of a stanza that differs the attribute, in any stanza. An outcome says nothing without its name. */
function withoutName({ departure, key }: FindingPart): unknown {
  if (departure.kind === 'outcome') return key;
  return departure.path === undefined ? departure : ['differs', departure.path.replace(/^[a-z]+/, '')];
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one));

function isNested(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return [...small].every((one) => large.has(one));
}

interface Observation {
  /** What led to it, and to whom it was sent; undefined: not known. */
  readonly trigger?: string | undefined;
  /** What led to it, and what the server did or left undone, where; undefined: says too little to be compared. */
  readonly whole?: string | undefined;
}

/** What the failed check shows. */
function observationOf(showing: Showing): Observation {
  const { result, check } = showing;
  const { failure } = check;
  const act = failure === undefined ? undefined : actOf(showing, failure);
  if (failure === undefined || act === undefined) return {};
  const address = addressesOf(act.session, result.jids);
  const trigger = triggerOf(act, address);
  // A request that is lost shows at the next login, by any cause.
  if (isLostRequest(failure)) return { trigger, whole: 'a request is lost' };
  const whole = [
    answerOf(act, failure, address) ?? trigger,
    departureOf(failure, act, address),
    placeOf(check.session, act),
  ];
  return { trigger, whole: whole.join(' ') };
}

/** The last act before the check. A login at the end only shows what was stored before, unless presence is at fault. */
function actOf(showing: Showing, { closest, expected }: Failure): TranscriptEntry | undefined {
  const { before, acts } = situationOf(showing);
  const last = acts.at(-1);
  if (last === undefined || !isOwnPresence(last) || (closest ?? expected)?.name === 'presence') return last;
  return [...before, ...acts].findLast((act) => !isOfLogin(act)) ?? last;
}

/** Whether all that is wrong with a subscription state is that a request is no longer pending. */
function isLostRequest(failure: Failure | undefined): boolean {
  if (failure?.kind !== 'state' || failure.differences === undefined) return false;
  return failure.differences.length > 0 && failure.differences.every(({ kind, seen }) => kind === 'request' && !seen);
}

/** Says of a JID whether it is the sender's own or that of another, and whether it has a resource. */
type Address = (jid: string | undefined) => string;

function addressesOf(session: string, jids: Readonly<Record<string, string>>): Address {
  const names = new Map(Object.entries(jids).map(([name, jid]) => [jid, name]));
  return (jid) => {
    if (jid === undefined) return 'nobody';
    const [bare = ''] = jid.split('/');
    const name = names.get(jid) ?? names.get(bare);
    if (name === undefined || !bare.includes('@')) return 'elsewhere';
    return (accountOf(name) === accountOf(session) ? 'own' : 'other') + (jid.includes('/') ? '/resource' : '');
  };
}

const accountOf = (session: string): string => session.split('/')[0] ?? '';

function triggerOf({ stanza, note }: TranscriptEntry, address: Address): string {
  if (stanza === undefined) return note?.kind ?? '';
  const { type } = stanza.attrs;
  const content = type === 'error' ? '' : stanzaKind(stanza).content;
  return [stanza.name, type, content, 'to', address(stanza.attrs['to'])].join(' ');
}

/** The stanzas that a server handles alike on their way to the one who asked or was asked (RFC 6121 8.5.2.1.2). */
const ANSWERS: readonly (string | undefined)[] = ['subscribed', 'unsubscribe', 'unsubscribed'];

/** Any of them, where it is missing itself, or what comes with it is out of order. */
function answerOf({ stanza }: TranscriptEntry, failure: Failure, address: Address): string | undefined {
  const type = stanza?.attrs['type'];
  if (stanza?.name !== 'presence' || failure.kind !== 'missing' || !ANSWERS.includes(type)) return undefined;
  return failure.isOutOfOrder || failure.expected?.attrs['type'] === type
    ? `an answer to ${address(stanza.attrs['to'])}`
    : undefined;
}

function departureOf(failure: Failure, { stanza: sent }: TranscriptEntry, address: Address): string {
  const { observed } = kindOf(failure);
  return (
    observed?.(failure, (stanza) => wordsOf(stanza, sent, address)) ??
    JSON.stringify([failure.kind, failure.difference?.path, failure.expected?.name])
  );
}

/** A stanza by its kind and sender; one of the type that was sent is the one that was sent. */
function wordsOf(stanza: XmlElement | undefined, sent: XmlElement | undefined, address: Address): readonly string[] {
  const { name, type = '', content = '' } = stanzaKind(stanza);
  const isSent = name === 'presence' && type !== '' && type === sent?.attrs['type'];
  return [name, isSent ? 'sent' : type, content, 'from', address(stanza?.attrs['from'])];
}

/** Where it shows: at the session that acted, at another of its account, at another account, or at none. */
function placeOf(session: string, act: TranscriptEntry): string {
  if (session === '') return '';
  if (session === act.session) return 'at the sender';
  return accountOf(session) === accountOf(act.session) ? 'at another session' : 'at another account';
}

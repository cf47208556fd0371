// What a case shows of the server, in words that are equal where two cases show the same. Senders, and addresses,
// that the server treats in one way are one.

import { kindOf } from '../../failures/kinds.ts';
import type { Failure } from '../../model/failure.ts';
import type { Showing } from '../../model/finding.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { stanzaKind } from '../../stanza/stanza-kind.ts';
import { isOfLogin, isOwnPresence, situationOf } from './situation.ts';

export interface Observation {
  /** What led to it, and to whom it was sent; undefined: not known. */
  readonly trigger?: string | undefined;
  /** What led to it, and what the server did or left undone, where; undefined: says too little to be compared. */
  readonly whole?: string | undefined;
}

/** What the failed check shows. */
export function observationOf(showing: Showing): Observation {
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
export function isLostRequest(failure: Failure | undefined): boolean {
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

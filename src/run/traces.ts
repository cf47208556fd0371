// What a case may have left on its accounts, by what it has sent.

import type { Account, TranscriptEntry } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { actorOf, bareOf, domainOf, localOf, resourceOf } from '../stanza/jid.ts';
import { serialize } from '../stanza/serialize.ts';
import { child, NS } from '../stanza/xml.ts';
import type { CaseContext } from './case-context.ts';
import { disturbsServers } from './schedule.ts';
import { isSent, sentIn } from './transcript.ts';

type Played = Pick<CaseContext, 'case' | 'env' | 'fixed' | 'sessions'>;

/**
 * Whether something may be left that no wash finds: what the server stores beside the roster, what another domain may still
 * answer, what came late, and what was under way when servers were disturbed. Several cases share the address of the remote domain
 * itself. A message or an IQ that the server has returned as an error counts as neither stored nor under way.
 */
export function leavesTraces({ case: { actors, steps }, env, sessions }: Played): boolean {
  if (disturbsServers(steps) || sessions.lateStanzas > 0 || actors.some(({ account }) => account === 'domain'))
    return true;
  const domains = [env.domain, env.peer?.domain, env.remote?.domain].map((domain) => domain?.toLowerCase());
  const isFar = ({ attrs: { to } }: XmlElement) => to !== undefined && !domains.includes(domainOf(to).toLowerCase());
  const returned = new Set<TranscriptEntry>();
  const { entries } = sessions.transcript;
  return entries.some((entry, at) => {
    if (!isSent(entry) || entry.stanza === undefined) return false;
    if (!isFar(entry.stanza) && !isStored(entry.stanza)) return false;
    const error = entries.slice(at).find((later) => !returned.has(later) && returns(later, entry));
    if (error !== undefined) returned.add(error);
    return error === undefined;
  });
}

/** Whether an entry is the error that answers what was sent. An error for presence leaves the server free to try again. */
function returns({ direction, session, stanza }: TranscriptEntry, sent: TranscriptEntry): boolean {
  const { name, attrs: asked = {} } = sent.stanza ?? {};
  if (direction !== 'received' || stanza === undefined || stanza.attrs['type'] !== 'error') return false;
  const { id, from } = stanza.attrs;
  const isFromThere = from === undefined || asked['to'] === undefined || from === asked['to'];
  const isSame = session === sent.session && stanza.name === name && id !== undefined && id === asked['id'];
  return isSame && isFromThere && name !== 'presence';
}

/** An IQ set that the server handles itself, except for a roster. */
function isStored(stanza: XmlElement): boolean {
  return isSet(stanza) && !isOfRoster(stanza) && resourceOf(stanza.attrs['to'] ?? '') === '';
}

const isSet = ({ name, attrs }: XmlElement): boolean => name === 'iq' && attrs['type'] === 'set';

const isOfRoster = (stanza: XmlElement): boolean => child(stanza, 'query', NS.roster) !== undefined;

/** Whether the account had no session in the case, and no stanza names it. Preparation of addresses may change other letters. */
export function isUntouched({ jid }: Account, actor: string, { sessions: { transcript } }: Played): boolean {
  if (transcript.entries.some(({ session }) => actorOf(session) === actor)) return false;
  const sent = sentIn(transcript)
    .map((stanza) => serialize(stanza))
    .join('\n')
    .toLowerCase();
  return isAscii(sent) && !sent.includes(localOf(jid).toLowerCase());
}

/** Without the printable characters of ASCII nothing is left. */
const isAscii = (text: string): boolean => /^[\n\r\t -~]*$/.test(text);

/**
 * The users of the case whose request to the account may be pending, or to which the account may have sent an approval in advance:
 * bare JIDs. Nothing is left of one request that has reached the account before the only approval, or before a denial, where nothing else
 * has ended it: what that has changed is on the roster.
 */
export function requestersOf({ jid }: Account, { fixed, sessions }: Played): readonly string[] {
  const moves = sessions.transcript.entries.flatMap((entry) => moveIn(entry, fixed));
  const known = new Set(fixed.values());
  const setsRoster = sessions.transcript.entries.some(
    ({ direction, session, stanza }) =>
      direction === 'sent' &&
      fixed.get(actorOf(session)) === jid &&
      stanza !== undefined &&
      isSet(stanza) &&
      isOfRoster(stanza),
  );
  const others = new Set(moves.map(({ sender, receiver }) => (sender === jid ? receiver : sender)));
  return [...others].filter((one) => {
    const between = moves.filter(
      ({ sender, receiver }) => [sender, receiver].includes(jid) && [sender, receiver].includes(one),
    );
    return one !== jid && known.has(one) && !isSettled(between, { jid, setsRoster });
  });
}

/** A stanza that manages a subscription, between two bare JIDs. */
interface Move {
  readonly isReceived: boolean;
  /** It was sent to a full JID: servers differ in what they do with it. */
  readonly isToResource: boolean;
  readonly type: string;
  readonly sender: string;
  readonly receiver: string;
}

const MOVES = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'];

function moveIn({ direction, session, stanza }: TranscriptEntry, fixed: Played['fixed']): readonly Move[] {
  const { name, attrs: { type = '', from, to } = {} } = stanza ?? {};
  if (name !== 'presence' || !MOVES.includes(type)) return [];
  const own = fixed.get(actorOf(session)) ?? '';
  const isReceived = direction === 'received';
  const [sender, receiver] = isReceived ? [bareOf(from ?? ''), own] : [bareOf(from ?? own), bareOf(to ?? '')];
  return [{ isReceived, isToResource: !isReceived && resourceOf(to ?? '') !== '', type, sender, receiver }];
}

/** Whether no request to the account, and no approval of it in advance, can be left of these moves between it and one other. */
function isSettled(
  moves: readonly Move[],
  { jid, setsRoster }: { readonly jid: string; readonly setsRoster: boolean },
): boolean {
  const requests = moves.filter(
    ({ isReceived, type, receiver }) => !isReceived && type === 'subscribe' && receiver === jid,
  );
  const answers = moves.filter(
    ({ isReceived, type, sender }) => !isReceived && type.endsWith('subscribed') && sender === jid,
  );
  const approvals = answers.filter(({ type }) => type === 'subscribed');
  if (requests.length === 0) return approvals.length === 0;
  if (setsRoster || moves.some(({ isToResource, type }) => isToResource || type === 'unsubscribe')) return false;
  const [answer] = answers;
  if (answer === undefined || requests.length > 1 || approvals.length > Number(answer.type === 'subscribed'))
    return false;
  const received = moves.findIndex((move) => move.isReceived && move.type === 'subscribe' && move.receiver === jid);
  return received >= 0 && received < moves.indexOf(answer);
}

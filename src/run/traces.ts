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
  if (disturbsServers(steps) || sessions.late.count > 0 || actors.some(({ account }) => account === 'domain'))
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
  const { name, attrs } = stanza;
  const isSet = name === 'iq' && attrs['type'] === 'set' && child(stanza, 'query', NS.roster) === undefined;
  return isSet && resourceOf(attrs['to'] ?? '') === '';
}

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

/** The users of the case that have sent a request to the account, or to which the account has sent an approval: bare JIDs. */
export function requestersOf({ jid }: Account, { fixed, sessions }: Played): readonly string[] {
  const known = new Set(fixed.values());
  const requesters = sessions.transcript.entries.flatMap((entry) => requesterIn(entry, jid, fixed));
  return [...new Set(requesters)].filter((one) => one !== jid && known.has(one));
}

function requesterIn(
  { direction, session, stanza }: TranscriptEntry,
  jid: string,
  fixed: Played['fixed'],
): readonly string[] {
  if (direction !== 'sent' || stanza?.name !== 'presence') return [];
  const { from = fixed.get(actorOf(session)) ?? '', to = '', type } = stanza.attrs;
  if (type === 'subscribe' && bareOf(to) === jid) return [bareOf(from)];
  return type === 'subscribed' && bareOf(from) === jid ? [bareOf(to)] : [];
}

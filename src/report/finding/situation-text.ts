// What led to a failure: the situation of its case, and the steps before it.

import type { Case, Given } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import type { SessionState, Situation } from '../../results/findings/situation.ts';
import { groupBy } from '../../results/outcomes.ts';
import { isClientRef } from '../../stanza/jid.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { compactXml } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';
import { bounded, type View } from './labelled-line.ts';

/** The given state, and the sessions with theirs: one text, also where nothing special is given. */
export function startText(
  { given, actors }: Pick<Case, 'given' | 'actors'>,
  situation: Pick<Situation, 'sessions' | 'absent'>,
  lang: Language,
): string {
  const isPlain = actors.length > 0 && actors.every(({ account }) => PLAIN_ACCOUNTS.includes(account));
  const plain = isPlain ? [actors.length > 1 ? FINDING[lang].noSubscriptions : FINDING[lang].emptyRoster] : [];
  const state = given === undefined ? plain : [givenText(given, lang)];
  const sessions = sessionsText(situation, lang);
  return [...state, ...(sessions === '' ? [] : [sessions])].join(COMMON[lang].semicolon);
}

/** Accounts that begin with an empty roster, or that do not exist. */
const PLAIN_ACCOUNTS: readonly string[] = ['fresh', 'used', 'unused', 'absent', 'domain'];

/** The sessions and their states, and the addresses without an account; empty without any. */
function sessionsText({ sessions, absent }: Pick<Situation, 'sessions' | 'absent'>, lang: Language): string {
  const there = sessions.map((state) => FINDING[lang].at(state.session, stateText(state, lang)));
  const missing = absent.length === 0 ? [] : [FINDING[lang].absent(absent.join(COMMON[lang].comma))];
  return escapeControls([...there, ...missing].join(COMMON[lang].semicolon));
}

/** The state by its name, and what it means for presence and requests (RFC 6121 A.1). */
export function givenText({ user, contact, state }: Pick<Given, 'user' | 'contact' | 'state'>, lang: Language): string {
  const words = FINDING[lang];
  const [subscription = '', pending = ''] = state.split(' + Pending ');
  const seen = {
    None: words.seeNothing(user, contact),
    Both: words.seeEachOther(user, contact),
    To: words.sees(user, contact) + COMMON[lang].comma + words.seesNot(contact, user),
    From: words.sees(contact, user) + COMMON[lang].comma + words.seesNot(user, contact),
  }[subscription];
  const requests = [...(pending.includes('Out') ? [user] : []), ...(pending.includes('In') ? [contact] : [])];
  const meaning = (seen ?? subscription) + requests.map(words.pending).join('');
  return escapeControls(words.givenState(user, contact, state, meaning));
}

/** Most sessions are interested: the legend says it, and here only that one is not. */
function stateText({ session, is, priority = '', show, isInterested, peer }: SessionState, lang: Language): string {
  const words = FINDING[lang];
  if (isClientRef(session)) return words.client;
  const texts = { available: words.available(priority), connected: words.connected };
  const isThere = is === 'available' || is === 'connected';
  const interest = isThere && !isInterested ? words.notInterested : '';
  const text = (isThere ? texts[is] : words[is]) + interest;
  const whole = show === undefined ? text : text + words.shows(show);
  return peer === undefined ? whole : words.peer(whole, peer);
}

/** What each session received between these acts and the next one; answers to requests apart. */
export function arrivedAfter(acts: readonly TranscriptEntry[], { lang, rename, situation }: View): readonly string[] {
  const { exchange } = situation;
  const begin = 1 + exchange.findLastIndex((entry) => acts.includes(entry));
  const length = exchange.slice(begin).findIndex(({ direction }) => direction !== 'received');
  const after = exchange.slice(begin, length < 0 ? undefined : begin + length);
  const arrivals = after.flatMap(({ kind, session, stanza }) =>
    kind === 'step' && stanza !== undefined && !isAnswer(stanza)
      ? [{ session, text: compactXml(withoutOwnId(stanza), rename) }]
      : [],
  );
  return [...groupBy(arrivals, ({ session }) => session)].map(([session, received]) => {
    const texts = [...groupBy(received, ({ text }) => text)].map(([text, { length }]) =>
      length === 1 ? text : FINDING[lang].times(text, length),
    );
    return FINDING[lang].arrives(escapeControls(session), bounded(texts).join(' '));
  });
}

/** Without the id that the server has made up for a request of its own: it says nothing. */
function withoutOwnId(stanza: XmlElement): XmlElement {
  if (stanza.name !== 'iq') return stanza;
  const { id: _, ...attrs } = stanza.attrs;
  return { ...stanza, attrs };
}

const isAnswer = ({ name, attrs }: XmlElement): boolean =>
  name === 'iq' && ['result', 'error'].includes(attrs['type'] ?? '');

/** The result or error of an IQ request, where it says more than that the request was done. */
export function answerTo(
  { stanza, session }: TranscriptEntry,
  exchange: readonly TranscriptEntry[],
): XmlElement | undefined {
  if (stanza?.name !== 'iq') return undefined;
  const { id } = stanza.attrs;
  const answer = exchange.find(
    (entry) =>
      entry.direction === 'received' &&
      entry.session === session &&
      entry.stanza !== undefined &&
      isAnswer(entry.stanza) &&
      entry.stanza.attrs['id'] === id,
  )?.stanza;
  return answer === undefined || answer.children.length === 0 ? undefined : answer;
}

// The situation of an example in words: the given state, and the sessions before what was sent.

import type { Case, Given } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { SessionState, Situation } from '../../results/findings/situation.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { FINDING } from './finding-words.ts';

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
export function sessionsText({ sessions, absent }: Pick<Situation, 'sessions' | 'absent'>, lang: Language): string {
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
function stateText({ is, priority = '', show, isInterested, peer }: SessionState, lang: Language): string {
  const words = FINDING[lang];
  const texts = { available: words.available(priority), connected: words.connected };
  const isThere = is === 'available' || is === 'connected';
  const interest = isThere && !isInterested ? words.notInterested : '';
  const text = (isThere ? texts[is] : words[is]) + interest;
  const whole = show === undefined ? text : text + words.shows(show);
  return peer === undefined ? whole : words.peer(whole, peer);
}

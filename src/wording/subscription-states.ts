// Subscription states in words: by their names, by what shows them, and how one differs from the expected one.

import type { Language } from '../model/event.ts';
import type { FoundState } from '../model/failure.ts';
import type { Reason } from '../model/reason.ts';
import type { StateDifference } from '../model/standard.ts';
import { catalogue } from './catalogue.ts';
import { COMMON } from './common.ts';
import { type Sentences, say } from './sentence.ts';

const WORDS = catalogue(
  {
    none: 'subscription="none" or no item',
    subscription: (value: string) => `subscription="${value}"`,
    ask: ' ask="subscribe"',
    request: (contact: string) => `, and a request of ${contact} is pending`,
    named: (name: string, seen: string) => `"${name}" (${seen})`,
    unnamed: (seen: string) => `none of RFC 6121 A.1 (${seen})`,
    or: ' or ',
  },
  {
    none: 'subscription="none" 或没有条目',
    subscription: (value) => `subscription="${value}"`,
    ask: ' ask="subscribe"',
    request: (contact) => `，且 ${contact} 的请求待定`,
    named: (name, seen) => `“${name}”（${seen}）`,
    unnamed: (seen) => ` RFC 6121 A.1 所列之外的状态（${seen}）`,
    or: '或',
  },
);

/** `"None + Pending Out" (subscription="none" ask="subscribe")`: the name in RFC 6121 A.1, and what a login shows of it. */
export function stateText(state: FoundState, contact: string, lang: Language): string {
  const words = WORDS[lang];
  const { subscription, ask, pendingIn } = 'name' in state ? shownOf(state.name) : state;
  const isBare = subscription === 'none' && !ask;
  const item = isBare ? words.none : words.subscription(subscription) + (ask ? words.ask : '');
  const seen = item + (pendingIn ? words.request(contact) : '');
  return 'name' in state ? words.named(state.name, seen) : words.unnamed(seen);
}

/** The states as alternatives. */
export function statesText(names: readonly string[], contact: string, lang: Language): string {
  return names.map((name) => stateText({ name }, contact, lang)).join(WORDS[lang].or);
}

/** What shows a state of RFC 6121 A.1: `None + Pending Out+In`. */
function shownOf(name: string) {
  const [subscription = '', pending = ''] = name.split(' + Pending ');
  return { subscription: subscription.toLowerCase(), ask: pending.includes('Out'), pendingIn: pending.includes('In') };
}

const DIFFERENCES: Sentences<StateDifference> = {
  subscription: {
    en: ({ seen, expected }) => `subscription "${seen}" instead of "${expected}"`,
    zh: ({ seen, expected }) => `subscription 为“${seen}”，而不是“${expected}”`,
  },
  ask: {
    en: ({ seen }) => (seen ? 'ask="subscribe"' : 'no ask="subscribe"'),
    zh: ({ seen }) => (seen ? '有 ask="subscribe"' : '没有 ask="subscribe"'),
  },
  request: {
    en: ({ seen }) => (seen ? 'a pending request' : 'no pending request'),
    zh: ({ seen }) => (seen ? '有待定的请求' : '没有待定的请求'),
  },
};

/** The differences as a list: `no ask="subscribe", no pending request`. */
function stateDifferencesText(differences: readonly StateDifference[], lang: Language): string {
  return differences
    .map((difference) => say(DIFFERENCES, difference, { lang, cause: () => '' }))
    .join(COMMON[lang].comma);
}

/** What the roster shows: how it differs from the state, or in reports of earlier versions, the values themselves. */
export function shownText(
  { differences, subscription, ask }: Extract<Reason, { kind: 'state-not-reached' }>,
  lang: Language,
): string {
  if (differences !== undefined) return stateDifferencesText(differences, lang);
  const values = { subscription, ask };
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
    .join(COMMON[lang].comma);
}

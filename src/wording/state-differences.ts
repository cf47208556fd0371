// How a subscription state differs from the expected one, in words.

import type { Language } from '../model/event.ts';
import type { Reason } from '../model/reason.ts';
import type { StateDifference } from '../model/standard.ts';
import { COMMON } from './common.ts';
import { type Sentences, say } from './sentence.ts';

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

// How a subscription state differs from the expected one, in words.

import type { Language } from '../model/event.ts';
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
export function stateDifferencesText(differences: readonly StateDifference[], lang: Language): string {
  return differences
    .map((difference) => say(DIFFERENCES, difference, { lang, cause: () => '' }))
    .join(COMMON[lang].comma);
}

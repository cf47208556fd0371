// Subscription states in words: by their names, and by what shows them.

import type { Language } from '../model/event.ts';
import type { FoundState } from '../model/failure.ts';
import { catalogue } from './catalogue.ts';

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

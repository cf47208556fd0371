// The words of a fault: what the server does in the example, in one sentence, and the first place where a stanza differs.

import type { Language } from '../../model/event.ts';
import type { Difference, DifferenceValue } from '../../model/failure.ts';
import { isClientRef } from '../../stanza/jid.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { differenceText, placeText } from '../../wording/differences.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import type { Rename } from '../text/xml-text.ts';
import { FINDING } from './finding-words.ts';

const does = (count: number): string => (count === 1 ? 'does' : 'do');
/** Of the client under test, what it sends is what arrives. */
const receives = (who: string, count = 1): string =>
  isClientRef(who) ? 'sends' : count === 1 ? 'receives' : 'receive';
const gets = (who: string): string => (isClientRef(who) ? '发送' : '收到');

export const FAULT = catalogue(
  {
    and: ' and ',
    or: ' or ',
    somebody: 'a session',
    sends: (who: string, stanza: string) =>
      isClientRef(who) ? `the server sends ${stanza} to ${who}: ` : `${who} sends ${stanza}: `,
    happens: (who: string, note: string) => `${who}, ${note}: `,
    permitted: (outcomes: string) => `; permitted: ${outcomes}`,
    silence: 'the server sends nothing',
    missing: (who: string, count: number, stanza: string) =>
      `${who} ${does(count)} not ${isClientRef(who) ? 'send' : 'receive'} ${stanza}`,
    served: (who: string, count: number) => `; ${who} ${does(count)}`,
    only: (sender: string) => `, only that from ${sender}`,
    order: (who: string, stanza: string, before: string) =>
      `${who} ${receives(who)} ${stanza}${before === '' ? ' out of order' : ` before ${before}`}`,
    receives: (who: string, count: number, stanza: string) => `${who} ${receives(who, count)} ${stanza}`,
    instead: (who: string, stanza: string, expected: string) => `${who} ${receives(who)} ${stanza}, not ${expected}`,
    differs: (who: string, stanza: string, difference: string) => `${who} ${receives(who)} ${stanza}; ${difference}`,
    unexpected: (who: string, count: number, stanza: string) =>
      `${who} ${receives(who, count)} ${stanza}, which must not ${isClientRef(who) ? 'be sent' : 'arrive'}`,
    repeated: (who: string, count: number, stanza: string) =>
      `${who} ${receives(who, count)} ${stanza} more often than allowed`,
    forbidden: (what: string) => `${what}, which the rule does not permit`,
    nothing: 'nothing arrives, at any session',
    outcomes: (text: string, outcomes: string) => `${text}. Outcomes: ${outcomes}`,
    lacksItem: (who: string, item: string) => `the stored roster of ${who} lacks ${item}`,
    hasItem: (who: string, item: string) => `the stored roster of ${who} holds ${item}, which should not be there`,
    itemDiffers: (who: string, item: string, difference: string) =>
      `the stored roster of ${who} holds ${item}; ${difference}`,
    showsNot: (who: string, what: string) => `${who} does not show ${what}`,
    showsWrongly: (who: string, what: string) => `${who} shows ${what}, which it must not`,
    showsOther: (who: string, what: string, difference: string) => `${who} shows ${what}; ${difference}`,
    ended: (who: string, error: string, after: string) =>
      `the server ends the stream of ${who} ${error} after ${after}`,
    error: (condition: string) => `with <${condition}/>`,
    noError: 'without a stream error',
    holds: (place: string, children: string) => `${place} holds ${children}: none of them is expected`,
  },
  {
    and: ' 和 ',
    or: '，或 ',
    somebody: '某个会话',
    sends: (who, stanza) => (isClientRef(who) ? `服务器向 ${who} 发送 ${stanza}：` : `${who} 发送 ${stanza}：`),
    happens: (who, note) => `${who}，${note}：`,
    permitted: (outcomes) => `；允许：${outcomes}`,
    silence: '不发送任何节',
    missing: (who, _count, stanza) => `${who} 没有${gets(who)} ${stanza}`,
    served: (who) => `；${who} 收到了`,
    only: (sender) => `，只收到来自 ${sender} 的`,
    order: (who, stanza, before) =>
      before === ''
        ? `${who} ${gets(who)} ${stanza} 的次序不符`
        : `${who} 先${gets(who)} ${stanza}，后${gets(who)} ${before}`,
    receives: (who, _count, stanza) => `${who} ${gets(who)} ${stanza}`,
    instead: (who, stanza, expected) => `${who} ${gets(who)} ${stanza}，而不是 ${expected}`,
    differs: (who, stanza, difference) => `${who} ${gets(who)} ${stanza}；${difference}`,
    unexpected: (who, _count, stanza) =>
      isClientRef(who) ? `${who} 发送不应发送的 ${stanza}` : `${who} 收到不应到达的 ${stanza}`,
    repeated: (who, _count, stanza) => `${who} ${gets(who)} ${stanza} 的次数过多`,
    forbidden: (what) => `${what}，此要求不允许这样做`,
    nothing: '没有任何会话收到节',
    outcomes: (text, outcomes) => `${text}。做法：${outcomes}`,
    lacksItem: (who, item) => `${who} 存储的名册中缺少 ${item}`,
    hasItem: (who, item) => `${who} 存储的名册中有不应存在的 ${item}`,
    itemDiffers: (who, item, difference) => `${who} 存储的名册中有 ${item}；${difference}`,
    showsNot: (who, what) => `${who} 没有显示 ${what}`,
    showsWrongly: (who, what) => `${who} 显示了不应显示的 ${what}`,
    showsOther: (who, what, difference) => `${who} 显示 ${what}；${difference}`,
    ended: (who, error, after) => `收到 ${after} 后，服务器${error}结束了 ${who} 的流`,
    error: (condition) => `以 <${condition}/> `,
    noError: '未发流错误就',
    holds: (place, children) => `${place} 含有 ${children}，这些都不应有`,
  },
);

interface Words {
  readonly lang: Language;
  readonly rename: Rename;
}

/** `the attribute from of <presence>: expected "juliet", got "juliet/balcony"`. */
export function differenceSentence({ path, expected, actual }: Difference, { lang, rename }: Words): string {
  const value = (side: DifferenceValue) => cut(escapeControls(rename(differenceText(side, lang))), MAX_VALUE);
  const place = escapeControls(placeText(path, lang));
  if (expected.kind === 'only' && expected.count === 0 && actual.kind === 'children' && actual.names.length > 0) {
    return FAULT[lang].holds(place, value(actual));
  }
  return FINDING[lang].differs(place, value(expected), value(offending(path, actual)));
}

/** Of an error its condition: every error may have a text. */
function offending(path: string, actual: DifferenceValue): DifferenceValue {
  if (actual.kind !== 'children' || !path.endsWith('/error')) return actual;
  return { ...actual, names: actual.names.filter((name) => name !== 'text') };
}

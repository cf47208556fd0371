// What is said around a failure, and in Chinese of the failure itself: the engine speaks English.

import type { Language } from '../../model/event.ts';
import type { CheckResult, Failure } from '../../model/result.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { engineText } from '../../wording/engine-words.ts';

export const FAILURE = catalogue(
  {
    expected: 'expected',
    received: 'received',
    closest: 'closest received',
    difference: (path: string) => `first difference: ${path}`,
    expectedValue: (value: string) => `expected  ${value}`,
    actualValue: (value: string) => `actual    ${value}`,
    allowed: 'allowed here',
    permitted: (names: string) => `; permitted here: ${names}`,
    or: ' or ',
    quoted: (name: string) => `"${name}"`,
    nothingAllowed: 'allowed here: nothing',
    transcript: 'transcript',
    names: (names: string) => `names: ${names}`,
    rerun: (command: string) => `run it alone: ${command}`,
  },
  {
    expected: '期望',
    received: '收到',
    closest: '收到的最接近者',
    difference: (path) => `首处差异：${path}`,
    expectedValue: (value) => `期望  ${value}`,
    actualValue: (value) => `实际  ${value}`,
    allowed: '此处允许',
    permitted: (names) => `；此处允许：${names}`,
    or: '或',
    quoted: (name) => `“${name}”`,
    nothingAllowed: '此处允许：无',
    transcript: '收发记录',
    names: (names) => `名称：${names}`,
    rerun: (command) => `单独运行：${command}`,
  },
);

/** Why a check did not hold, in one sentence. Where the kind of failure does not tell all, the engine's words follow. */
export function failureSentence({ session, failure }: CheckResult, lang: Language): string {
  if (failure === undefined) return '';
  const sentence = lang === 'zh' ? CHINESE[failure.kind](failure, session) : failure.message;
  return sentence + permittedText(failure, lang);
}

/** The outcomes that would have been right, where the one taken is not. */
function permittedText({ permitted = [] }: Failure, lang: Language): string {
  const words = FAILURE[lang];
  return permitted.length === 0 ? '' : words.permitted(permitted.map(words.quoted).join(words.or));
}

const CHINESE: Readonly<Record<Failure['kind'], (failure: Failure, session: string) => string>> = {
  missing: ({ closest, difference }, session) =>
    closest !== undefined && difference === undefined
      ? `${session} 收到了期望的节，但顺序不符`
      : `${session} 未收到期望的节`,
  unexpected: (_, session) => `${session} 收到了未获允许的节`,
  differs: ({ difference }, session) => `${session} 收到了该节，但 ${difference?.path ?? ''} 不符`,
  violates: ({ outcome, message }) =>
    outcome === undefined
      ? `服务器的做法偏离了此要求：${engineText(message, 'zh')}`
      : `服务器的做法是“${outcome}”，偏离了此要求`,
  roster: ({ expected, closest }) => {
    if (expected === undefined) return '名册中有不应存在的条目';
    return closest === undefined ? '名册中缺少条目' : '名册中的条目与期望不符';
  },
  state: ({ message }) => engineText(message, 'zh'),
  features: ({ closest }) =>
    closest?.name === 'features' ? '认证后的流特征中缺少此项' : '认证后的流特征中有不应出现的一项',
  passive: ({ message }) => engineText(message, 'zh'),
};

// Why a check did not hold, in words.

import type { Language } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import type { XmlElement } from '../model/xml.ts';
import { counted } from './common.ts';
import { cut, MAX_VALUE } from './escape-controls.ts';
import { problemText } from './problems.ts';
import { type Sentences, say } from './sentence.ts';
import { stanzaFaultText } from './stanza-faults.ts';
import { statesText, stateText } from './subscription-states.ts';

/** A failure together with the session that it was seen at. */
type At<One> = One extends Failure ? One & { readonly session: string } : never;

const ITEMS_EN = {
  missing: 'the roster lacks an item',
  differs: 'an item of the roster differs',
  unexpected: 'the roster holds an item that should not be there',
} as const;
const ITEMS_ZH = {
  missing: '名册中缺少条目',
  differs: '名册中的条目与期望不符',
  unexpected: '名册中有不应存在的条目',
} as const;

/** A failure for each tag. */
export const FAILURES: Sentences<At<Failure>> = {
  missing: {
    en: ({ session, isOutOfOrder }) =>
      isOutOfOrder
        ? `${session} received the stanza, but not in the required order`
        : `${session} did not receive the expected stanza`,
    zh: ({ session, isOutOfOrder }) =>
      isOutOfOrder ? `${session} 收到了期望的节，但顺序不符` : `${session} 未收到期望的节`,
  },
  unexpected: {
    en: ({ session, isRepeated }) =>
      isRepeated ? `${session} received a stanza twice` : `${session} received an unexpected stanza`,
    zh: ({ session, isRepeated }) => (isRepeated ? `${session} 重复收到同一个节` : `${session} 收到了未获允许的节`),
  },
  differs: {
    en: ({ session, difference }) => `${session} received the stanza, but ${difference.path} differs`,
    zh: ({ session, difference }) => `${session} 收到了该节，但 ${difference.path} 不符`,
  },
  violates: {
    en: ({ outcome, permitted }) =>
      `the server's behaviour "${outcome}" violates this requirement${permittedEn(permitted)}`,
    zh: ({ outcome, permitted }) => `服务器的做法是“${outcome}”，偏离了此要求${permittedZh(permitted)}`,
  },
  limit: {
    en: ({ limit, outcome }) => `the target declares a limit of ${limit}, but ${limit + 1} was not ${outcome}`,
    zh: ({ limit, outcome }) => `目标指明的上限是 ${limit}，但 ${limit + 1} 的结果不是 ${outcome}`,
  },
  roster: { en: ({ item }) => ITEMS_EN[item], zh: ({ item }) => ITEMS_ZH[item] },
  state: {
    en: ({ user, contact, found, states }) =>
      `${user}'s subscription to ${contact} is ${stateText(found, contact, 'en')}; expected ${statesText(states, contact, 'en')}`,
    zh: ({ user, contact, found, states }) =>
      `${user} 对 ${contact} 的订阅状态是${stateText(found, contact, 'zh')}，而不是${statesText(states, contact, 'zh')}`,
  },
  features: {
    en: ({ present }) =>
      present
        ? 'the stream features after authentication lack this one'
        : 'the stream features after authentication hold one that should not be there',
    zh: ({ present }) => (present ? '认证后的流特征中缺少此项' : '认证后的流特征中有不应出现的一项'),
  },
  passive: {
    en: ({ session, closest, fault }) =>
      fault.kind === 'answer-to-answer'
        ? `the server answered an automatic answer of ${session}`
        : `${session} received <${closest.name}/> with ${stanzaFaultText(fault, 'en')}, which no client had sent`,
    zh: ({ session, closest, fault }) =>
      fault.kind === 'answer-to-answer'
        ? `服务器对 ${session} 的自动应答又作了应答`
        : `${session} 收到的 <${closest.name}/> 有问题：${stanzaFaultText(fault, 'zh')}，且并非其他客户端所发`,
  },
  'stream-ended': {
    en: ({ session, ended, condition, after, expected }) =>
      `the server ended the stream of ${ended}, ${errorEn(condition)}, after ${stanzaText(after.at(-1))}${after.length > 1 ? ` and ${counted(after.length - 1, 'stanza')} before it` : ''}` +
      (expected === undefined ? '' : `; ${session} did not receive the expected stanza`),
    zh: ({ session, ended, condition, after, expected }) =>
      `收到 ${stanzaText(after.at(-1))}${after.length > 1 ? `（以及此前的 ${after.length - 1} 个节）` : ''}之后，服务器${errorZh(condition)}结束了 ${ended} 的流` +
      (expected === undefined ? '' : `；${session} 未收到期望的节`),
  },
  'ill-formed-xml': {
    en: (fault) => problemText(fault, 'en'),
    zh: (fault) => problemText(fault, 'zh'),
  },
};

const errorEn = (condition: string | undefined): string =>
  condition === undefined ? 'without a stream error' : `with the stream error <${condition}/>`;
const errorZh = (condition: string | undefined): string =>
  condition === undefined ? '未发流错误就' : `以流错误 <${condition}/> `;

/** `<message type="whisper"/>`. */
function stanzaText(
  { name, attrs: { type } }: XmlElement = { name: 'stanza', ns: '', attrs: {}, children: [] },
): string {
  return `<${name}${type === undefined ? '' : ` type="${cut(type, MAX_VALUE)}"`}/>`;
}

const permittedEn = (names: readonly string[]): string =>
  names.length === 0 ? '' : `; permitted here: ${names.map((name) => `"${name}"`).join(' or ')}`;
const permittedZh = (names: readonly string[]): string =>
  names.length === 0 ? '' : `；此处允许：${names.map((name) => `“${name}”`).join('或')}`;

/** Why a check at `session` did not hold, in one sentence. */
export function failureText(failure: Failure, session: string, lang: Language): string {
  return say<At<Failure>>(FAILURES, { ...failure, session }, { lang, cause: () => '' });
}

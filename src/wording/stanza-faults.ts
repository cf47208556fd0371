// Faults of stanzas in words: what follows "with" in "received <message/> with ...".

import type { Language } from '../model/event.ts';
import type { StanzaFault } from '../model/stanza-fault.ts';
import { type Sentences, say } from './sentence.ts';

/** A fault for each tag. */
export const STANZA_FAULTS: Sentences<StanzaFault> = {
  'item-without-jid': { en: () => 'a roster item that has no jid', zh: () => '没有 jid 的名册条目' },
  'item-count': {
    en: ({ count }) => `${count} items in one roster push`,
    zh: ({ count }) => `一次名册推送中有 ${count} 个条目`,
  },
  'push-sender': { en: ({ from }) => `a roster push from "${from}"`, zh: ({ from }) => `来自“${from}”的名册推送` },
  'foreign-push': {
    en: ({ from }) => (from === undefined ? 'a roster push' : `a roster push of "${from}"`),
    zh: ({ from }) => (from === undefined ? '名册推送' : `“${from}”的名册推送`),
  },
  'ask-value': { en: ({ value }) => `ask="${value}"`, zh: ({ value }) => `ask="${value}"` },
  'full-jid-sender': {
    en: ({ from }) => `the full JID "${from}" as sender`,
    zh: ({ from }) => `以完整 JID“${from}”为发送者`,
  },
  'error-missing': { en: () => 'no <error/>', zh: () => '缺少 <error/>' },
  'error-unasked': {
    en: () => '<error/>, although it is no error',
    zh: () => '<error/>，而该节并非“error”类型',
  },
  'foreign-recipient': {
    en: ({ to }) => `to="${to}", which is not the full JID of the session`,
    zh: ({ to }) => `to="${to}"，并非该会话的完整 JID`,
  },
  repeated: {
    en: ({ name, count }) => `${count} <${name}/> elements`,
    zh: ({ name, count }) => `${count} 个 <${name}/> 元素`,
  },
  'mixed-content': {
    en: ({ name, inner }) => `<${inner}/> inside <${name}/>`,
    zh: ({ name, inner }) => `<${name}/> 中有 <${inner}/>`,
  },
  'same-language': {
    en: ({ name, language }) => `two <${name}/> elements in one language ("${language}")`,
    zh: ({ name, language }) => `同一语言（“${language}”）的两个 <${name}/> 元素`,
  },
  'element-value': {
    en: ({ name, value }) => `"${value}" as <${name}/>`,
    zh: ({ name, value }) => `<${name}/> 的值为“${value}”`,
  },
  attribute: { en: ({ name, value }) => `${name}="${value}"`, zh: ({ name, value }) => `${name}="${value}"` },
  'child-count': { en: ({ count }) => `${count} child elements`, zh: ({ count }) => `${count} 个子元素` },
  'message-type': { en: ({ type }) => `type="${type}"`, zh: ({ type }) => `type="${type}"` },
  'id-missing': { en: () => 'no id', zh: () => '没有 id' },
  'answer-to-answer': {
    en: () => "the id of the client's own automatic answer, which must not be answered",
    zh: () => '客户端自动应答所用的 id，而应答不得再被应答',
  },
  'leaked-presence': {
    en: ({ session }) => `the presence of ${session}, which this user may not see`,
    zh: ({ session }) => `${session} 的表示，而该用户无权得知`,
  },
  'false-presence': {
    en: ({ session, isAvailable }) =>
      isAvailable
        ? `the news that ${session} is gone, which is available`
        : `the news that ${session} is available, which is not`,
    zh: ({ session, isAvailable }) =>
      isAvailable ? `${session} 已离线的内容，而它可用` : `${session} 可用的内容，而它不可用`,
  },
  'address-scheme': { en: ({ address }) => `the address "${address}"`, zh: ({ address }) => `地址“${address}”` },
};

/** The fault in words. */
export function stanzaFaultText(fault: StanzaFault, lang: Language): string {
  return say(STANZA_FAULTS, fault, { lang, cause: () => '' });
}

import type { Language } from '../model/event.ts';
import type { FloodUnit, StreamProblem } from '../model/problem.ts';
import type { WaitKind } from '../model/run.ts';
import type { XmlFault, XmlLimit } from '../model/xml.ts';
import { catalogue } from './catalogue.ts';
import { escapeControls } from './escape-controls.ts';
import type { Sentences } from './sentence.ts';

const WAITS = catalogue(
  {
    login: 'the login',
    'roster-result': 'the roster result',
    'ping-answer': 'the answer to a ping',
    'stanza-after-drop': 'a stanza after a dropped connection',
    'notice-of-end': 'the proof that the server has noticed the end of a connection',
  } satisfies Record<WaitKind, string>,
  {
    login: '登录',
    'roster-result': '名册结果',
    'ping-answer': ' ping 的应答',
    'stanza-after-drop': '连接切断后的节',
    'notice-of-end': '服务器已察觉连接结束的证据',
  },
);

/** What is wrong with XML, as the object of "the server sent". */
const FAULTS: Readonly<Record<Language, Readonly<Record<XmlFault, string>>>> = {
  en: {
    'ill-formed': 'ill-formed XML',
    comment: 'a comment, which XMPP forbids (RFC 6120 11.1)',
    'processing-instruction': 'a processing instruction, which XMPP forbids (RFC 6120 11.1)',
    'document-type': 'a document type declaration, which XMPP forbids (RFC 6120 11.1)',
    'invalid-utf-8': 'bytes that are not UTF-8 (RFC 6120 11.6)',
    'byte-order-mark': 'a byte order mark, which XMPP forbids (RFC 6120 11.6)',
    'other-encoding': 'a declaration of an encoding other than UTF-8 (RFC 6120 11.6)',
  },
  zh: {
    'ill-formed': '不合式的 XML',
    comment: 'XMPP 所禁止的注释 (RFC 6120 11.1)',
    'processing-instruction': 'XMPP 所禁止的处理指令 (RFC 6120 11.1)',
    'document-type': 'XMPP 所禁止的文档类型声明 (RFC 6120 11.1)',
    'invalid-utf-8': '不是 UTF-8 的字节 (RFC 6120 11.6)',
    'byte-order-mark': 'XMPP 所禁止的字节顺序标记 (RFC 6120 11.6)',
    'other-encoding': 'UTF-8 以外的编码声明 (RFC 6120 11.6)',
  },
};

const MIB = 1024 * 1024;
const NUMBERS = new Intl.NumberFormat('en');
const grouped = (number: number): string => NUMBERS.format(number);

/** How much was too much. */
const FLOODS = catalogue(
  {
    stanzas: (limit) => `${grouped(limit)} stanzas in one step`,
    bytes: (limit) => `${limit / MIB} MiB of stanzas in one step`,
    'login-elements': (limit) => `${grouped(limit)} elements in one login`,
    pings: (limit) => `${grouped(limit)} pings at once`,
  } satisfies Record<FloodUnit, (limit: number) => string>,
  {
    stanzas: (limit) => `在一个步骤中发来超过 ${grouped(limit)} 个节`,
    bytes: (limit) => `在一个步骤中发来超过 ${limit / MIB} MiB 的节`,
    'login-elements': (limit) => `在一次登录中发来超过 ${grouped(limit)} 个元素`,
    pings: (limit) => `同时发来超过 ${grouped(limit)} 个 ping`,
  },
);

/** What an element has too much of. */
const EXCESSES = catalogue(
  {
    characters: (most) => `an element of more than ${most} characters`,
    elements: (most) => `an element of more than ${most} elements`,
    depth: (most) => `elements nested deeper than ${most}`,
    tag: (most) => `a tag of more than ${most} characters`,
    attributes: (most) => `an element with more than ${most} attributes`,
    name: (most) => `a name of more than ${most} characters`,
  } satisfies Record<XmlLimit, (most: string) => string>,
  {
    characters: (most) => `一个元素超过 ${most} 个字符`,
    elements: (most) => `一个元素含有超过 ${most} 个元素`,
    depth: (most) => `元素嵌套超过 ${most} 层`,
    tag: (most) => `一个标签超过 ${most} 个字符`,
    attributes: (most) => `一个元素有超过 ${most} 个属性`,
    name: (most) => `一个名称超过 ${most} 个字符`,
  },
);

/** Problems of an open stream, and why it ended. */
export const STREAM_PROBLEMS: Sentences<StreamProblem> = {
  'stream-closed-by-server': { en: () => 'stream closed by the server', zh: () => '服务器关闭了流' },
  'connection-closed-by-server': { en: () => 'connection closed by the server', zh: () => '服务器关闭了连接' },
  'stream-closed-by-client': { en: () => 'stream closed by this client', zh: () => '客户端关闭了流' },
  'called-off': {
    en: () => 'connection given up by this client: its case or its run was over',
    zh: () => '客户端已放弃连接：相关用例或运行已经结束',
  },
  'connection-dropped-by-client': { en: () => 'connection dropped by this client', zh: () => '客户端切断了连接' },
  'connection-lost': {
    en: ({ code }) => `connection lost: ${code}`,
    zh: ({ code }) => `连接中断：${code}`,
  },
  'stream-error': {
    en: ({ condition }) => `stream error: ${condition}`,
    zh: ({ condition }) => `流错误：${condition}`,
  },
  'ill-formed-xml': {
    en: ({ fault, detail, excerpt }) => {
      const what = `the server sent ${FAULTS.en[fault]}${fault === 'ill-formed' ? ` (${escapeControls(detail)})` : ''}`;
      return excerpt === '' ? what : `${what}: ${escapeControls(excerpt)}`;
    },
    zh: ({ fault, detail, excerpt }) => {
      const what = `服务器发来${FAULTS.zh[fault]}${fault === 'ill-formed' ? `（${escapeControls(detail)}）` : ''}`;
      return excerpt === '' ? what : `${what}：${escapeControls(excerpt)}`;
    },
  },
  'oversized-xml': {
    en: ({ unit, limit }) => `the server sent ${EXCESSES.en[unit](grouped(limit))}: more than this tester reads`,
    zh: ({ unit, limit }) => `服务器发来的 XML 超出读取限度：${EXCESSES.zh[unit](grouped(limit))}`,
  },
  flooded: {
    en: ({ unit, limit }) => `the server sent more than ${FLOODS.en[unit](limit)}`,
    zh: ({ unit, limit }) => `服务器${FLOODS.zh[unit](limit)}`,
  },
  'no-answer': {
    en: ({ to, timeoutMs }) => `no answer to ${to} within ${timeoutMs} ms`,
    zh: ({ to, timeoutMs }) => `${timeoutMs} ms 内没有对 ${to} 的应答`,
  },
  'no-arrival': {
    en: ({ timeoutMs }) => `what was awaited did not arrive within ${timeoutMs} ms`,
    zh: ({ timeoutMs }) => `${timeoutMs} ms 内没有收到所等的节`,
  },
  'not-tried': {
    en: ({ wait, expiries }) => `not tried: ${WAITS.en[wait]} timed out ${expiries} times in a row in this run`,
    zh: ({ wait, expiries }) => `未尝试：本次运行中等待${WAITS.zh[wait]}已连续超时 ${expiries} 次`,
  },
  'request-ended': {
    en: ({ id, cause }, say) => `no answer to the iq "${id}": ${say(cause)}`,
    zh: ({ id, cause }, say) => `iq “${id}”没有应答：${say(cause)}`,
  },
  'not-sent': {
    en: ({ cause }, say) => `nothing can be sent: ${say(cause)}`,
    zh: ({ cause }, say) => `无法发送：${say(cause)}`,
  },
  'server-unreached': {
    en: ({ domain, condition }) => `the server does not reach ${domain}: ${condition}`,
    zh: ({ domain, condition }) => `服务器无法连接 ${domain}：${condition}`,
  },
  'address-answers': {
    en: ({ jid, condition, control }) =>
      `${jid} still answers${condition === undefined ? '' : `, with the error ${condition}`}${control === undefined ? '' : `; so does ${control}, which was never connected, so its answer proves nothing`}`,
    zh: ({ jid, condition, control }) =>
      `${jid} 仍有应答${condition === undefined ? '' : `，错误为 ${condition}`}${control === undefined ? '' : `；从未连接过的 ${control} 也有同样的应答，因此该应答不能说明问题`}`,
  },
  'id-in-use': {
    en: ({ id }) => `the id "${id}" was used by an earlier request`,
    zh: ({ id }) => `id “${id}”已用于先前的请求`,
  },
  'recipient-missing': {
    en: ({ name, from }) => `<${name}> from ${from} needs a "to": it goes to another server`,
    zh: ({ name, from }) => `来自 ${from} 的 <${name}> 须有 "to"：它发往另一服务器`,
  },
  'sender-foreign': {
    en: ({ from, domain }) => `"from" must be an address at ${domain}, it is ${from}`,
    zh: ({ from, domain }) => `"from" 须为 ${domain} 的地址，却是 ${from}`,
  },
  'session-exists': { en: ({ jid }) => `${jid} is connected already`, zh: ({ jid }) => `${jid} 已连接` },
  'domain-ended': {
    en: ({ domain, cause }, say) => `no session can begin at ${domain}: ${say(cause)}`,
    zh: ({ domain, cause }, say) => `${domain} 不能建立会话：${say(cause)}`,
  },
  'domain-shared': {
    en: ({ domain }) => ({
      what: `another connection serves the remote domain ${domain} as well, and the server hands each stanza to one of the two`,
      remedy: 'end it, or give each shard a domain of its own: --remote with {shard} in it',
    }),
    zh: ({ domain }) => ({
      what: `另有连接也在承担远程域 ${domain}，服务器把每个节只交给其中之一`,
      remedy: '请结束该连接；如为分片运行，请在 --remote 的域名中写入 {shard}，使每个分片有自己的域',
    }),
  },
};

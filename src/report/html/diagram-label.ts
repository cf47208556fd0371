// The label of an arrow in a sequence diagram, and the words of diagrams.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf, domainOf } from '../../stanza/jid.ts';
import { child, errorCondition, payloadName, text } from '../../stanza/xml.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { plainNames } from '../text/names.ts';
import type { Rename } from '../text/xml-text.ts';

/** Letters of the kind and of an address: the longest error condition of RFC 6120 fits, and a domain name. */
const MAX_KIND = 40;
const MAX_NAME = 32;

interface Labelling {
  readonly words: DiagramWords;
  readonly rename: Rename;
  /** The JID of the session at the arrow. */
  readonly own: string;
  readonly direction: 'sent' | 'received';
}

/** `presence subscribe to romeo`, `iq set roster`, `message chat from juliet/balcony`, `error service-unavailable`. */
export function stanzaLabel(stanza: XmlElement, labelling: Labelling): string {
  const { words, rename, direction } = labelling;
  const address = stanza.attrs[direction === 'sent' ? 'to' : 'from'];
  const kind = short(kindOf(stanza), MAX_KIND);
  if (address === undefined || isPlaceholder(address)) return kind;
  if (isOwn(address, labelling.own)) return kind;
  const name = short(plainNames(rename(address)), MAX_NAME);
  return direction === 'sent' ? words.to(kind, name) : words.from(kind, name);
}

/** Stanzas of the server come from the account of the session or from its domain. */
function isOwn(address: string, own: string): boolean {
  return [own, bareOf(own), domainOf(own)].includes(address);
}

function kindOf(stanza: XmlElement): string {
  const type = typeOf(stanza);
  if (type === 'error') return stanza.name === 'iq' ? errorOf(stanza) : `${stanza.name} ${errorOf(stanza)}`;
  const words = stanza.name === 'iq' ? [type, payloadName(stanza)] : [type ?? showOf(stanza)];
  return [stanza.name, ...words].filter((word) => word !== undefined).join(' ');
}

function typeOf({ attrs: { type } }: XmlElement): string | undefined {
  return type === undefined || isPlaceholder(type) ? undefined : type;
}

/** Whether a pattern leaves the value open. */
function isPlaceholder(value: string): boolean {
  return value.startsWith('${');
}

function errorOf(stanza: XmlElement): string {
  const condition = errorCondition(stanza);
  return condition === undefined ? 'error' : `error ${condition}`;
}

function showOf(stanza: XmlElement): string | undefined {
  const show = child(stanza, 'show');
  const value = show === undefined ? '' : text(show);
  return value === '' || isPlaceholder(value) ? undefined : `(${value})`;
}

function short(value: string, max: number): string {
  const letters = [...escapeControls(value)];
  return letters.length <= max ? letters.join('') : `${letters.slice(0, max).join('')}…`;
}

export const DIAGRAM = catalogue(
  {
    label: (lines: string) => `Sequence of stanzas between ${lines}`,
    to: (stanza: string, name: string) => `${stanza} to ${name}`,
    from: (stanza: string, name: string) => `${stanza} from ${name}`,
    server: 'server',
    setup: (stanzas: string) => `setup: ${stanzas}`,
    stateRead: (stanzas: string) => `a new session reads the state: ${stanzas}`,
    leftOut: (count: number) => `${counted(count, 'row')} omitted`,
    connected: 'connected',
    closed: 'closes its stream',
    dropped: 'connection dropped',
    auto: (label: string) => `${label} (automatic)`,
    ambient: (label: string) => `${label} (ambient)`,
    unexplained: (label: string) => `${label} (unexplained)`,
    repeated: (label: string) => `✗ came twice: ${label}`,
    missing: (label: string) => `✗ missing: ${label}`,
    unexpected: (label: string) => `✗ unexpected: ${label}`,
    differs: (label: string) => `≠ differs: ${label}`,
    violates: (label: string) => `✗ violates: ${label}`,
    passive: (label: string) => `✗ forbidden: ${label}`,
    misplaced: (label: string) => `✗ out of order: ${label}`,
    closest: (label: string) => `≈ closest: ${label}`,
    wrong: (sentence: string) => `✗ ${sentence}`,
    lost: (sessions: string) => `✗ no answer to the ping of ${sessions}`,
    legend:
      'Time runs down, in milliseconds. A dotted line: pings, after which everything caused above has arrived. ✗ dashed: missing. ✗: not allowed. ≠: differs from what was expected. ≈: closest to a missing stanza.',
  },
  {
    label: (lines) => `节的序列：${lines}`,
    to: (stanza, name) => `${stanza} 至 ${name}`,
    from: (stanza, name) => `${stanza} 来自 ${name}`,
    server: '服务器',
    setup: (stanzas) => `准备：${stanzas}`,
    stateRead: (stanzas) => `新会话读取状态：${stanzas}`,
    leftOut: (count) => `省略 ${count} 行`,
    connected: '已连接',
    closed: '关闭流',
    dropped: '断开连接',
    auto: (label) => `${label}（自动应答）`,
    ambient: (label) => `${label}（背景流量）`,
    unexplained: (label) => `${label}（来由不明）`,
    repeated: (label) => `✗ 重复：${label}`,
    missing: (label) => `✗ 缺少：${label}`,
    unexpected: (label) => `✗ 未获允许：${label}`,
    differs: (label) => `≠ 不符：${label}`,
    violates: (label) => `✗ 偏离：${label}`,
    passive: (label) => `✗ 禁止：${label}`,
    misplaced: (label) => `✗ 顺序不符：${label}`,
    closest: (label) => `≈ 最接近：${label}`,
    wrong: (sentence) => `✗ ${sentence}`,
    lost: (sessions) => `✗ 栅栏丢失：${sessions} 的 ping 没有应答`,
    legend:
      '时间自上而下，单位为毫秒。点线为栅栏：其上方动作引起的节均已到达。✗ 虚线：缺少；✗：未获允许；≠：与期望不符；≈：与缺少的节最接近。',
  },
);

export type DiagramWords = (typeof DIAGRAM)['en'];

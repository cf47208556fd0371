// What sequence diagrams say, in both languages. Labels of stanzas are words of the protocol and stay as they are.

import { catalogue } from '../../wording/catalogue.ts';

export const DIAGRAM = catalogue(
  {
    label: (lines: string) => `Sequence of stanzas between ${lines}`,
    to: (stanza: string, name: string) => `${stanza} to ${name}`,
    from: (stanza: string, name: string) => `${stanza} from ${name}`,
    server: 'server',
    setup: (stanzas: string) => `setting up: ${stanzas}`,
    look: (stanzas: string) => `a fresh session looks: ${stanzas}`,
    leftOut: (count: number) => `${count} rows left out`,
    connected: 'connected',
    closed: 'closes its stream',
    dropped: 'connection broken off',
    auto: (label: string) => `${label} (automatic)`,
    ambient: (label: string) => `${label} (ambient)`,
    missing: (label: string) => `✗ missing: ${label}`,
    unexpected: (label: string) => `✗ unexpected: ${label}`,
    differs: (label: string) => `≠ differs: ${label}`,
    violates: (label: string) => `✗ violates: ${label}`,
    passive: (label: string) => `✗ forbidden: ${label}`,
    misplaced: (label: string) => `✗ out of order: ${label}`,
    closest: (label: string) => `≈ closest: ${label}`,
    wrong: (sentence: string) => `✗ ${sentence}`,
    lost: (sessions: string) => `✗ fence lost: no answer to the ping of ${sessions}`,
    legend:
      'Time runs down; the numbers are milliseconds. A dotted line is a fence: what was caused above it has arrived. ✗ dashed: missing; ✗: not allowed; ≠: not as expected; ≈: the closest to what is missing.',
  },
  {
    label: (lines) => `节的序列：${lines}`,
    to: (stanza, name) => `${stanza} 至 ${name}`,
    from: (stanza, name) => `${stanza} 来自 ${name}`,
    server: '服务器',
    setup: (stanzas) => `准备：${stanzas}`,
    look: (stanzas) => `新会话查看：${stanzas}`,
    leftOut: (count) => `省略 ${count} 行`,
    connected: '已连接',
    closed: '关闭流',
    dropped: '连接中断',
    auto: (label) => `${label}（自动应答）`,
    ambient: (label) => `${label}（背景流量）`,
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
      '时间自上而下，数字为毫秒。点线为栅栏：其上所引起的节均已到达。✗ 虚线：缺少；✗：未获允许；≠：与期望不符；≈：与缺少的节最接近。',
  },
);

export type DiagramWords = (typeof DIAGRAM)['en'];

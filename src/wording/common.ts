// Words that all texts share, in both languages.

import type { Level } from '../model/standard.ts';
import { catalogue } from './catalogue.ts';

export const COMMON = catalogue(
  {
    passed: 'passed',
    failed: 'failed',
    warned: 'warned',
    skipped: 'skipped',
    broken: 'inconclusive',
    local: 'local',
    remote: 'remote',
    federated: 'federated',
    randomPlays: 'Random plays',
    outcomes: (count: number, outcome: string) => `${count} ${outcome}`,
    cases: (count: number) => counted(count, 'case'),
    stanzas: (count: number) => counted(count, 'stanza'),
    onlyInPair: 'only the pair shows it: each server passes alone',
    knownFailure: (reason: string) => `known failure: ${reason}`,
    comma: ', ',
    semicolon: '; ',
    bracketed: (text: string) => ` (${text})`,
    labelled: (label: string, text: string) => `${label}: ${text}`,
    more: (count: number) => ` and ${count} more`,
  },
  {
    passed: '通过',
    failed: '失败',
    warned: '警告',
    skipped: '跳过',
    broken: '无法判定',
    local: '本地',
    remote: '远程',
    federated: '联邦',
    randomPlays: '随机演练',
    outcomes: (count, outcome) => `${outcome} ${count}`,
    cases: (count) => `${count} 个用例`,
    stanzas: (count) => `${count} 个节`,
    onlyInPair: '仅在两台服务器相连时出现：各自单独测试均通过',
    knownFailure: (reason) => `已知失败：${reason}`,
    comma: '，',
    semicolon: '；',
    bracketed: (text) => `（${text}）`,
    labelled: (label, text) => `${label}：${text}`,
    more: (count) => ` 等 ${count + 1} 个`,
  },
);

/** Levels of requirements. The Chinese ones keep the word of RFC 2119: YD/T 2936 has one word for MUST and SHOULD. */
export const LEVELS = catalogue(
  {
    MUST: 'MUST',
    'MUST NOT': 'MUST NOT',
    SHOULD: 'SHOULD',
    'SHOULD NOT': 'SHOULD NOT',
    MAY: 'MAY',
    'N/A': 'N/A',
  } satisfies Record<Level | 'N/A', string>,
  {
    MUST: '必须 (MUST)',
    'MUST NOT': '不能 (MUST NOT)',
    SHOULD: '应 (SHOULD)',
    'SHOULD NOT': '不应 (SHOULD NOT)',
    MAY: '可以 (MAY)',
    'N/A': '不适用',
  },
);

/** A number with its noun: `1 case`, `2 cases`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

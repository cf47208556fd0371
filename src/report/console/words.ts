// The words of the console report outside of its cases.

import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/counted.ts';

export const CONSOLE = catalogue(
  {
    target: (name: string, software: string, domain: string) => `${name} (${software}) at ${domain}`,
    peer: (peer: string) => `contacts on ${peer}`,
    jobs: (cases: string, jobs: number) => `${cases}, ${jobs} in parallel`,
    order: (order: string) => `stanza order: ${order}`,
    limit: (limit: string) => `limit: ${limit}`,
    section: (title: string, counts: string) => `${title}: ${counts}`,
    sameReason: (id: string) => `same reason as ${id}`,
    stopped: (cases: string) => `stopped: ${cases} did not run`,
    delivery: 'message delivery (RFC 6121 8.5.4)',
    latitude: 'observed choices',
    choices: (scenario: string, choices: string) => `${scenario}: ${choices}`,
    onlyInPair: 'failures of the pair that neither server shows alone',
    undecided: 'inconclusive, as the baseline lists',
    stale: 'baseline entries that no longer hold: update them',
    coverage: (checks: number, checked: number, observable: number) =>
      `${counted(checks, 'check')}; ${checked} of ${observable} observable requirements checked`,
    byLint: (count: number) => ` and ${count} more by passive checks`,
    verdicts: (failed: number, warned: number) => `, ${failed} failed, ${warned} warned`,
    waits: (late: number, expired: number) => `${counted(late, 'late stanza')}, ${counted(expired, 'timeout')}`,
    looks: (again: number, changed: number, seconds: string) =>
      `${counted(again, 'case')} run a second time, ${seconds} s of it after all first runs, ${changed} with another outcome`,
    looksLeftOut: (count: number) =>
      `; ${counted(count, 'inconclusive case')} not, because none with the same cause got a verdict`,
    unclaimedStanzas: (count: number) => `, ${counted(count, 'stanza')} for remote addresses that no case uses`,
    cpu: (ratio: string) => `; tester CPU / server CPU: ${ratio}`,
    total: (cases: string, counts: string) => `${cases}: ${counts}`,
    known: (count: number) => counted(count, 'known failure'),
    knownBroken: (count: number) => `${count} inconclusive for a known cause`,
    strict: '--strict: warned cases count as failed',
    duration: (seconds: string) => ` in ${seconds} s`,
  },
  {
    target: (name, software, domain) => `${name}（${software}），域 ${domain}`,
    peer: (peer) => `联系人位于 ${peer}`,
    jobs: (cases, jobs) => `${cases}，同时运行 ${jobs} 个`,
    order: (order) => `节的次序：${order}`,
    limit: (limit) => `限制：${limit}`,
    section: (title, counts) => `${title}：${counts}`,
    sameReason: (id) => `原因同 ${id}`,
    stopped: (cases) => `已中止：${cases}未运行`,
    delivery: '消息递送（YD/T 2936 表 1 · RFC 6121 8.5.4）',
    latitude: '标准允许的选择',
    choices: (scenario, choices) => `${scenario}：${choices}`,
    onlyInPair: '仅在两台服务器相连时出现、各自单独测试均通过的失败',
    undecided: '无法判定，与基线所列一致',
    stale: '基线中已不成立的条目：请更新',
    coverage: (checks, checked, observable) => `检查 ${checks} 项；可观察的 ${observable} 项要求中已检查 ${checked} 项`,
    byLint: (count) => `，另有 ${count} 项由全程检查核对`,
    verdicts: (failed, warned) => `，其中失败 ${failed} 项，警告 ${warned} 项`,
    waits: (late, expired) => `迟到的节 ${late} 个，超时的等待 ${expired} 次`,
    looks: (again, changed, seconds) =>
      `复查用例 ${again} 个，其中首次运行之后用时 ${seconds} 秒，结果改变 ${changed} 个`,
    looksLeftOut: (count) => `；另有 ${count} 个无法判定的用例未复查：同一原因的用例复查后也没有得到判定`,
    unclaimedStanzas: (count) => `，发往没有用例使用的远程地址的节 ${count} 个`,
    cpu: (ratio) => `；测试端 CPU / 服务器 CPU：${ratio}`,
    total: (cases, counts) => `${cases}：${counts}`,
    known: (count) => `其中已知失败 ${count} 个`,
    knownBroken: (count) => `${count} 个因已知原因无法判定`,
    strict: '--strict：警告计为失败',
    duration: (seconds) => `，用时 ${seconds} 秒`,
  },
);

// What commands say beside their reports: on standard error, or as their one line of output.

import type { Lack } from '../model/reason.ts';
import { catalogue } from './catalogue.ts';
import { counted } from './counted.ts';

export const NOTICES = catalogue(
  {
    bug: 'this is a bug in xmppspec: please report it',
    outputLost: (why: string) => `cannot write to standard output: ${why}`,
    cleaningUp: (signal: string) =>
      `${signal}: cleaning up; press Ctrl-C again to quit now (\`xmppspec clean\` removes leftovers)`,
    passwordOf: (jid: string) => `password of ${jid}: `,
    repetitions: (made: number, asked: number) =>
      `stopped after ${made} of ${asked} repetitions; the report says what they agree on`,
    nothingRan: 'no case ran: the report says what each of them needs',
    noVerdict: 'no case has a verdict: the baseline lists why, but a run that shows nothing is no success',
    skipped: '--fail-on-skipped: cases were skipped; the report says what each of them needs',
    notOffered: (feature: string, level: Lack['level']) =>
      `the server does not offer ${feature}${level === 'MUST' ? ', which is mandatory' : ''}`,
    lacking: (what: string) => `cases were skipped: ${what}`,
    maybeLacking: (what: string) => `cases were skipped: as it seems, ${what}, but no case has shown that`,
    reportedBy: (command: string) => `this case reports it: ${command}`,
    reporterFailed: (name: string, why: string) => `the reporter "${name}" failed and writes no more: ${why}`,
    strangeSingle: (file: string) => `--single ${file}: a report on neither server of this pair`,
    baselineUpdated: (file: string, added: number, changed: number, removed: number) =>
      `${file}: ${added} added, ${changed} changed, ${removed} removed`,
    reasonsMissing: (count: number) =>
      `reasons missing: ${count}; fill them in, or repeat with --reason TEXT, before another run`,
    warning: (message: string) => `warning: ${message}`,
    validated: (files: number, cases: number) =>
      `${counted(files, 'scenario file')}, ${counted(cases, 'case')}, no mistakes`,
    warnings: (count: number) => counted(count, 'warning'),
    left: (accounts: number, directories: number) =>
      `${counted(accounts, 'account')} and ${directories} ${directories === 1 ? 'directory' : 'directories'}`,
    removed: (what: string) => `removed ${what}`,
    leftAlone: (what: string, pid: number, file: string) =>
      `left alone: ${what} of process ${pid}, which is running (${file})`,
    serving: (domain: string, address: string) => `serving ${domain} at ${address}`,
    servingFault: (domain: string, fault: string, address: string) =>
      `serving ${domain} with the fault ${fault} at ${address}`,
    noRemoteDomain: 'no remote domain: set XMPPSPEC_REMOTE_SECRET',
    noStartTls: (why: string) => `no StartTLS: ${why}`,
    partEnded: (shard: string, how: string, errors: string) =>
      `part ${shard} of the mutants ended early (${how})${errors === '' ? '' : `: ${errors}`}`,
    exitCode: (code: number) => `exit code ${code}`,
    interrupted: 'interrupted',
    streamsLeft: (count: number) => `${counted(count, 'stream')} ${count === 1 ? 'was' : 'were'} still open at the end`,
    accountsStay: (why: string) => `accounts stay on the server: ${why}`,
    leftOut: 'it is left out of this run',
    atMost: (most: number) => `at most ${most} are made, and used again after a reset (--max-accounts)`,
    atMostSpoilt: (most: number, spoilt: number) =>
      `at most ${most} are made and used again after a reset; up to ${spoilt} where their rosters cannot be emptied (--max-accounts)`,
    mutantUntried: (id: string) => `the mutant ${id} was not tried`,
  },
  {
    bug: '这是 xmppspec 的缺陷：请报告',
    outputLost: (why) => `无法写入标准输出：${why}`,
    cleaningUp: (signal) => `${signal}：正在清理；再按一次 Ctrl-C 立即退出（\`xmppspec clean\` 可清除遗留）`,
    passwordOf: (jid) => `${jid} 的密码：`,
    repetitions: (made, asked) => `${asked} 次重复中进行 ${made} 次后停止；报告给出各次一致的结果`,
    nothingRan: '没有用例运行：报告说明了每个用例需要什么',
    noVerdict: '没有用例得出判定：原因已列入基线，但什么也没有检验的运行不算成功',
    skipped: '--fail-on-skipped：有用例被跳过；报告说明了每个用例需要什么',
    notOffered: (feature, level) => `服务器不提供${level === 'MUST' ? '必备特性' : ''} ${feature}`,
    lacking: (what) => `有用例被跳过：${what}`,
    maybeLacking: (what) => `有用例被跳过：似乎${what}，但没有用例能够证实`,
    reportedBy: (command) => `报告此问题的用例：${command}`,
    reporterFailed: (name, why) => `报告“${name}”出错，不再写入：${why}`,
    strangeSingle: (file) => `--single ${file}：该报告与这一对服务器都无关`,
    baselineUpdated: (file, added, changed, removed) =>
      `${file}：新增 ${added} 项，更改 ${changed} 项，去掉 ${removed} 项`,
    reasonsMissing: (count) => `缺少原因：${count} 处；请在下次运行之前填写，或加上 --reason TEXT 再运行一次`,
    warning: (message) => `警告：${message}`,
    validated: (files, cases) => `${files} 个场景文件，${cases} 个用例，没有错误`,
    warnings: (count) => `${count} 个警告`,
    left: (accounts, directories) => `${accounts} 个账户和 ${directories} 个目录`,
    removed: (what) => `已清除 ${what}`,
    leftAlone: (what, pid, file) => `未清除：进程 ${pid} 仍在运行，属于它的有 ${what} (${file})`,
    serving: (domain, address) => `${domain} 正在 ${address} 提供服务`,
    servingFault: (domain, fault, address) => `带有故障 ${fault} 的 ${domain} 正在 ${address} 提供服务`,
    noRemoteDomain: '没有远程域：请设置 XMPPSPEC_REMOTE_SECRET',
    noStartTls: (why) => `没有 StartTLS：${why}`,
    partEnded: (shard, how, errors) => `变异体的第 ${shard} 部分提前结束 (${how})${errors === '' ? '' : `：${errors}`}`,
    exitCode: (code) => `退出码 ${code}`,
    interrupted: '已中断',
    streamsLeft: (count) => `结束时仍有 ${count} 个流未关闭`,
    accountsStay: (why) => `账户将留在服务器上：${why}`,
    leftOut: '本次运行不再使用该账户',
    atMost: (most) => `至多建立 ${most} 个，重置后再次使用 (--max-accounts)`,
    atMostSpoilt: (most, spoilt) =>
      `至多建立 ${most} 个，重置后再次使用；名册无法清空时至多 ${spoilt} 个 (--max-accounts)`,
    mutantUntried: (id) => `变异体 ${id} 没有试验`,
  },
);

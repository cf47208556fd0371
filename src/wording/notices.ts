// What commands say beside their reports: on standard error, or as their one line of output.

import type { Lack } from '../model/reason.ts';
import { catalogue } from './catalogue.ts';
import { counted } from './common.ts';

/** Cases that decide an exit code. */
interface Failures {
  readonly failed: number;
  /** Counted by --strict. */
  readonly warned: number;
}

function failuresText(
  { failed, warned }: Failures,
  { isListed, stale }: { readonly isListed: boolean; readonly stale: number },
): string {
  const parts = [
    ...(failed === 0 ? [] : [`${counted(failed, 'case')} failed`]),
    ...(warned === 0 ? [] : [`${counted(warned, 'case')} warned (--strict)`]),
  ];
  const unlisted = `${parts.join(', ')}${isListed ? ' that the baseline does not list' : ''}`;
  return stale === 0 ? unlisted : `${unlisted}, and ${staleText(stale)}`;
}

const staleText = (count: number): string =>
  count === 1 ? '1 baseline entry passes now' : `${count} baseline entries pass now`;

export const NOTICES = catalogue(
  {
    bug: 'this is a bug in xmppspec: please report it',
    outputLost: (why: string) => `cannot write to standard output: ${why}`,
    cleaningUp: (signal: string) =>
      `${signal}: cleaning up; press Ctrl-C again to quit now (\`xmppspec clean\` removes leftovers)`,
    passwordOf: (jid: string) => `password of ${jid}: `,
    configElsewhere: (file: string) => `${file} is not read from here; to use it, give --config ${file}`,
    noTarget:
      'NO TARGET NAMED: this tests the reference server that xmppspec brings along, not yours; name yours with -t xmpp://HOST',
    repetitions: (made: number, asked: number) =>
      `stopped after ${made} of ${asked} repetitions; the report says what they agree on`,
    exit: (code: number, why: string) => `exit ${code}: ${why}`,
    failures: (counts: Failures, known: { readonly isListed: boolean; readonly stale: number }) =>
      failuresText(counts, known),
    stale: (count: number) => `${staleText(count)}; run again with --update-baseline`,
    allKnown: (count: number) =>
      `the baseline lists the ${count === 1 ? 'only case that did not pass' : `${count} cases that did not pass`}`,
    noTargetTested: 'this is about the reference server; NO SERVER OF YOURS WAS TESTED: name it with -t xmpp://HOST',
    nothingRan: 'no case ran: the report says what each of them needs',
    noVerdict: 'no case has a verdict: the baseline lists why, but a run that shows nothing is no success',
    skipped: (count: number) =>
      `--fail-on-skipped: ${counted(count, 'case')} ${count === 1 ? 'was' : 'were'} skipped; the report says what they need`,
    broken: (count: number) =>
      `${counted(count, 'case')} ${count === 1 ? 'is' : 'are'} inconclusive, which is no verdict on the server; the report says why`,
    stopped: (what: string) => `stopped: ${what}`,
    notRun: (count: number) => `${counted(count, 'case')} did not run`,
    reportLost: 'a report could not be written',
    serverEnded: 'the server ended before the run did',
    signalled: (signal: string) => `stopped by ${signal}`,
    checksFailed: (count: number) => `${counted(count, 'check')} failed`,
    worse: (cases: number, requirements: number) =>
      `${counted(cases, 'case')} and ${counted(requirements, 'requirement')} got worse`,
    pairsEnded: (count: number, pairs: number) =>
      `${count} of ${counted(pairs, 'run')} ended so; the page says which and why`,
    survived: (count: number) => `${counted(count, 'mutant')} survived`,
    notOffered: (feature: string, level: Lack['level']) =>
      `the server does not offer ${feature}${level === 'MUST' ? ', which is mandatory' : ''}`,
    lacking: (what: string) => `cases were skipped: ${what}`,
    maybeLacking: (what: string) => `cases were skipped: as it seems, ${what}, but no case has shown that`,
    reportedBy: (command: string) => `this case reports it: ${command}`,
    reporterFailed: (name: string, why: string) => `the reporter "${name}" failed and writes no more: ${why}`,
    strangeSingle: (file: string) => `--single ${file}: a report on neither server of this pair`,
    baselineUpdated: (file: string, added: number, changed: number, removed: number) =>
      `${file}: ${added} added, ${changed} changed, ${removed} removed`,
    baselineNew: 'the file is new: read it, and commit it',
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
    logInHow: (domain: string) =>
      `log in as NAME@${domain}: register the account with your client first (XEP-0077); its certificate is self-signed`,
    logInAs: (names: string) => `log in as ${names}`,
    logInAsAny: (domain: string) => `log in as NAME@${domain} with any password: the first login makes the account`,
    authorityIn: (file: string) => `clients can trust the certificate by the authority in ${file}`,
    resolvesNowhere: (domain: string) =>
      `${domain} may resolve nowhere: give clients the host and the port as well, or serve -d localhost`,
    loggedIn: 'logged in',
    loginFailed: (condition: string, why: string) => `login failed: ${condition}${why === '' ? '' : `, ${why}`}`,
    streamEnded: 'stream ended',
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
    configElsewhere: (file) => `${file} 在此处不会被读取；如需使用，请给出 --config ${file}`,
    noTarget: '没有指明目标：本次测试的是 xmppspec 自带的参考服务器，而不是您的服务器；请用 -t xmpp://HOST 指明',
    repetitions: (made, asked) => `${asked} 次重复中进行 ${made} 次后停止；报告给出各次一致的结果`,
    exit: (code, why) => `退出码 ${code}：${why}`,
    failures: ({ failed, warned }, { isListed, stale }) => {
      const parts = [
        ...(failed === 0 ? [] : [`${failed} 个用例失败`]),
        ...(warned === 0 ? [] : [`${warned} 个用例警告 (--strict)`]),
      ];
      const unlisted = `${parts.join('，')}${isListed ? '，均未列入基线' : ''}`;
      return stale === 0 ? unlisted : `${unlisted}；另有 ${stale} 个基线条目已不再出现`;
    },
    stale: (count) => `${count} 个基线条目已不再出现；请加上 --update-baseline 再运行一次`,
    allKnown: (count) => `未通过的 ${count} 个用例均已列入基线`,
    noTargetTested: '以上是参考服务器的结果；您的服务器并未测试：请用 -t xmpp://HOST 指明',
    nothingRan: '没有用例运行：报告说明了每个用例需要什么',
    noVerdict: '没有用例得出判定：原因已列入基线，但什么也没有检验的运行不算成功',
    skipped: (count) => `--fail-on-skipped：${count} 个用例被跳过；报告说明了它们需要什么`,
    broken: (count) => `${count} 个用例无法判定，对服务器没有结论；报告说明了原因`,
    stopped: (what) => `已停止：${what}`,
    notRun: (count) => `${count} 个用例没有运行`,
    reportLost: '有报告无法写入',
    serverEnded: '服务器在运行结束之前退出',
    signalled: (signal) => `被 ${signal} 停止`,
    checksFailed: (count) => `${count} 项检查失败`,
    worse: (cases, requirements) => `${cases} 个用例、${requirements} 项要求变差`,
    pairsEnded: (count, pairs) => `${pairs} 次运行中有 ${count} 次如此结束；网页说明了是哪些、为何`,
    survived: (count) => `${count} 个变异体未被发现`,
    notOffered: (feature, level) => `服务器不提供${level === 'MUST' ? '必备特性' : ''} ${feature}`,
    lacking: (what) => `有用例被跳过：${what}`,
    maybeLacking: (what) => `有用例被跳过：似乎${what}，但没有用例能够证实`,
    reportedBy: (command) => `报告此问题的用例：${command}`,
    reporterFailed: (name, why) => `报告“${name}”出错，不再写入：${why}`,
    strangeSingle: (file) => `--single ${file}：该报告与这一对服务器都无关`,
    baselineUpdated: (file, added, changed, removed) =>
      `${file}：新增 ${added} 项，更改 ${changed} 项，去掉 ${removed} 项`,
    baselineNew: '文件是新建的：请检查后提交',
    reasonsMissing: (count) => `缺少原因：${count} 处；请在下次运行之前填写，或加上 --reason TEXT 再运行一次`,
    warning: (message) => `警告：${message}`,
    validated: (files, cases) => `${files} 个场景文件，${cases} 个用例，没有错误`,
    warnings: (count) => `${count} 个警告`,
    left: (accounts, directories) => `${accounts} 个账户和 ${directories} 个目录`,
    removed: (what) => `已清除 ${what}`,
    leftAlone: (what, pid, file) => `未清除：进程 ${pid} 仍在运行，属于它的有 ${what} (${file})`,
    serving: (domain, address) => `${domain} 正在 ${address} 提供服务`,
    servingFault: (domain, fault, address) => `带有故障 ${fault} 的 ${domain} 正在 ${address} 提供服务`,
    logInHow: (domain) => `以 NAME@${domain} 登录：请先用您的客户端注册该账户（XEP-0077）；服务器的证书是自签名的`,
    logInAs: (names) => `以 ${names} 登录`,
    logInAsAny: (domain) => `以 NAME@${domain} 和任意密码登录：首次登录即创建该账户`,
    authorityIn: (file) => `客户端可凭 ${file} 中的证书颁发机构信任该证书`,
    resolvesNowhere: (domain) => `${domain} 可能无法解析：请向客户端同时给出主机和端口，或使用 serve -d localhost`,
    loggedIn: '已登录',
    loginFailed: (condition, why) => `登录失败：${condition}${why === '' ? '' : `，${why}`}`,
    streamEnded: '流已结束',
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

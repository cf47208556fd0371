// The messages of usage errors: what was expected, what was there, what to do.

import { hint, hintZh, type Nearest } from './suggest.ts';

/** The least and the greatest number that an option takes. */
interface NumberRange {
  readonly unit: 'milliseconds' | 'seconds' | undefined;
  /** Undefined: any. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

function rangeText({ unit, from, to }: NumberRange): string {
  const what = unit ?? 'a whole number';
  const begin = from === undefined ? what : `${what} from ${from}`;
  return to === undefined ? begin : `${begin} to ${to}`;
}

const UNITS = { milliseconds: '毫秒数', seconds: '秒数' } as const;

function rangeZh({ unit, from, to }: NumberRange): string {
  const what = unit === undefined ? '整数' : UNITS[unit];
  if (from === undefined) return what;
  return to === undefined ? `不小于 ${from} 的${what}` : ` ${from} 到 ${to} 的${what}`;
}

export const USAGE_EN = {
  noCommand: 'expected a command, such as: xmppspec run',
  unknownCommand: (word: string, nearest: Nearest) =>
    `unknown command "${word}"${hint(nearest) || '; see xmppspec --help'}`,
  unknownOption: (option: string | undefined, command: string) =>
    `unknown option${option === undefined ? '' : ` "${option}"`}; see xmppspec ${command} --help`,
  unknownOptions: (options: string, command: string) => `unknown options "${options}"; see xmppspec ${command} --help`,
  misspeltOption: (option: string, nearest: string) => `unknown option "${option}"; did you mean "${nearest}"?`,
  tooFewArguments: (usage: string) => `too few arguments; expected xmppspec ${usage}`,
  extraArgument: (command: string) => `too many arguments; see xmppspec ${command} --help`,
  givenTwice: (option: string) => `--${option}: given twice; give it once`,
  choiceExpected: (option: string, choices: string) => `--${option}: expected one of ${choices}`,
  numberExpected: (option: string, range: NumberRange, got: string) =>
    `--${option}: expected ${rangeText(range)}, got ${got || 'nothing'}`,
  otherPlays: (play: string, version: number, own: number) =>
    `${play}: drawn by version ${version} of the random plays, and this xmppspec draws version ${own}, in which it is another one; use the xmppspec that reported it, or a scenario that --write has written`,
  traceValue: '--trace: expected no value, or --trace=all',
  launchedOwn: (name: string) =>
    `${name} is launched with its own accounts and remote domain; leave out the options that give others`,
  launchedServer: (name: string, prefix: string) =>
    `${name} is launched by xmppspec; --${prefix}server-command starts a server of your own, whose address --${prefix === '' ? 'target' : 'peer'} gives`,
  needsTarget: (option: string) =>
    `--${option} is about a server, and none is named; add -t xmpp://HOST, or -t NAME for a target of the config file`,
  configElsewhere: (file: string) => `no target named, and ${file} is not read from here; give --config ${file}`,
  whichTarget: (names: string) =>
    `no target named: the config file has ${names}; choose one with -t NAME, or mark one with "default: true"`,
  unknownTarget: (name: string, known: string, nearest: Nearest) =>
    `unknown target "${name}"; expected ${known} or xmpp://host[:port]${hint(nearest)}`,
  fixedNeeds: (provision: string, account: string) => `${provision} fixed needs ${account} jid:password, twice or more`,
  adminNeeds: (provision: string, admin: string) => `${provision} admin needs ${admin} jid:password`,
  commandNeeds: (provision: string, create: string) =>
    `${provision} command needs ${create} "command {user} {domain} {password}"`,
  commandUnused: (option: string, provision: string) =>
    `${option} is for ${provision} command; leave it out, or the options that give accounts in another way`,
  lendingFixed: (prefix: string) =>
    `--${prefix}accounts is about accounts that the run makes; leave it out, or leave out --${prefix}account`,
  cannotRead: (option: string, file: string, why: string) => `${option}: cannot read "${file}": ${why}`,
  cannotWrite: (file: string, why: string) => `cannot write "${file}": ${why}; choose another path`,
  noAdmin: (name: string) => `${name} has no administrator who may add accounts; use --provision in-band`,
  accountExpected: (option: string) => `${option}: expected an account as user@domain[:password], got something else`,
  noPassword: (jid: string, variable: string) => `no password for ${jid}: write ${jid}:PASSWORD, or set ${variable}`,
  domainExpected: (option: string, written: string) =>
    `${option}: expected a domain, such as example.org, got "${written}"`,
  remoteExpected: (got: string) => `--remote: expected component://host:port/remote.domain, got "${got}"`,
  remoteShard: (placeholder: string) => `--remote: ${placeholder} stands for the number of a shard; give --shard`,
  remoteSecret: (domain: string, variable: string) =>
    `--remote: no secret for ${domain}; set ${variable}, or "secret" in the config file`,
  peerMixed:
    '--peer: a server that is launched connects only to another one that is launched; launch both, or give the addresses of both',
  peerDomain: (domain: string) => `--peer: both servers have the domain ${domain}; give another one with --peer-domain`,
  proofOfRunning: '--peer-proof is about servers that are launched; one that runs already decides for itself',
  proofOfReference:
    '--peer-proof: the reference server supports dialback alone; leave the option out, or give dialback',
  needsPeer: (option: string) => `--${option} is about a second server; name it with --peer`,
  singleNeedsPeer: '--single needs --peer: it compares a pair with each server alone',
  serverLogAlone: (prefix: string) =>
    `--${prefix}server-log needs --${prefix}server-command: it is the log of that server`,
  clientCommandMissing: 'no client is given; write its command after --: xmppspec client -- COMMAND ARGS',
  serverCommandEmpty: (prefix: string) => `--${prefix}server-command: expected a shell command, got nothing`,
  serverDirectory: (path: string) => `config file: "cwd" of "server" is no directory: ${path}`,
  sharedLog: (file: string) => `two servers write their log to ${file}; give each a file of its own`,
  matchesNone: (selector: string, count: number, what: 'cases' | 'mutants', nearest: Nearest) =>
    `"${selector}" matches none of ${count} ${what}${hint(nearest)}`,
  excludeAll: '--exclude leaves no case; leave out less',
  noSuchFile: (path: string) => `no such file or directory: ${path}`,
  unreadable: (path: string, why: string) => `${path} cannot be read: ${why}`,
  linkLoop: (path: string) => `${path} cannot be read: the link leads to itself`,
  noSuite: (suite: string, name: string) =>
    `--suite: "${suite}" is no directory, and no package ${name} is installed here; expected one of these, or rfc6121`,
  unknownReporter: (name: string, known: string, nearest: Nearest) =>
    `unknown reporter "${name}"; expected ${known}${hint(nearest)}`,
  reporterModule: (path: string, why: string) => `the reporter ${path} cannot be loaded: ${why}`,
  reporterExport: (path: string) => `the reporter ${path} exports no function by default`,
  noLastRun: '--last-failed: no run from this directory is known',
  noneFailedLast:
    '--last-failed: none of the selected cases failed, warned or was inconclusive in the last run from this directory',
  reporterPath: (entry: string) => `"${entry}": expected a path after "=", got nothing`,
  sharedOutput: (path: string | undefined) =>
    `two reporters write to ${path ?? 'standard output'}; give one a path of its own`,
  mergeOutput: (path: string) => `-o and a reporter write to ${path}; give one a path of its own`,
  reportIncomplete: 'a report is incomplete; choose another path',
  updateNeedsBaseline: '--update-baseline needs --baseline FILE',
  baselineAbsent: (option: string | undefined, file: string, command: string) =>
    `${option ?? 'config file, "baseline"'}: no file "${file}"; to write what fails now into it: ${command}`,
  reasonNeedsUpdate: '--reason needs --update-baseline',
  reasonEmpty: '--reason is empty: say why these failures are the fault of the server',
  baselineDirectory: (file: string, directory: string) =>
    `--update-baseline: cannot write "${file}": no directory "${directory}"; make it first`,
  shardExpected: (got: string, count: number | undefined) =>
    `--shard: expected I/N with I from 1 to N, or index/N, got "${got}"${count === undefined ? '' : `; where the first is 0, give index/${count}`}`,
  shardEmpty: (count: number, what: 'cases' | 'mutants', given: number) =>
    `--shard: expected at least ${count} ${what} to share, got ${given}`,
  shardAccounts: (shards: number, needed: number, given: number) =>
    `--shard: ${shards} shards need at least ${needed} accounts, got ${given}; each shard uses its own part of the list`,
  shardNoIndex: (names: string) => `--shard index: none of ${names} is set; give I/N`,
  shardTwoIndexes: (first: string, second: string) => `--shard index: ${first} and ${second} are both set; give I/N`,
  shardOutside: (name: string, from: number, to: number, got: string) =>
    `--shard index: expected ${name} from ${from} to ${to}, got "${got}"`,
  shardZero: '--shard index/0: expected a number of shards from 1, got 0',
  shardNoCount: (name: string) => `--shard index: ${name} comes without the number of shards; give index/N`,
  shardOtherCount: (given: number, name: string, counted: number) =>
    `--shard index/${given}: expected the number in ${name}, which is ${counted}; leave out "/${given}"`,
  shardNumber: (name: string, got: string) => `--shard index: expected a whole number in ${name}, got "${got}"`,
  twoServers: (given: number) => `expected at least two servers, got ${given}`,
  serverTwice: (name: string) => `"${name}" is given twice; give two servers of one kind two names in the config file`,
  twoReports: (given: number) => `expected reports of at least two servers or versions, got ${given}`,
  noCommonCase: (one: string, other: string) => `${one} and ${other} have no case in common; nothing can be compared`,
  servedAccount: () => '--account: expected NAME:PASSWORD, where NAME is the part of the address before the @',
  certificateUnused: () => '--tls none: there is no certificate for --ca, --cert or --key',
  certificateHalf: () => '--cert and --key belong together, and stand in the place of --ca',
  cannotServe: (host: string, port: number, why: string) => `cannot serve at ${host}:${port}: ${why}`,
  unknownMutant: (name: string, nearest: Nearest) => `unknown mutant "${name}"${hint(nearest)}`,
  unknownId: (id: string, nearest: Nearest) =>
    `"${id}" is no requirement, ruling, case, section, feature, outcome or word of a report; see xmppspec list${hint(nearest)}`,
};

export const USAGE_ZH: { readonly [Key in keyof typeof USAGE_EN]: (typeof USAGE_EN)[Key] } = {
  noCommand: '缺少命令，例如：xmppspec run',
  unknownCommand: (word, nearest) => `未知命令“${word}”${hintZh(nearest) || '；见 xmppspec --help'}`,
  unknownOption: (option, command) =>
    `未知选项${option === undefined ? '' : `“${option}”`}；见 xmppspec ${command} --help`,
  unknownOptions: (options, command) => `未知选项“${options}”；见 xmppspec ${command} --help`,
  misspeltOption: (option, nearest) => `未知选项“${option}”；是否应为“${nearest}”？`,
  tooFewArguments: (usage) => `参数不足；应为 xmppspec ${usage}`,
  extraArgument: (command) => `参数过多；见 xmppspec ${command} --help`,
  givenTwice: (option) => `--${option} 给出了两次；只能给出一次`,
  choiceExpected: (option, choices) => `--${option}：应为 ${choices} 之一`,
  numberExpected: (option, range, got) =>
    `--${option}：应为${rangeZh(range)}，${got === '' ? '实际为空' : `实际为 ${got}`}`,
  otherPlays: (play, version, own) =>
    `${play}：由第 ${version} 版随机演练产生，而此 xmppspec 使用第 ${own} 版，得到的是另一次演练；请使用报告它的 xmppspec，或 --write 写下的场景`,
  traceValue: '--trace 不带值，或写作 --trace=all',
  launchedOwn: (name) => `${name} 由工具启动，自带账户和远程域；请去掉另行指定它们的选项`,
  launchedServer: (name, prefix) =>
    `${name} 由工具启动；--${prefix}server-command 用于启动自己的服务器，其地址由 --${prefix === '' ? 'target' : 'peer'} 给出`,
  needsTarget: (option) =>
    `--${option} 用于某台服务器，但没有指明是哪一台；请加上 -t xmpp://HOST，或用 -t NAME 指明配置文件中的目标`,
  configElsewhere: (file) => `没有指明目标，而 ${file} 在此处不会被读取；请给出 --config ${file}`,
  whichTarget: (names) => `没有指明目标：配置文件中有 ${names}；请用 -t NAME 选择，或为其中之一写上“default: true”`,
  unknownTarget: (name, known, nearest) => `未知目标“${name}”；应为 ${known} 或 xmpp://host[:port]${hintZh(nearest)}`,
  fixedNeeds: (provision, account) => `${provision} fixed 需要至少两个 ${account} jid:password`,
  adminNeeds: (provision, admin) => `${provision} admin 需要 ${admin} jid:password`,
  commandNeeds: (provision, create) => `${provision} command 需要 ${create} "command {user} {domain} {password}"`,
  commandUnused: (option, provision) =>
    `${option} 只用于 ${provision} command；请去掉它，或去掉以其他方式给出账户的选项`,
  lendingFixed: (prefix) => `--${prefix}accounts 只用于由运行自行建立的账户；请去掉它，或去掉 --${prefix}account`,
  cannotRead: (option, file, why) => `${option}：无法读取“${file}”：${why}`,
  cannotWrite: (file, why) => `无法写入“${file}”：${why}；请换一个路径`,
  noAdmin: (name) => `${name} 没有可以添加账户的管理员；请使用 --provision in-band`,
  accountExpected: (option) => `${option}：账户应写作 user@domain[:password]`,
  noPassword: (jid, variable) => `没有 ${jid} 的密码：请写作 ${jid}:PASSWORD，或设置 ${variable}`,
  domainExpected: (option, written) => `${option}：应为域名，如 example.org，实际为“${written}”`,
  remoteExpected: (got) => `--remote：应为 component://host:port/remote.domain，实际为“${got}”`,
  remoteShard: (placeholder) => `--remote：${placeholder} 表示分片的序号；请给出 --shard`,
  remoteSecret: (domain, variable) => `--remote：没有 ${domain} 的密钥；请设置 ${variable}，或在配置文件中写“secret”`,
  peerMixed: '--peer：由工具启动的服务器只能与另一台由工具启动的服务器相连；请两台都由工具启动，或都给出地址',
  peerDomain: (domain) => `--peer：两台服务器的域都是 ${domain}；请用 --peer-domain 指定另一个域`,
  proofOfRunning: '--peer-proof 用于由工具启动的服务器；已在运行的服务器自行决定',
  proofOfReference: '--peer-proof：参考服务器只支持回拨；请去掉该选项，或给出 dialback',
  needsPeer: (option) => `--${option} 用于第二台服务器；请用 --peer 指定`,
  singleNeedsPeer: '--single 需要 --peer：它将一对服务器与单独的每台服务器相比较',
  serverLogAlone: (prefix) => `--${prefix}server-log 需要 --${prefix}server-command：它是该服务器的日志`,
  clientCommandMissing: '没有给出客户端；请在 -- 之后写出其命令：xmppspec client -- COMMAND ARGS',
  serverCommandEmpty: (prefix) => `--${prefix}server-command：应为 shell 命令，实际为空`,
  serverDirectory: (path) => `配置文件：“server”的“cwd”不是目录：${path}`,
  sharedLog: (file) => `两台服务器的日志都写入 ${file}；请各用一个文件`,
  matchesNone: (selector, count, what, nearest) =>
    `“${selector}”在 ${count} 个${what === 'cases' ? '用例' : '变异体'}中没有匹配${hintZh(nearest)}`,
  excludeAll: '--exclude 排除了全部用例；请减少排除的内容',
  noSuchFile: (path) => `没有该文件或目录：${path}`,
  unreadable: (path, why) => `无法读取 ${path}：${why}`,
  linkLoop: (path) => `无法读取 ${path}：链接指向自身`,
  noSuite: (suite, name) => `--suite：“${suite}”不是目录，此处也没有安装软件包 ${name}；应为其中之一，或 rfc6121`,
  unknownReporter: (name, known, nearest) => `未知报告形式“${name}”；应为 ${known}${hintZh(nearest)}`,
  reporterModule: (path, why) => `无法加载报告模块 ${path}：${why}`,
  reporterExport: (path) => `报告模块 ${path} 没有默认导出的函数`,
  noLastRun: '--last-failed：没有从此目录进行过的运行',
  noneFailedLast: '--last-failed：从此目录进行的上一次运行中，所选用例均未失败、警告或无法判定',
  reporterPath: (entry) => `“${entry}”：“=”之后应为路径，实际为空`,
  sharedOutput: (path) => `两份报告写入同一处：${path ?? '标准输出'}；请为其中一份指定路径`,
  mergeOutput: (path) => `-o 与一份报告都写入 ${path}；请为其中之一另指定路径`,
  reportIncomplete: '有报告不完整；请换一个路径',
  updateNeedsBaseline: '--update-baseline 需要 --baseline FILE',
  baselineAbsent: (option, file, command) =>
    `${option ?? '配置文件的“baseline”'}：没有文件“${file}”；把目前的失败写入其中：${command}`,
  reasonNeedsUpdate: '--reason 需要 --update-baseline',
  reasonEmpty: '--reason 为空：请说明这些失败为何是服务器的过错',
  baselineDirectory: (file, directory) => `--update-baseline：无法写入“${file}”：没有目录“${directory}”；请先建立`,
  shardExpected: (got, count) =>
    `--shard：应为 I/N（I 从 1 到 N）或 index/N，实际为“${got}”${count === undefined ? '' : `；若序号从 0 开始，请写 index/${count}`}`,
  shardEmpty: (count, what, given) =>
    `--shard：至少要有 ${count} 个${what === 'cases' ? '用例' : '变异体'}可分，实际有 ${given} 个`,
  shardAccounts: (shards, needed, given) =>
    `--shard：${shards} 个分片至少需要 ${needed} 个账户，实际有 ${given} 个；每个分片使用列表中自己的一部分`,
  shardNoIndex: (names) => `--shard index：${names} 均未设置；请写 I/N`,
  shardTwoIndexes: (first, second) => `--shard index：${first} 和 ${second} 都已设置；请写 I/N`,
  shardOutside: (name, from, to, got) => `--shard index：${name} 应从 ${from} 到 ${to}，实际为“${got}”`,
  shardZero: '--shard index/0：分片数应不小于 1，实际为 0',
  shardNoCount: (name) => `--shard index：${name} 未附分片总数；请写 index/N`,
  shardOtherCount: (given, name, counted) =>
    `--shard index/${given}：${name} 中的总数是 ${counted}，两者应一致；请去掉“/${given}”`,
  shardNumber: (name, got) => `--shard index：${name} 应为整数，实际为“${got}”`,
  twoServers: (given) => `至少要给出两台服务器，实际有 ${given} 台`,
  serverTwice: (name) => `“${name}”给出了两次；同一种服务器有两台时，请在配置文件中为它们各起一个名称`,
  twoReports: (given) => `至少要给出两份不同服务器或版本的报告，实际有 ${given} 份`,
  noCommonCase: (one, other) => `${one} 与 ${other} 没有共同的用例；无法比较`,
  servedAccount: () => '--account：应为 NAME:PASSWORD，NAME 是地址中 @ 之前的部分',
  certificateUnused: () => '--tls none：没有证书可用于 --ca、--cert 或 --key',
  certificateHalf: () => '--cert 与 --key 必须同时使用，并且不能与 --ca 同用',
  cannotServe: (host, port, why) => `无法在 ${host}:${port} 提供服务：${why}`,
  unknownMutant: (name, nearest) => `未知变异体“${name}”${hintZh(nearest)}`,
  unknownId: (id, nearest) =>
    `“${id}”不是要求、裁定、用例、章节、特性、结果或报告用语；见 xmppspec list${hintZh(nearest)}`,
};

// Mistakes in reports, baselines and the config file.

import { catalogue } from './catalogue.ts';
import { hint, hintZh, type Nearest } from './suggest.ts';
import { type Fillings, inBoth } from './texts.ts';
import { UsageError } from './usage.ts';

export const REPORT_MISTAKES = catalogue(
  {
    noReport: (file: string, why: string) => `${file}: expected a report of --reporter json=FILE; ${why}`,
    absent: 'there is no such file',
    isDirectory: 'it is a directory',
    isDevice: 'it is a device',
    forbidden: 'it may not be read',
    notJson: 'it is not JSON',
    gotList: 'got a list',
    gotNull: 'got null',
    gotValue: (type: string) => `got a ${type}`,
    newer: (schema: number) => `the report has schema ${schema}, and this version reads schema 1; use a newer xmppspec`,
    noSchema: 'the file has no "schema": 1',
    wrongPlace: (place: string, mistake: string) => `${place}: ${mistake}`,
    noXml: (why: string) => `expected an element as XML: ${why}`,
    notOfOneRun: (file: string, key: string, first: string) =>
      `${file}: expected the same ${key} as in ${first}; merge reports of one run`,
    shardMissing: (index: number, count: number) => `shard ${index}/${count} is missing; add its report`,
    otherShard: (file: string, count: number, got: string) =>
      `${file}: expected a shard of ${count}, got ${got}; merge reports of one run`,
    wholeRun: 'a whole run',
    caseTwice: (file: string, id: string, other: string) =>
      `${file}: expected each case once, but "${id}" is also in ${other}`,
    moreCases: (count: number) => `and ${count} more cases`,
    noFinding: (wanted: string, nearest: Nearest) =>
      `the report has no finding "${wanted}"${hint(nearest) || '; xmppspec bug REPORT.json lists them'}`,
    severalFindings: (wanted: string, count: number, keys: string) =>
      `"${wanted}" names ${count} findings: ${keys}; name one of them`,
    breaksNoRule: (key: string) => `"${key}" breaks no rule, so it is no bug of the server to report`,
    otherGrid: (file: string, first: string) =>
      `${file}: expected one grid, and ${first} is another; make a site of each`,
    oldGrid: (file: string) =>
      `${file}: expected index.json of xmppspec federate; run federate again with this version`,
    labelExpected: (got: string) => `"${got}": expected label=FILE`,
    shardInSite: (file: string, index: number, count: number) =>
      `${file}: it is shard ${index} of ${count}; join the shards with xmppspec merge and give the result`,
    labelledPair: (file: string, label: string) =>
      `${file}: it is a report of two servers, which takes no label; give it without "${label}="`,
    labelsNeeded: (files: string) =>
      `${files}: reports of one server with one file name; give each a label, LABEL=FILE`,
    sameName: (one: string, other: string, label: string) =>
      `${one} and ${other} are both called "${label}"; give each a label (new=FILE old=FILE), or both the same label for a history`,
    otherSoftware: (file: string, label: string, known: string, knownFile: string, got: string) =>
      `${file}: "${label}" is ${known} in ${knownFile} and ${got} here; give them two labels`,
    siteDirectory: (directory: string) =>
      `expected a directory for the site, got the file "${directory}"; see xmppspec site --help`,
    pairTwice: (one: string, other: string, server: string, peer: string) =>
      `${one} and ${other} are both reports of ${server} with ${peer}; give one of them`,
    resumeOther: (directory: string, cases: string) =>
      `--resume: the event in "${directory}" is of other cases than ${cases === '' ? 'all' : cases}; give the same -c, or another -o`,
    noEvent: (path: string) =>
      `--since: expected the directory that federate wrote, with its index.json; got "${path}"`,
    baselinesOfOthers: (directory: string, names: string) =>
      `--baselines: no file in "${directory}" is of these servers; expected names such as ${names}`,
  },
  {
    noReport: (file, why) => `${file}：应为 --reporter json=FILE 的报告；${why}`,
    absent: '没有该文件',
    isDirectory: '它是目录',
    isDevice: '它是设备',
    forbidden: '没有读取的权限',
    notJson: '它不是 JSON',
    gotList: '实际为列表',
    gotNull: '实际为 null',
    gotValue: (type) => `实际为 ${type}`,
    newer: (schema) => `该报告的 schema 为 ${schema}，而此版本读取 schema 1；请使用更新的 xmppspec`,
    noSchema: '文件中没有 "schema": 1',
    wrongPlace: (place, mistake) => `${place}：${mistake}`,
    noXml: (why) => `应为 XML 元素：${why}`,
    notOfOneRun: (file, key, first) => `${file}：${key} 应与 ${first} 中相同；只能合并同一次运行的报告`,
    shardMissing: (index, count) => `缺少分片 ${index}/${count}；请加上它的报告`,
    otherShard: (file, count, got) => `${file}：应为 ${count} 个分片之一，实际为 ${got}；只能合并同一次运行的报告`,
    wholeRun: '整次运行',
    caseTwice: (file, id, other) => `${file}：每个用例只应出现一次，而“${id}”也见于 ${other}`,
    moreCases: (count) => `另有 ${count} 个用例`,
    noFinding: (wanted, nearest) =>
      `报告中没有问题“${wanted}”${hintZh(nearest) || '；xmppspec bug REPORT.json 列出全部问题'}`,
    severalFindings: (wanted, count, keys) => `“${wanted}”对应 ${count} 个问题：${keys}；请指明其中之一`,
    breaksNoRule: (key) => `“${key}”没有违反要求，因而不是可以报告的服务器缺陷`,
    otherGrid: (file, first) => `${file}：只应有一份结果表，而 ${first} 是另一个；请各建一个站点`,
    oldGrid: (file) => `${file}：应为 xmppspec federate 的 index.json；请用此版本重新运行 federate`,
    labelExpected: (got) => `“${got}”：应为 label=FILE`,
    shardInSite: (file, index, count) =>
      `${file}：它是 ${count} 个分片中的第 ${index} 个；请先用 xmppspec merge 合并，再给出结果`,
    labelledPair: (file, label) => `${file}：它是两台服务器的报告，不能带标签；请去掉“${label}=”`,
    labelsNeeded: (files) => `${files}：同一台服务器的报告，文件名也相同；请为每份加上标签，LABEL=FILE`,
    sameName: (one, other, label) =>
      `${one} 和 ${other} 的名称都是“${label}”；请各加标签 (new=FILE old=FILE)，若是同一服务器的历史，则加相同的标签`,
    otherSoftware: (file, label, known, knownFile, got) =>
      `${file}：“${label}”在 ${knownFile} 中是 ${known}，在此处是 ${got}；请用两个标签`,
    siteDirectory: (directory) => `站点应为目录，实际为文件“${directory}”；用法见 xmppspec site --help`,
    pairTwice: (one, other, server, peer) => `${one} 和 ${other} 都是 ${server} 与 ${peer} 的报告；请只给出其中之一`,
    resumeOther: (directory, cases) =>
      `--resume：“${directory}”中的活动所选用例不同，现为 ${cases === '' ? '全部' : cases}；请用相同的 -c，或换一个 -o`,
    noEvent: (path) => `--since：应为 federate 写出的目录，其中有 index.json；实际为“${path}”`,
    baselinesOfOthers: (directory, names) => `--baselines：“${directory}”中没有这些服务器的文件；名称应如 ${names}`,
  },
);

/** A mistake in both languages. */
export const reportMistake = inBoth(REPORT_MISTAKES);

type Words = typeof REPORT_MISTAKES.en;

/** A usage error with this message. */
export function reportError<Key extends keyof Words>(key: Key, ...values: Fillings<Words[Key]>): UsageError {
  return new UsageError(reportMistake(key, ...values));
}

const BASELINE_MISTAKES = catalogue(
  {
    unknownRequirement: (id: string, nearest: Nearest) => `unknown requirement "${id}"${hint(nearest)}`,
    unknownCase: (id: string, nearest: Nearest) => `unknown case "${id}"${hint(nearest)}`,
    globWithoutCase: (glob: string) => `"${glob}" matches no case`,
    reasonEmpty: 'reason is empty: say why this is the fault of the server',
    unknownCause: (cause: string, nearest: Nearest) =>
      `no case is inconclusive for the cause "${cause}"${hint(nearest)}`,
    causeNotOfServer: (cause: string) =>
      `"${cause}" is no fault of the server: a baseline cannot list it; find what causes it`,
    notCited: (id: string, requirement: string) => `${id} does not cite ${requirement}; remove it`,
    listedTwice: (id: string, requirement: string, line: number) =>
      `${id} is already listed for ${requirement} in line ${line}; list it once`,
    unknownPeer: (name: string, nearest: Nearest) => `"${name}" is no target and no peer of this file${hint(nearest)}`,
    secondDefault: (first: string) => `"${first}" is the default target already; leave one of them out`,
    ambientNoElement: 'expected one XML element',
    ambientOfRule: (id: string) =>
      `this pattern would take a stanza that ${id} is about; name its sender, such as from="\${domain}", and what it holds`,
    commandUnused: (key: string, provision: string) =>
      `"${key}" is used with "provision: command" alone, and this entry has "provision: ${provision}"; leave one of them out`,
    commandBeside: (key: string, other: string) =>
      `"${key}" and "${other}" both say how to get accounts; leave one of them out, or add "provision: command"`,
    variableUnset: (name: string) => `the environment variable ${name} is not set`,
    hiddenVariableUnset: 'the environment variable named here is not set',
  },
  {
    unknownRequirement: (id, nearest) => `未知要求“${id}”${hintZh(nearest)}`,
    unknownCase: (id, nearest) => `未知用例“${id}”${hintZh(nearest)}`,
    globWithoutCase: (glob) => `没有用例与“${glob}”匹配`,
    reasonEmpty: 'reason 为空：请说明这为何是服务器的过错',
    unknownCause: (cause, nearest) => `没有用例会因“${cause}”而无法判定${hintZh(nearest)}`,
    causeNotOfServer: (cause) => `“${cause}”不是服务器的过错，不能列入基线；请查明原因`,
    notCited: (id, requirement) => `${id} 没有引用 ${requirement}；请去掉`,
    listedTwice: (id, requirement, line) => `${id} 已在第 ${line} 行列于 ${requirement} 之下；只能列出一次`,
    unknownPeer: (name, nearest) => `“${name}”不是此文件中的 target 或 peer${hintZh(nearest)}`,
    secondDefault: (first) => `“${first}”已是默认目标；只能有一个`,
    ambientNoElement: '应为单个 XML 元素',
    ambientOfRule: (id) => `此模式会吞掉 ${id} 所检查的节；请写明发送者（如 from="\${domain}"）及其内容`,
    commandUnused: (key, provision) =>
      `“${key}”只用于“provision: command”，而此条目为“provision: ${provision}”；请去掉其中之一`,
    commandBeside: (key, other) => `“${key}”和“${other}”都说明如何取得账户；请去掉其中之一，或加上“provision: command”`,
    variableUnset: (name) => `环境变量 ${name} 未设置`,
    hiddenVariableUnset: '此处所用的环境变量未设置',
  },
);

/** A mistake in both languages. */
export const baselineMistake = inBoth(BASELINE_MISTAKES);

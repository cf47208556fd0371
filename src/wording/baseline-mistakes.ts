// Mistakes in what a baseline names, and in the config file.

import { catalogue } from './catalogue.ts';
import { hint, hintZh, type Nearest } from './hint.ts';
import { inBoth } from './texts.ts';

export const BASELINE_MISTAKES = catalogue(
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

// The engine speaks English. In Chinese, the sentences of it that reports show most; all others stand as they are.

import type { Language } from '../model/event.ts';

interface Rule {
  readonly en: RegExp;
  zh(...parts: string[]): string;
}

const ENDS: Readonly<Record<string, string>> = { connection: '连接', stream: '流' };

const RULES: readonly Rule[] = [
  { en: /^no remote domain is configured; use --remote$/, zh: () => '没有配置远程域；使用 --remote' },
  { en: /^the case is for servers without (.+)$/, zh: (feature) => `用例只适用于没有 ${feature} 的服务器` },
  {
    en: /^the case needs (\d+) accounts, and (\d+) were given with --account$/,
    zh: (needed, given) => `用例需要 ${needed} 个账户，而 --account 给出了 ${given} 个`,
  },
  {
    en: /^the target names no account "(.+)"; see "special" in the config file$/,
    zh: (name) => `目标没有指定账户“${name}”；见配置文件中的“special”`,
  },
  {
    en: /^the server does not offer (\S+); (\S+) reports it$/,
    zh: (feature, id) => `服务器不提供 ${feature}；由 ${id} 报告`,
  },
  { en: /^the server does not offer (\S+)$/, zh: (feature) => `服务器不提供 ${feature}` },
  {
    en: /^no limit met up to (\d+); tell it in the target's (\S+)$/,
    zh: (most, key) => `直到 ${most} 也没有遇到上限；请在目标的 ${key} 中指明`,
  },
  {
    en: /^the target tells a limit of (\d+), but (\d+) was not (\S+)$/,
    zh: (limit, tried, outcome) => `目标指明的上限是 ${limit}，但 ${tried} 的结果不是 ${outcome}`,
  },
  {
    en: /^fence lost: ping of (\S+): (.+)$/,
    zh: (session, why = '') => `栅栏丢失：${session} 的 ping：${chinese(why)}`,
  },
  { en: /^login of (\S+): (.+)$/, zh: (session, why = '') => `${session} 登录：${chinese(why)}` },
  { en: /^roster get of (\S+): (.+)$/, zh: (session, why = '') => `${session} 获取名册：${chinese(why)}` },
  { en: /^no answer to (.+) within (\d+) ms$/, zh: (what, ms) => `${ms} ms 内没有对 ${what} 的应答` },
  {
    en: /^not tried: waiting for the (.+) expired (\d+) times in a row in this run$/,
    zh: (what, count) => `未尝试：本次运行中等待 ${what} 已连续超时 ${count} 次`,
  },
  {
    en: /^(\d+) stanza\(s\) came after the fence of the step that caused them$/,
    zh: (count) => `${count} 个节在引起它的步骤的栅栏之后才到达`,
  },
  { en: /^(\d+) stanza\(s\) came after the fence$/, zh: (count) => `${count} 个节在栅栏之后才到达` },
  { en: /^connected as (.+)$/, zh: (jid) => `已连接为 ${jid}` },
  { en: /^(connection|stream) closed by the server$/, zh: (what) => `服务器关闭了${ENDS[what ?? '']}` },
  { en: /^stream closed by this client$/, zh: () => '客户端关闭了流' },
  { en: /^connection dropped by this client$/, zh: () => '客户端切断了连接' },
  { en: /^stream error: (.+)$/, zh: (condition) => `流错误：${condition}` },
  {
    en: /^the baseline excused (\S+) until (\S+)$/,
    zh: (requirement, date) => `基线对 ${requirement} 的豁免已于 ${date} 到期`,
  },
  { en: /^verdicts differ between repetitions: (.+)$/, zh: (counts) => `各次重复的判定不一致：${counts}` },
  { en: /^a bug in xmppspec, please report it: (.*)$/, zh: (stack) => `xmppspec 自身的缺陷，请报告：${stack}` },
  {
    en: /^(\S+) is in state "(.+)" towards (\S+); expected "(.+)"$/,
    zh: (user, found, contact, expected = '') =>
      `${user} 对 ${contact} 的订阅状态为“${found}”；期望“${expected.replaceAll('" or "', '”或“')}”`,
  },
  {
    en: /^(\S+) received <(\S+)\/> with (.+), which nobody had sent$/,
    zh: (session, name, problem) => `${session} 收到的 <${name}/> 有问题：${problem}，且并非他人所发`,
  },
  // What a difference says in place of a value; values themselves are quoted.
  { en: /^nothing$/, zh: () => '无' },
  { en: /^any value$/, zh: () => '任意值' },
  { en: /^a value not seen before$/, zh: () => '未曾出现过的值' },
  { en: /^no child elements$/, zh: () => '没有子元素' },
  { en: /^(\d+) distinct children$/, zh: (count) => `${count} 个不同的子元素` },
  { en: /^(\d+) children$/, zh: (count) => `${count} 个子元素` },
  { en: /^(<\S+>) inside$/, zh: (name) => `其中有 ${name}` },
  { en: /^language (".*")$/, zh: (language) => `语言 ${language}` },
  { en: /^(\d+) child elements and no other$/, zh: (count) => `${count} 个子元素，别无其他` },
  { en: /^("[^"]*") or nothing$/, zh: (value) => `${value} 或无` },
  { en: /^("[^"]*"), seen as ("[^"]*")$/, zh: (value, name) => `${value}，已作为 ${name} 出现过` },
];

/** One line that the engine wrote, in the language of the reader where it is known. */
export function engineText(line: string, lang: Language): string {
  return lang === 'zh' ? chinese(line) : line;
}

function chinese(line: string): string {
  for (const { en, zh } of RULES) {
    const found = en.exec(line);
    if (found !== null) return zh(...found.slice(1));
  }
  return line;
}

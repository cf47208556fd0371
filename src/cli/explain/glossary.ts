// The words of reports and of the doctor that are names of nothing in the standard.

import type { Language } from '../../model/event.ts';
import { catalogue } from '../../wording/catalogue.ts';

/** Special accounts: a run cannot make them, so the config file names one for the target. */
const SPECIAL = catalogue(
  {
    rosterless:
      'an account that exists and has no roster: the server answers its roster get with an error (RFC 6121 2.1.4). Switch the roster off for it',
    'roster-read-only':
      'an account whose roster something else manages, such as a directory: the server refuses its roster sets (RFC 6121 2.3.3)',
    moved:
      'an account that has moved to another address: the server answers a probe with <gone/> or <redirect/> and that address (RFC 6121 4.3.2)',
  },
  {
    rosterless: '存在但没有名册的账户：服务器以错误应答它的名册请求（RFC 6121 2.1.4）。请为它停用名册',
    'roster-read-only': '名册由其他系统（如目录服务）管理的账户：服务器拒绝它的名册设置（RFC 6121 2.3.3）',
    moved: '已迁移到其他地址的账户：服务器以 <gone/> 或 <redirect/> 和新地址应答探测（RFC 6121 4.3.2）',
  },
);

/** What a run has beside the server, and the ideas of xmppspec. */
const WORDS = catalogue(
  {
    special:
      'a key of a target in the config file: accounts in conditions that no run can make, each by the name that cases need; see rosterless, roster-read-only, moved',
    remote: 'a remote domain, which xmppspec plays itself as a component of the server (XEP-0114); give --remote',
    peer: 'a second server, whose accounts are the contacts; give --peer',
    'account:unused': 'an account that nothing has used before; use --provision in-band or admin',
    'silent-domain':
      'a domain whose server takes connections and never answers; there is one where xmppspec launches both servers, prosody or ejabberd under test',
    'stream-cut': 'the streams between two servers are cut; possible where xmppspec launches both',
    'stream-outage':
      'two servers cannot connect for a while and soon connect again; possible where xmppspec launches both, and the server tries again soon',
    'server-restart': 'one of two servers is restarted; possible where xmppspec launches it',
    scenario: 'a YAML file: a short play of stanzas about one rule; its rows become cases',
    case: 'one row of a scenario in one topology: what runs, and what a report counts; `explain CASE` shows its steps',
    check: 'one expectation of a step, which proves one or more requirements',
    requirement: 'one rule of a standard, with an id such as rfc6121-2.3.3-d; `explain ID` shows its text',
    ruling: 'a decision of this project where the standards are unclear or contradict each other, such as R1',
    topology:
      'where the contacts are: local, on the server; remote, on a domain that xmppspec plays; federated, on a second server',
    actor: 'a simulated user of a case, such as juliet; juliet/balcony is one of her sessions',
    target: 'the server under test',
    mutant: 'the reference server with one rule broken on purpose: a case must notice it',
    baseline:
      'the file of known failures, each with a reason: they do not fail the run, and one that passes must be removed',
    finding:
      'one fault of the server: failed or warned cases that break one rule in one way. `xmppspec bug REPORT.json KEY` writes it as an issue; KEY is the last word of its first line',
    fence:
      'pings after which nothing can arrive any more that was caused before: so a case knows that a stanza is missing, without waiting',
    look: 'one playing of a case. A failure is reported only if a second look shows it again',
    flaky: 'a case whose looks differ; it is reported as broken',
    fresh: 'an account that is new, or as clean as a new one',
    lent: 'accounts that are used by one case after another: the run cleans an account in between, and checks that it is clean',
  },
  {
    special:
      '配置文件中目标的一个键：处于运行无法造成的状态的账户，以用例所需的名称列出；见 rosterless、roster-read-only、moved',
    remote: '远程域，由 xmppspec 作为服务器的组件扮演（XEP-0114）；请给出 --remote',
    peer: '第二台服务器，联系人是其账户；请给出 --peer',
    'account:unused': '从未使用过的账户；请使用 --provision in-band 或 admin',
    'silent-domain': '其服务器接受连接却从不应答的域；由 xmppspec 启动两台服务器、被测的是 prosody 或 ejabberd 时具备',
    'stream-cut': '切断两台服务器之间的流；两台都由 xmppspec 启动时可行',
    'stream-outage': '两台服务器在一段时间内无法连接，随后很快重新连接；两台都由 xmppspec 启动，且服务器很快重试时可行',
    'server-restart': '重启两台服务器之一；由 xmppspec 启动时可行',
    scenario: '一个 YAML 文件：围绕一条规则收发节的短剧；其中各行成为用例',
    case: '场景的一行在一种拓扑中的实例：运行和报告统计的单位；`explain CASE` 显示其步骤',
    check: '步骤中的一项期望，用以证明一项或多项要求',
    requirement: '标准中的一条规则，标识如 rfc6121-2.3.3-d；`explain ID` 显示其文本',
    ruling: '标准不明确或自相矛盾之处本项目所作的决定，如 R1',
    topology: '联系人所在之处：local，在同一服务器；remote，在 xmppspec 扮演的域；federated，在第二台服务器',
    actor: '用例中的模拟用户，如 juliet；juliet/balcony 是其会话之一',
    target: '被测服务器',
    mutant: '故意违反一条规则的参考服务器：必须有用例发现它',
    baseline: '已知失败的文件，每项都有原因：它们不使运行失败；已经通过的条目必须去掉',
    finding:
      '服务器的一个问题：以同一方式违反同一规则的失败或警告用例。`xmppspec bug REPORT.json KEY` 把它写成缺陷报告；KEY 是其首行的最后一个词',
    fence: '若干 ping，其后不会再有先前引起的任何节到达：用例由此无须等待即知某个节缺失',
    look: '用例的一次运行。只有第二次运行再次出现的失败才会报告',
    flaky: '各次运行结果不一致的用例；报告为无法判定',
    fresh: '新建的账户，或与新建的一样干净',
    lent: '由一个又一个用例先后使用的账户：运行在其间清理账户，并核实已清理干净',
  },
);

const SNIPPET = (name: string): readonly string[] => [
  'targets:',
  '  NAME:',
  `    special: { ${name}: { jid: user@example.org, password: "\${env:NAME}" } }`,
];

const SPECIAL_WORDS = catalogue(
  {
    head: 'a special account, which the config file names:',
    none: 'a special account of a scenario, which the config file names:',
  },
  { head: '一个特殊账户，在配置文件中指明：', none: '某个场景所需的特殊账户，在配置文件中指明：' },
);

const SPECIAL_NEED = /^account:/;

/** What a special account is, and how a target names one; `isNeeded`: a case needs it. Undefined for another name. */
export function specialText(name: string, isNeeded: boolean, lang: Language): readonly string[] | undefined {
  const bare = name.replace(SPECIAL_NEED, '');
  const known = textIn(SPECIAL[lang], bare);
  if (known === undefined && !(isNeeded && SPECIAL_NEED.test(name))) return undefined;
  const { head, none } = SPECIAL_WORDS[lang];
  return [...(known === undefined ? [none] : [known, head]), ...SNIPPET(bare).map((line) => `  ${line}`)];
}

/** What a word of reports and of the doctor means; undefined for another word. */
export const wordText = (word: string, lang: Language): string | undefined => textIn(WORDS[lang], word);

/** All words that have an explanation here. */
export const glossaryWords = (): readonly string[] => [...Object.keys(SPECIAL.en), ...Object.keys(WORDS.en)];

const textIn = (texts: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined;

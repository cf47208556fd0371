// The words of `xmppspec explain`, except those of a case.

import type { Outcome } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';

export const EXPLAIN = catalogue(
  {
    en: (text: string) => `en: ${text}`,
    zh: (text: string) => `zh: ${text}`,
    quote: (text: string) => `RFC: "${text}"`,
    note: (text: string) => `note: ${text}`,
    feature: (name: string) => `feature: ${name}`,
    since: (version: string) => `since version ${version} of the suite`,
    role: (text: string) => `role: ${text}`,
    observed: (text: string) => `observed: ${text}`,
    passive: 'checked on every stanza that arrives in any case, unless a client had sent the same',
    unproved: 'no case checks it',
    proved: (cases: string) => `checked by ${cases}`,
    findingKey: (key: string) => `${key}  a finding: this rule is not met; written as an issue by \`xmppspec bug\``,
    permitted: 'outcomes that these cases leave to the server',
    outcome: (name: string) => `"${name}"`,
    choice: (scenario: string, outcomes: string) => `${scenario}: ${outcomes}`,
  },
  {
    en: (text) => `英文：${text}`,
    zh: (text) => `中文：${text}`,
    quote: (text) => `RFC 原文：“${text}”`,
    note: (text) => `注：${text}`,
    feature: (name) => `特性：${name === 'none' ? '无' : name}`,
    since: (version) => `自套件的 ${version} 版起`,
    role: (text) => `适用对象：${text}`,
    observed: (text) => `观察方式：${text}`,
    passive: '对任何用例中到达的每个节都逐一核对，除非已有客户端发送过同样的内容',
    unproved: '没有用例检查',
    proved: (cases) => `由 ${cases}检查`,
    findingKey: (key) => `${key}  一个问题：下列规则未得到遵守；\`xmppspec bug\` 把它写成缺陷报告`,
    permitted: '这些用例留给服务器选择的结果',
    outcome: (name) => `“${name}”`,
    choice: (scenario, outcomes) => `${scenario}：${outcomes}`,
  },
);

export const OBSERVED = catalogue(
  {
    c2s: 'by clients of the server',
    component: 'by clients and by a remote domain, which an XEP-0114 component plays',
    peer: 'by clients of two servers',
    s2s: 'by a remote domain over a server-to-server stream',
    config: 'only if the server is specially configured',
    none: 'not from outside',
  } satisfies Record<Requirement['observe'], string>,
  {
    c2s: '由服务器的客户端观察',
    component: '由客户端和远程域观察，远程域由 XEP-0114 组件扮演',
    peer: '由两台服务器的客户端观察',
    s2s: '由远程域通过服务器间的流观察',
    config: '服务器经特殊配置后方可观察',
    none: '从外部观察不到',
  },
);

export const ROLES = catalogue(
  {
    server: 'binds servers',
    client: 'binds clients, which this tool does not test',
    both: 'binds servers and clients',
  } satisfies Record<Requirement['role'], string>,
  { server: '约束服务器', client: '约束客户端，本工具不测试客户端', both: '约束服务器和客户端' },
);

export const GROUP = catalogue(
  {
    clientOnly: 'for clients only',
    feature: (section: string) => `defined in ${section}`,
    requirements: (count: number) => counted(count, 'requirement'),
    permitted: (count: number) =>
      `an outcome that ${counted(count, 'scenario')} ${count === 1 ? 'permits' : 'permit'} or judges`,
    more: (count: number) => `and ${counted(count, 'further scenario')}`,
    discovered: 'a feature that the server lists in its service discovery (XEP-0030)',
    without: (cases: string) => `skipped without it: ${cases}`,
    with: (cases: string) => `skipped with it: ${cases}`,
    moreCases: (count: number) => `and ${counted(count, 'further case')}`,
  },
  {
    clientOnly: '仅适用于客户端',
    feature: (section) => `由 ${section} 定义`,
    requirements: (count) => `${count} 项要求`,
    permitted: (count) => `${count} 个场景中可能出现的结果`,
    more: (count) => `另有 ${count} 个场景`,
    discovered: '服务器在服务发现（XEP-0030）中列出的特性',
    without: (cases) => `缺少时跳过：${cases}`,
    with: (cases) => `具备时跳过：${cases}`,
    moreCases: (count) => `另有 ${count} 个用例`,
  },
);

export const OUTCOMES = catalogue(
  {
    passed: 'every check of the case held',
    failed: 'a MUST or MUST NOT was violated, in two runs of the case',
    warned:
      'only a SHOULD or SHOULD NOT was departed from, or a ruling disputes the failure; --strict counts it as a failure',
    skipped: 'something that the case needs is missing: a feature, an account or a remote domain; the report says what',
    broken:
      'inconclusive: a connection ended, an account was missing, or two runs of the case differ; the report says what, and it is not held against the server',
  } satisfies Record<Outcome, string>,
  {
    passed: '用例的每项检查都成立',
    failed: '违反了必须遵守的要求，两次运行都如此',
    warned: '只偏离了建议遵守的要求，或有裁定对该失败存疑；使用 --strict 时算作失败',
    skipped: '缺少用例所需的东西：特性、账户或远程域；报告会说明缺少什么',
    broken: '无法判定：连接中断、没有账户，或多次运行的结果不一致；报告说明是哪一种，且不算作服务器的过错',
  },
);

export const RULING = catalogue(
  {
    passages: 'passages',
    ruling: (text: string) => `ruling: ${text}`,
    warns: 'warns',
    noDisputes: 'makes no failure a warning: it shows in what the cases expect',
    any: 'any requirement',
    disputes: (requirement: string, outcomes: string, cases: string) => `${requirement}${outcomes}, in ${cases}`,
    only: (limits: string) => `, only with ${limits}`,
    repeated: 'presence or a roster push that is repeated',
    'request-missing': 'a request that does not arrive',
    'request-not-shown': 'a state without the pending request',
    'request-shown': 'a pending request on top of the state',
    'ask-not-shown': 'an item that lacks only ask="subscribe"',
    'further-push': 'a further roster push',
    disputedBy: (id: string, title: string, cases: string) => `disputed by ${id} in ${cases}: ${title}`,
    inCase: (id: string, title: string, requirements: string) => `${id}  ${title} (${requirements})`,
  },
  {
    passages: '相关段落',
    ruling: (text) => `裁定：${text}`,
    warns: '仅给出警告',
    noDisputes: '不将任何失败改为警告：体现在用例的期望中',
    any: '任何要求',
    disputes: (requirement, outcomes, cases) => `${requirement}${outcomes}，${cases}`,
    only: (limits) => `，仅限 ${limits}`,
    repeated: '重复到达的表示节或名册推送',
    'request-missing': '未到达的请求订阅',
    'request-not-shown': '缺少待定请求的状态',
    'request-shown': '状态之外多出待定请求',
    'ask-not-shown': '仅缺少 ask="subscribe" 的条目',
    'further-push': '额外的名册推送',
    disputedBy: (id, title, cases) => `由 ${id} 列为有争议，${cases}：${title}`,
    inCase: (id, title, requirements) => `${id}  ${title}（${requirements}）`,
  },
);

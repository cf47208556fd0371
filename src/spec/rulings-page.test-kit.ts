// spec/RULINGS.md and spec/RULINGS.zh-CN.md: the rulings as pages for people to read and to argue with.

import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { Requirement, Ruling } from '../model/standard.ts';
import { code, plain, table } from '../report/text/markdown.ts';
import { basicText } from '../wording/scenario-names.ts';
import { type DisputedCases, disputedCases, passageUrl } from './rulings.ts';
import { rfcPlace, sectionUrl } from './sections.ts';

/** What the pages are made from: all cases that the package has. */
export interface PageSources {
  readonly rulings: ReadonlyMap<string, Ruling>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly cases: readonly Case[];
}

/** The page in a language. */
export function rulingsPage(sources: PageSources, lang: Language): string {
  const words = WORDS[lang];
  const rulings = [...sources.rulings.values()];
  const sections = rulings.map((ruling) => rulingSection(ruling, sources, lang));
  return [`# ${words.title}`, words.intro, words.argue, indexTable(rulings, sources, lang), ...sections]
    .map((part) => `${part.trimEnd()}\n`)
    .join('\n');
}

function indexTable(rulings: readonly Ruling[], { cases }: PageSources, lang: Language): string {
  const { head, about, passages, warned } = WORDS[lang];
  const rows = rulings.map((one) => [
    `[${one.id}](#${anchorOf(one)})`,
    plain(one.title[lang]),
    [...new Set(one.passages.map(({ place }) => place))].join(', '),
    String(new Set(disputedCases(one, cases).flatMap((dispute) => dispute.cases)).size),
  ]);
  return table([head, about, passages, warned], rows);
}

const anchorOf = ({ id }: Ruling): string => id.toLowerCase();

function rulingSection(ruling: Ruling, sources: PageSources, lang: Language): string {
  const { id, title, passages } = ruling;
  const words = WORDS[lang];
  const sides = table(
    passages.map(({ place }) => `[${place}](${passageUrl(place)})`),
    [passages.map(({ says }) => plain(says[lang]))],
  );
  const disputes = disputedCases(ruling, sources.cases);
  const warns = disputes.length === 0 ? words.noWarning : disputesTable(disputes, sources, lang);
  const parts = [`<a id="${anchorOf(ruling)}"></a>`, `## ${id} ${plain(title[lang])}`, sides];
  return [...parts.map((part) => part.trimEnd()), `**${words.ruling}** ${plain(ruling.ruling[lang])}`, warns].join(
    '\n\n',
  );
}

function disputesTable(disputes: readonly DisputedCases[], { requirements }: PageSources, lang: Language): string {
  const { requirement, level, cases, only, count, all, ...words } = WORDS[lang];
  const rows = disputes.map(({ dispute, cases: inside }) => {
    const known = dispute.requirement === undefined ? undefined : requirements.get(dispute.requirement);
    const limits = [
      ...(dispute.outcomes ?? []).map(code),
      ...(dispute.failure === undefined ? [] : [words[dispute.failure]]),
      ...(dispute.lacking === undefined ? [] : [plain(basicText(dispute.lacking, lang))]),
    ];
    return [
      known === undefined ? all : `[${known.id}](${sectionUrl(rfcPlace(known))})`,
      known?.level ?? '',
      dispute.cases.map(code).join('<br>'),
      limits.join(lang === 'en' ? ', ' : '、'),
      String(inside.length),
    ];
  });
  return table([requirement, level, cases, only, count], rows);
}

const WORDS = {
  en: {
    title: 'Rulings',
    intro: [
      'A test fails a server only on a MUST or MUST NOT that no other passage contradicts. Where two passages disagree, or one',
      'can be read in two ways, this page says what the suite does. A failed check that cites a requirement of the tables below,',
      'in one of the cases named there, only warns, and every report names the ruling. All passages are in our own words; the',
      'links lead to the text. This page is generated from [rulings.yaml](rulings.yaml). Chinese: [RULINGS.zh-CN.md](RULINGS.zh-CN.md).',
    ].join('\n'),
    argue: [
      'Do you maintain a server, and read the text in another way? Open an issue. Name the ruling, or the requirement and the case,',
      'and quote the passages that contradict it. `xmppspec explain R1` shows a ruling with its cases, and `xmppspec explain`',
      'with the id of a requirement shows the rulings that dispute it. A ruling is a few lines of `rulings.yaml`, so a change is small.',
    ].join('\n'),
    head: 'Ruling',
    ruling: 'Ruling.',
    about: 'About',
    passages: 'Passages',
    warned: 'Cases that it concerns',
    noWarning: 'It makes no failure a warning. It shows in what the cases expect and permit.',
    requirement: 'Warns instead of failing',
    level: 'Level',
    cases: 'In these cases',
    only: 'Only with',
    count: 'Cases',
    all: 'every requirement',
    repeated: 'presence or a roster push that is repeated',
    'request-missing': 'a request that does not arrive',
    'request-not-shown': 'a state without the pending request',
    'request-shown': 'a pending request on top of the state',
    'ask-not-shown': 'an item that lacks only `ask="subscribe"`',
    'further-push': 'a further roster push',
  },
  zh: {
    title: '裁定',
    intro: [
      '只有在违反没有其他段落与之矛盾的MUST或MUST NOT时，测试才判定服务器失败。两处段落不一致，或同一段落有两种读法时，本页说明测试集的做法。',
      '检查未通过且引用下列表格中的要求，并属于所列用例时，只给出警告，各种报告都会注明相应裁定。所有段落均为本项目的转述，链接指向原文。',
      '本页由 [rulings.yaml](rulings.yaml) 生成。英文版：[RULINGS.md](RULINGS.md)。',
    ].join('\n'),
    argue: [
      '如果您维护某个服务器，并对标准文本有不同理解，请提交issue，写明裁定编号，或要求和用例的编号，并引用与之矛盾的段落。',
      '`xmppspec explain R1` 显示一项裁定及其用例；`xmppspec explain` 加要求编号，显示对该要求有争议的裁定。',
      '一项裁定只是 `rulings.yaml` 中的几行，修改起来很容易。',
    ].join('\n'),
    head: '裁定',
    ruling: '裁定：',
    about: '内容',
    passages: '相关段落',
    warned: '涉及的用例数',
    noWarning: '该裁定不将任何失败改为警告，而是体现在用例的期望和许可中。',
    requirement: '由失败改为警告的要求',
    level: '级别',
    cases: '用例',
    only: '仅限',
    count: '用例数',
    all: '任何要求',
    repeated: '重复到达的表示节或名册推送',
    'request-missing': '未到达的请求订阅',
    'request-not-shown': '缺少待定请求的状态',
    'request-shown': '状态之外多出待定请求',
    'ask-not-shown': '仅缺少 `ask="subscribe"` 的条目',
    'further-push': '额外的名册推送',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

// The words of the first page of a site.

import type { Language, SiteLinks } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Site } from '../../results/site.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted } from '../../wording/common.ts';
import type { MatrixPage } from '../matrix/matrix-page.ts';

export const SITE = catalogue(
  {
    title: 'XMPP servers: scoreboard',
    subtitle: (standards: string) => `Conformance to ${standards}`,
    intro:
      'How many of the checked requirements each server meets. A requirement counts as met if every case that checks it found it met. Rows in which servers differ come first.',
    scoreboard: 'Scoreboard',
    group: 'Requirements met',
    server: 'Server',
    all: 'All requirements',
    cases: 'Cases passed',
    casesNote: 'of those that were not skipped',
    features: 'By feature',
    chapters: 'By chapter',
    noFeature: 'of no feature',
    of: (met: number, checked: number) => `${met}/${checked}`,
    notMet: (count: number) => `${count} not met`,
    notFollowed: (count: number) => `${count} not followed`,
    unchecked: (count: number) => `${count} not checked`,
    scoreText: (met: number, checked: number) => `${met} of ${checked} met`,
    caseText: (passed: number, ran: number) => `${passed} of ${ran} passed`,
    failed: (count: number) => `${count} failed`,
    warned: (count: number) => `${count} warned`,
    broken: (count: number) => `${count} inconclusive`,
    absent: 'not offered',
    untested: 'not tested',
    partial: (text: string) => `${text}, partial run`,
    legend: 'Share of the checked requirements that are met',
    legendAll: 'all',
    legendFrom: (percent: number) => `${percent} % or more`,
    legendBelow: (percent: number) => `less than ${percent} %`,
    grey: 'not offered, or not tested',
    hatched: 'hatched: most of it not checked',
    signsNote:
      '✗ not met or failed. ▲ not followed or warned: a SHOULD, or a MUST that two passages dispute. – not checked: another server was checked on it, and this one was not. ? inconclusive. Not offered: the server does not announce the feature, so its rules do not apply.',
    differences: 'Differences',
    notes: 'Incomplete results',
    notesNote: 'These reports do not cover the whole suite of this version. What they lack is shown as not checked.',
    notedHead: 'see notes',
    notePartial: (cases: number, all: number) => `has ${cases} of the ${all} cases of the suite`,
    noteStopped: (count: number) => `the run was stopped: ${counted(count, 'selected case')} did not run`,
    noteStrange: (count: number) =>
      `has ${counted(count, 'case')} that the suite lacks: another version, or scenarios of its own`,
    noteVersion: (version: string) =>
      `written by xmppspec ${version}; its checks may differ from those of this version`,
    history: 'History',
    historyOf: (server: string) => `${server} over time`,
    trend: (from: string, to: string, count: number) => `${count} reports: ${from} passed at first, ${to} now`,
    mixed: (trend: string) => `${trend}; not all reports have the same cases`,
    worse: (count: number) => `${counted(count, 'requirement')} worse`,
    better: (count: number) => `${counted(count, 'requirement')} better`,
    casesWorse: (count: number) => `${counted(count, 'case')} worse`,
    casesBetter: (count: number) => `${counted(count, 'case')} better`,
    added: (count: number) => `${counted(count, 'case')} only in this report`,
    gone: (count: number) => `${counted(count, 'case')} only in the report before`,
    change: 'Changed since the report before',
    unchanged: 'nothing',
    firstReport: 'first report',
    latest: 'Since the last report',
    turned: (before: string, after: string) => `${before} → ${after}`,
    allCases: 'Cases',
    known: 'Known failures',
    badges: 'Badges',
    badgesNote:
      'An SVG file for each server. The addresses are relative: in a README, put the address of this site before both of them.',
    badge: 'Badge',
    markdown: 'Markdown',
    grid: 'What breaks between servers',
    gridMore: 'Rule by rule, and run by run',
    madeBy: (version: string) => `Made by xmppspec ${version}.`,
  },
  {
    title: 'XMPP 服务器一致性记分板',
    subtitle: (standards) => `${standards} 一致性`,
    intro:
      '每台服务器在已检查的要求中符合的项数。检查某项要求的所有用例都符合时，该项要求才算符合。各服务器有差别的行排在最前。',
    scoreboard: '记分板',
    group: '符合的要求',
    server: '服务器',
    all: '全部要求',
    cases: '通过的用例',
    casesNote: '不计跳过的用例',
    features: '按特性',
    chapters: '按章',
    noFeature: '不属于任何特性',
    of: (met, checked) => `${met}/${checked}`,
    notMet: (count) => `不符合 ${count}`,
    notFollowed: (count) => `未遵循 ${count}`,
    unchecked: (count) => `未检查 ${count}`,
    scoreText: (met, checked) => `检查 ${checked} 项，符合 ${met} 项`,
    caseText: (passed, ran) => `运行 ${ran}，通过 ${passed}`,
    failed: (count) => `失败 ${count}`,
    warned: (count) => `警告 ${count}`,
    broken: (count) => `无法判定 ${count}`,
    absent: '不提供',
    untested: '未测试',
    partial: (text) => `${text}（部分用例）`,
    legend: '已检查的要求中符合的比例',
    legendAll: '全部',
    legendFrom: (percent) => `${percent}% 及以上`,
    legendBelow: (percent) => `不足 ${percent}%`,
    grey: '不提供或未测试',
    hatched: '斜纹：大部分未检查',
    signsNote:
      '✗ 不符合或失败。▲ 未遵循或警告：未遵循某项 SHOULD，或两处条文有争议的某项 MUST。– 未检查：其他服务器检查了该项要求，这台没有。? 无法判定。不提供：服务器没有通告该特性，其要求不适用。',
    differences: '差别',
    notes: '不完整的结果',
    notesNote: '下列报告没有覆盖此版本的全部用例；缺少的部分显示为未检查。',
    notedHead: '见说明',
    notePartial: (cases, all) => `全部 ${all} 个用例中只有 ${cases} 个`,
    noteStopped: (count) => `运行中止：选定的用例中有 ${count} 个没有运行`,
    noteStrange: (count) => `有 ${count} 个用例不在此版本的用例之中：来自其他版本或自编场景`,
    noteVersion: (version) => `由 xmppspec ${version} 生成，其检查可能与此版本不同`,
    history: '历史',
    historyOf: (server) => `${server} 的历史`,
    trend: (from, to, count) => `${count} 份报告：通过率最初为 ${from}，现为 ${to}`,
    mixed: (trend) => `${trend}；各报告的用例不尽相同`,
    worse: (count) => `变差的要求 ${count} 项`,
    better: (count) => `变好的要求 ${count} 项`,
    casesWorse: (count) => `变差的用例 ${count} 个`,
    casesBetter: (count) => `变好的用例 ${count} 个`,
    added: (count) => `仅见于本报告的用例 ${count} 个`,
    gone: (count) => `仅见于前一报告的用例 ${count} 个`,
    change: '与前一报告相比',
    unchanged: '没有变化',
    firstReport: '第一份报告',
    latest: '与上一次报告相比',
    turned: (before, after) => `${before} → ${after}`,
    allCases: '用例',
    known: '已知失败',
    badges: '徽标',
    badgesNote: '每台服务器一个 SVG 文件。Markdown 中的地址是相对地址；用于 README 时，请在两处前面加上本站地址。',
    badge: '徽标',
    markdown: 'Markdown 文件',
    grid: '服务器之间违反了什么',
    gridMore: '逐项要求与逐次运行',
    madeBy: (version) => `由 xmppspec ${version} 生成。`,
  },
);

export interface SitePage {
  readonly site: Site;
  readonly lang: Language;
  readonly own: (typeof SITE)['en'];
  /** The servers side by side; their pages are addresses relative to this page. */
  readonly matrix: MatrixPage;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly links: SiteLinks;
  /** Address of the badge of each server, relative to this page. */
  readonly badges: readonly string[];
  /** Version of this program. */
  readonly version: string;
}

/** `98.7 %` */
export const percentText = (part: number, all: number): string =>
  `${all === 0 ? '0' : ((100 * part) / all).toFixed(1)} %`;

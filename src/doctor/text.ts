// What `xmppspec doctor` found out, for people and for machines.

import type { Language } from '../model/event.ts';
import { pad, widthOf } from '../report/text/columns.ts';
import type { Style } from '../report/text/paint.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { counted } from '../wording/counted.ts';

/** `missing` is something that a server need not have, or that was not configured; `not tried` rests on something that failed. */
type FindingStatus = 'ok' | 'missing' | 'failed' | 'not tried';

/** One thing looked at. `text` is one sentence, `remedy` what to do, with the option to use. */
export interface Finding {
  readonly name: string;
  readonly status: FindingStatus;
  readonly text: string;
  readonly remedy?: string;
}

/** How many of the selected cases can run, and which missing need leaves out how many. */
export interface CaseCount {
  readonly selected: number;
  readonly canRun: number;
  readonly leftOut: readonly { readonly need: string; readonly cases: number }[];
}

export interface DoctorReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: { readonly name: string; readonly host: string; readonly port: number; readonly domain: string };
  readonly findings: readonly Finding[];
  readonly cases: CaseCount;
}

export const DOCTOR = catalogue(
  {
    ok: 'ok',
    missing: 'missing',
    failed: 'failed',
    'not tried': 'not tried',
    remedy: 'do: ',
    canRun: (canRun: number, selected: number) => `${canRun} of ${counted(selected, 'case')} can run`,
    fine: 'nothing failed',
    trouble: (count: number) => `${counted(count, 'check')} failed`,
  },
  {
    ok: '正常',
    missing: '缺少',
    failed: '失败',
    'not tried': '未尝试',
    remedy: '建议：',
    canRun: (canRun, selected) => `${selected} 个用例中可运行 ${canRun} 个`,
    fine: '没有失败的检查',
    trouble: (count) => `${count} 项检查失败`,
  },
);

export const FINDING_NAMES = catalogue(
  {
    host: 'host',
    connection: 'connection',
    stream: 'stream',
    tls: 'tls',
    certificate: 'certificate',
    sasl: 'sasl',
    component: 'component',
    registration: 'registration',
    account: 'account',
    login: 'login',
    software: 'software',
    fence: 'fence',
    clock: 'clock',
    'from remote': 'from remote',
    'to remote': 'to remote',
    removal: 'removal',
    cases: 'cases',
  },
  {
    host: '主机名',
    connection: '连接',
    stream: '流',
    tls: 'TLS 加密',
    certificate: '证书',
    sasl: 'SASL 认证',
    component: '组件',
    registration: '注册',
    account: '账户',
    login: '登录',
    software: '软件',
    fence: '栅栏',
    clock: '时钟',
    'from remote': '来自远程域',
    'to remote': '发往远程域',
    removal: '账户删除',
    cases: '用例',
  },
);

/** How people read the name of a finding; a feature, which has no entry, by its own name. */
export function findingName(name: string, lang: Language): string {
  const names: Readonly<Record<string, string>> = FINDING_NAMES[lang];
  return names[name] ?? name;
}

/** One line a finding, its remedy below it, and the count of cases last. */
export function doctorText({ tool, target, findings, cases }: DoctorReport, style: Style): string {
  const { name, domain } = target;
  const lines = [
    `${style.paint.strong(`${tool.name} ${tool.version}`)}  ${name}  ${domain}`,
    '',
    ...findingsLines(findings, style),
    '',
    summary(findings, cases, style),
  ];
  return `${lines.join('\n')}\n`;
}

/** The report as `xmppspec doctor --json` prints it. */
export function doctorData(report: DoctorReport) {
  return { schema: 1, ...report };
}

function findingsLines(findings: readonly Finding[], { paint, lang }: Style): readonly string[] {
  const words = DOCTOR[lang];
  const nameWidth = Math.max(0, ...findings.map(({ name }) => widthOf(findingName(name, lang))));
  // Wide enough for the longest status.
  const statusWidth = widthOf(words['not tried']);
  const colours = { ok: paint.good, missing: paint.warn, failed: paint.bad, 'not tried': paint.dim };
  return findings.flatMap(({ name, status, text, remedy }) => {
    const head = `${colours[status](pad(words[status], statusWidth))}  ${pad(findingName(name, lang), nameWidth)}`;
    if (remedy === undefined) return [`${head}  ${text}`];
    return [`${head}  ${text}`, `${' '.repeat(statusWidth + nameWidth + 4)}${paint.dim(words.remedy)}${remedy}`];
  });
}

function summary(findings: readonly Finding[], { selected, canRun }: CaseCount, { paint, lang }: Style): string {
  const words = DOCTOR[lang];
  const failed = findings.filter(({ status }) => status === 'failed').length;
  const trouble = failed === 0 ? words.fine : paint.bad(words.trouble(failed));
  return `${words.canRun(canRun, selected)}${COMMON[lang].semicolon}${trouble}`;
}

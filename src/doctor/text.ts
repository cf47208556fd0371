// The report of `xmppspec doctor`, for people and for machines.

import { pad, widthOf } from '../report/text/columns.ts';
import type { Style } from '../report/text/paint.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON } from '../wording/common.ts';
import { counted } from '../wording/counted.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import type { CaseCount, DoctorReport, Finding } from './finding.ts';
import { checkName, observationParts } from './words.ts';

export const DOCTOR = catalogue(
  {
    ok: 'ok',
    missing: 'missing',
    failed: 'failed',
    'not tried': 'not tried',
    remedy: 'do: ',
    canRun: (canRun: number, selected: number) => `${canRun} of ${counted(selected, 'case')} can run`,
    fine: 'no check failed',
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

/** One line a finding with its remedy below it, and the number of cases that can run last. */
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

/** The report as `xmppspec doctor --json` prints it, in English whatever the locale. */
export function doctorData({ findings, ...report }: DoctorReport) {
  return { schema: 1, ...report, findings: findings.map(findingData) };
}

function findingData({ name, status, seen }: Finding) {
  const { what: text, remedy } = observationParts(seen, 'en');
  return { name, status, text, remedy };
}

function findingsLines(findings: readonly Finding[], { paint, lang }: Style): readonly string[] {
  const words = DOCTOR[lang];
  const nameWidth = Math.max(0, ...findings.map(({ name }) => widthOf(checkName(name, lang))));
  // The widest status in both languages.
  const statusWidth = widthOf(words['not tried']);
  const colours = { ok: paint.good, missing: paint.warn, failed: paint.bad, 'not tried': paint.dim };
  return findings.flatMap(({ name, status, seen }) => {
    const { what, remedy } = observationParts(seen, lang);
    const head = `${colours[status](pad(words[status], statusWidth))}  ${pad(checkName(name, lang), nameWidth)}`;
    const line = `${head}  ${escapeControls(what)}`;
    if (remedy === undefined) return [line];
    return [line, `${' '.repeat(statusWidth + nameWidth + 4)}${paint.dim(words.remedy)}${escapeControls(remedy)}`];
  });
}

function summary(findings: readonly Finding[], { selected, canRun }: CaseCount, { paint, lang }: Style): string {
  const words = DOCTOR[lang];
  const failed = findings.filter(({ status }) => status === 'failed').length;
  const trouble = failed === 0 ? words.fine : paint.bad(words.trouble(failed));
  return `${words.canRun(canRun, selected)}${COMMON[lang].semicolon}${trouble}`;
}

// The report of `xmppspec doctor`, for people and for machines.

import type { Style } from '../report/text/paint.ts';
import { pad, widthOf, wrapped } from '../report/text/wrap.ts';
import { DISCOVERED_FEATURES } from '../target/discover-capabilities.ts';
import { catalogue } from '../wording/catalogue.ts';
import { COMMON, counted } from '../wording/common.ts';
import { escapeControls } from '../wording/escape-controls.ts';
import { CHECK_NAMES, checkName, observationParts } from './doctor-words.ts';
import type { CheckPart, DoctorReport, ReportedCheck } from './reported-check.ts';

export const DOCTOR = catalogue(
  {
    ok: 'ok',
    missing: 'missing',
    limit: 'limit',
    failed: 'failed',
    'not tried': 'not tried',
    remedy: 'do: ',
    canRun: (canRun: number, selected: number) => `${canRun} of ${counted(selected, 'case')} can run`,
    fine: 'no check failed',
    limits: (count: number) => `${counted(count, 'limit')} of the server met`,
    trouble: (count: number) => `${counted(count, 'check')} failed`,
  },
  {
    ok: '正常',
    missing: '缺少',
    limit: '限制',
    failed: '失败',
    'not tried': '未尝试',
    remedy: '建议：',
    canRun: (canRun, selected) => `${selected} 个用例中可运行 ${canRun} 个`,
    fine: '没有失败的检查',
    limits: (count) => `遇到服务器的 ${count} 项限制`,
    trouble: (count) => `${count} 项检查失败`,
  },
);

/** What the report begins with. */
export function headText({ tool, target }: Pick<DoctorReport, 'tool' | 'target'>, { paint }: Style): string {
  return `${paint.strong(`${tool.name} ${tool.version}`)}  ${target.name}  ${target.domain}\n\n`;
}

/** What the reported checks of a part of a pair begin with. */
export function partText(
  part: CheckPart | undefined,
  { target, peer }: Pick<DoctorReport, 'target' | 'peer'>,
  { paint }: Style,
) {
  if (part === undefined) return '\n';
  const [here, there] = [target.domain, peer?.domain ?? ''];
  const titles = {
    peer: `${peer?.name ?? ''}  ${there}`,
    'to peer': `${here} -> ${there}`,
    'from peer': `${there} -> ${here}`,
  };
  return `\n${paint.strong(titles[part])}\n\n`;
}

/** How the text looks. */
export interface DoctorStyle extends Style {
  /** Columns of the terminal: texts are broken where it ends; undefined: they are not. */
  readonly columns?: number | undefined;
}

/** One line, with what to do below it. */
export function reportedCheckText(
  { name, status, seen }: ReportedCheck,
  { paint, lang, columns }: DoctorStyle,
): string {
  const words = DOCTOR[lang];
  // The widest status in both languages.
  const statusWidth = widthOf(words['not tried']);
  const nameWidth = Math.max(...LONG_NAMES.map((long) => widthOf(checkName(long, lang))));
  const colours = { ok: paint.good, missing: paint.warn, limit: paint.warn, failed: paint.bad, 'not tried': paint.dim };
  const { what, remedy } = observationParts(seen, lang);
  const indent = statusWidth + nameWidth + 4;
  const below = (text: string, from: number) =>
    (columns === undefined ? [text] : wrapped(text, columns - indent - from)).join(`\n${' '.repeat(indent + from)}`);
  const head = `${colours[status](pad(words[status], statusWidth))}  ${pad(checkName(name, lang), nameWidth)}`;
  const line = `${head}  ${below(escapeControls(what), 0)}\n`;
  if (remedy === undefined) return line;
  const advice = below(escapeControls(remedy), widthOf(words.remedy));
  return `${line}${' '.repeat(indent)}${paint.dim(words.remedy)}${advice}\n`;
}

/** The end of the report: how many cases can run, and how many checks failed. */
export function summaryText({ reported, cases }: Pick<DoctorReport, 'reported' | 'cases'>, style: Style): string {
  const { paint, lang } = style;
  const words = DOCTOR[lang];
  const number = (wanted: ReportedCheck['status']) => reported.filter(({ status }) => status === wanted).length;
  const [failed, limits] = [number('failed'), number('limit')];
  const trouble = failed === 0 ? words.fine : paint.bad(words.trouble(failed));
  const met = limits === 0 ? [] : [paint.warn(words.limits(limits))];
  return `\n${[words.canRun(cases.canRun, cases.selected), ...met, trouble].join(COMMON[lang].semicolon)}\n`;
}

/** Lines are printed before later names are known, so the column is wide enough for these. */
const LONG_NAMES = [...Object.keys(CHECK_NAMES.en), ...DISCOVERED_FEATURES];

/** The report as `xmppspec doctor --json` prints it: in English in every locale, with `seen` as data for other languages. */
export function doctorData({ reported, ...report }: DoctorReport) {
  return { schema: 1, ...report, findings: reported.map(reportedCheckData) };
}

function reportedCheckData({ part, name, status, seen }: ReportedCheck) {
  const { what: text, remedy } = observationParts(seen, 'en');
  return { part, name, status, text, remedy, seen };
}

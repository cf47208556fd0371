// The block at the bottom of a terminal: new failures, running cases, counts and a bar.

import type { Language, ReporterSetup } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { headline, reasonLines } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { createPaint, type Style } from '../text/paint.ts';
import { fitColumns } from './live-fit.ts';
import type { Progress, Stage } from './progress.ts';
import { countsText } from './section.ts';

const STAGES: Readonly<Record<Language, Readonly<Record<Stage, string>>>> = {
  en: {
    server: 'the server starts',
    look: 'what the server offers, its limits, its distance',
    order: 'how the server orders stanzas',
  },
  zh: { server: '服务器启动中', look: '查询服务器的功能、限制与距离', order: '测量服务器发送节的顺序' },
};

export const LIVE = catalogue(
  {
    stage: (stage: Stage) => STAGES.en[stage],
    more: (count: number) => `and ${count} more`,
    elapsed: (seconds: string) => `${seconds} s`,
    seconds: (count: number) => `about ${count} s left`,
    minutes: (count: number) => `about ${count} min left`,
    open: (count: number) => `${count} to run again`,
    again: (count: number, done: number) => `${done}/${count} run again`,
  },
  {
    stage: (stage) => STAGES.zh[stage],
    more: (count) => `另有 ${count} 个`,
    elapsed: (seconds) => `${seconds} 秒`,
    seconds: (count) => `约剩 ${count} 秒`,
    minutes: (count) => `约剩 ${count} 分钟`,
    open: (count) => `待复查 ${count}`,
    again: (count, done) => `复查 ${done}/${count}`,
  },
);

/** Failures and running cases shown. More would hide the text above. */
const MAX_SHOWN = 4;

/** Columns of the bar at most, and columns kept for the text after it. */
const BAR = { max: 40, after: 40 };

/** The size of a terminal that does not report one. */
const USUAL = { columns: 80, rows: 24 };

/**
 * The lines, the most important one last. They leave the last column free, where terminals wrap, and one row, so that the
 * terminal does not scroll.
 */
export function blockLines(
  progress: Progress,
  {
    lang,
    color,
    columns = USUAL.columns,
    rows = USUAL.rows,
  }: Pick<ReporterSetup, 'lang' | 'color' | 'columns' | 'rows'>,
): readonly string[] {
  const style: Style = { paint: createPaint(color), lang };
  if (progress.stage !== undefined) return ['', fitColumns(stageLine(progress, style), columns - 1)];
  const lines = [
    '',
    ...failureLines(progress, style),
    ...runningLines(progress, style),
    ...countLines(progress, style),
    barLine(progress, style, Math.max(0, Math.min(BAR.max, columns - BAR.after))),
  ];
  return lines.slice(-Math.max(1, rows - 1)).map((line) => fitColumns(line, columns - 1));
}

/** The progress on one line. */
export function heartbeatLine(progress: Progress, { lang }: Pick<ReporterSetup, 'lang'>): string {
  const style: Style = { paint: createPaint(false), lang };
  if (progress.stage !== undefined) return stageLine(progress, style).trimStart();
  const { done, total, forMs } = progress;
  const counts = `${LIVE[lang].elapsed((forMs / 1000).toFixed(0))}  ${done}/${total}`;
  return [counts, ...countLines(progress, style)].join('  ');
}

function stageLine({ stage = 'server', forMs }: Progress, { paint, lang }: Style): string {
  return `${paint.dim(LIVE[lang].elapsed((forMs / 1000).toFixed(1)).padStart(8))}  ${LIVE[lang].stage(stage)}`;
}

function failureLines({ failures }: Progress, style: Style): readonly string[] {
  const hidden = failures.length - MAX_SHOWN;
  const more = hidden > 0 ? [style.paint.dim(LIVE[style.lang].more(hidden))] : [];
  return [...more, ...failures.slice(-MAX_SHOWN).map((result) => failureLine(result, style))];
}

function failureLine(result: CaseResult, style: Style): string {
  const [reason] = reasonLines(result, createRename(result.jids), style.lang);
  return [headline(result, style), ...(reason === undefined ? [] : [reason])].join('  ');
}

function runningLines({ running }: Progress, { paint, lang }: Style): readonly string[] {
  const line = ({ id, forMs }: Progress['running'][number]) =>
    `${paint.dim(LIVE[lang].elapsed((forMs / 1000).toFixed(1)).padStart(8))}  ${escapeControls(id)}`;
  const hidden = running.length - MAX_SHOWN;
  const more = hidden > 0 ? [paint.dim(`${' '.repeat(10)}${LIVE[lang].more(hidden)}`)] : [];
  return [...running.slice(0, MAX_SHOWN).map(line), ...more];
}

function countLines({ results, open }: Progress, { paint, lang }: Style): readonly string[] {
  const counts = results.length === 0 ? [] : [countsText(results, paint, lang)];
  const parts = [...counts, ...(open === 0 ? [] : [LIVE[lang].open(open)])];
  return parts.length === 0 ? [] : [parts.join(COMMON[lang].comma)];
}

function barLine({ done, total, again, leftMs }: Progress, { paint, lang }: Style, length: number): string {
  const full = Math.floor((length * done) / Math.max(1, total));
  const bar = `[${paint.strong('#'.repeat(full))}${paint.dim('.'.repeat(Math.max(0, length - full)))}]`;
  const left = leftMs === undefined ? '' : leftText(leftMs, LIVE[lang]);
  const rest = again === undefined ? left : LIVE[lang].again(again.count, again.done);
  return `${bar}  ${done}/${total}  ${rest}`.trimEnd();
}

function leftText(leftMs: number, words: (typeof LIVE)['en']): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 90 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60));
}

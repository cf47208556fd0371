// The live view of a run on a terminal.

import type { Case } from '../../model/case.ts';
import type { Language, Reporter, ReporterSetup, RunEvent } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { headline, reasonLines } from '../failure/failed-case-text.ts';
import { createRename } from '../text/names.ts';
import { createPaint, type Style } from '../text/paint.ts';
import { createScreen, fitColumns } from './live-screen.ts';
import { type Progress, type Stage, watchProgress } from './progress.ts';
import { countsText } from './section.ts';

/** Ten times a second: smooth for the eye, cheap for the processor. */
const DRAW_EVERY_MS = 100;

/** Services of CI stop a job that has been silent for some minutes. */
const BEAT_EVERY_MS = 60_000;

export interface Live {
  /** Writes whole lines that stay. `shown` are the cases whose failures they show in full. */
  write(text: string, shown?: readonly Case[]): void;
  on(event: RunEvent): void;
}

/**
 * Shows progress in a block at the bottom of the terminal until the run is finished, or ends before its first case. Text and notices
 * appear above the block with the next drawing. Without a terminal, writes text at once and draws nothing.
 */
export function createLive(setup: ReporterSetup): Live {
  if (!setup.terminal) return { write: (text) => setup.write(text), on: () => undefined };
  const progress = watchProgress();
  const screen = createScreen(setup);
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let problem: { readonly error: unknown } | undefined;

  const draw = (block: readonly string[]) => {
    const above = waiting;
    waiting = '';
    screen.draw(above, block);
  };
  const tick = () => {
    try {
      draw(blockLines(progress.now(), setup));
    } catch (error) {
      clearInterval(timer);
      problem = { error };
    }
  };
  const begin = () => {
    timer = setInterval(tick, DRAW_EVERY_MS).unref();
    setup.onNotice?.((text) => {
      waiting += text;
      tick();
    });
    tick();
  };
  const end = () => {
    isOver = true;
    clearInterval(timer);
    setup.onNotice?.(undefined);
    draw([]);
  };
  setup.stop?.addEventListener('abort', () => draw([]));
  return {
    write(text, shown = []) {
      progress.dropFailures(shown);
      waiting += text;
      if (isOver) draw([]);
    },
    on(event) {
      // An error thrown in a timer would end the process. The caller of `on` handles it.
      if (problem !== undefined) throw problem.error;
      progress.on(event);
      if (event.type === 'run-finished' || (event.type === 'run-preparing' && event.stage === undefined)) end();
      else if (timer === undefined) begin();
    },
  };
}

/** The progress alone, for a run whose reports go elsewhere: the live view of a terminal, or a line a minute in a log. */
export function createProgressReporter(setup: ReporterSetup): Reporter {
  return setup.terminal ? createLive(setup) : createHeartbeat(setup);
}

function createHeartbeat({ write, ...setup }: ReporterSetup): Reporter {
  const progress = watchProgress();
  let timer: NodeJS.Timeout | undefined;
  return {
    on(event) {
      progress.on(event);
      timer ??= setInterval(() => write(`${heartbeatLine(progress.now(), setup)}\n`), BEAT_EVERY_MS).unref();
      if (event.type === 'run-finished' || (event.type === 'run-preparing' && event.stage === undefined)) {
        clearInterval(timer);
      }
    },
  };
}

const STAGES: Readonly<Record<Language, Readonly<Record<Stage, string>>>> = {
  en: {
    server: 'the server starts',
    look: 'what the server offers, its limits, its distance',
    order: 'how the server orders stanzas',
  },
  zh: { server: '服务器启动中', look: '查询服务器的功能、限制与距离', order: '测量服务器发送节的顺序' },
};

const LIVE = catalogue(
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
function heartbeatLine(progress: Progress, { lang }: Pick<ReporterSetup, 'lang'>): string {
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

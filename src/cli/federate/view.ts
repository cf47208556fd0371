// The progress of an event on standard error: a line for each run that has ended, and on a terminal a block of those that go on.

import type { Language } from '../../model/language.ts';
import { createScreen, fitColumns } from '../../report/console/live-screen.ts';
import { FEDERATION, pairName } from '../../report/federation/federation-words.ts';
import { countOutcomes, OUTCOMES } from '../../results/outcomes.ts';
import type { Pair, PairRun } from '../../results/pair-run.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import type { RunProgress } from './progress-message.ts';

const VIEW = catalogue(
  {
    begin: (runs: number, kept: number, atOnce: number) =>
      `${runs} runs, ${atOnce} at once${kept === 0 ? '' : `; ${kept} kept from before`}`,
    ended: (passed: number, ran: number, others: string, seconds: string) =>
      `${passed} of ${ran} passed${others === '' ? '' : `, ${others}`} (${seconds} s)`,
    unreported: (seconds: string) => `not testable (${seconds} s)`,
    starting: 'starting',
    again: (done: number, count: number) => `${done}/${count} looked at again`,
    over: (done: number, all: number) => `${done} of ${all} runs are over`,
  },
  {
    begin: (runs, kept, atOnce) =>
      `共 ${runs} 次运行，同时进行 ${atOnce} 次${kept === 0 ? '' : `；沿用此前的 ${kept} 次`}`,
    ended: (passed, ran, others, seconds) =>
      `运行 ${ran}，通过 ${passed}${others === '' ? '' : `，${others}`}（${seconds} 秒）`,
    unreported: (seconds) => `无法测试（${seconds} 秒）`,
    starting: '正在启动',
    again: (done, count) => `复查 ${done}/${count}`,
    over: (done, all) => `已完成 ${done}/${all} 次运行`,
  },
);

/** Columns of the bar of a run. */
const BAR = 20;

/** Milliseconds between two drawings. */
const DRAW_EVERY_MS = 200;

/** The columns of a terminal that does not report them. */
const USUAL_COLUMNS = 80;

interface Output {
  readonly lang: Language;
  /** All runs of the event, and those of them that an earlier command made. */
  readonly total: number;
  readonly kept: number;
  readonly atOnce: number;
  /** The output can be redrawn. */
  readonly isLive: boolean;
  readonly columns: number | undefined;
  write(text: string): void;
}

export interface View {
  started(pair: Pair): void;
  progress(pair: Pair, progress: RunProgress): void;
  /** `errors`: what the run wrote to standard error; empty: nothing. */
  ended(run: PairRun, errors: string): void;
  /** Removes the block. */
  close(): void;
}

/** Begins with the number of runs. */
export function createView({ lang, total, kept, atOnce, ...output }: Output): View {
  const [words, names] = [VIEW[lang], FEDERATION[lang]];
  const running = new Map<string, { readonly since: number; progress?: RunProgress }>();
  let done = kept;
  const screen = createScreen({ write: output.write, columns: output.columns });
  const draw = (above: string, isLast = false) => {
    if (!output.isLive) return output.write(above);
    const lines = [...running].map(([name, { progress }]) => runningLine(name, progress, lang));
    const block = isLast || running.size === 0 ? [] : ['', ...lines, words.over(done, total)];
    screen.draw(
      above,
      block.map((line) => fitColumns(line, (output.columns ?? USUAL_COLUMNS) - 1)),
    );
  };
  const timer = output.isLive ? setInterval(() => draw(''), DRAW_EVERY_MS).unref() : undefined;
  draw(`${words.begin(total, kept, atOnce)}\n`);
  const nameOf = (pair: Pair) => escapeControls(pairName(pair, names));
  return {
    started: (pair) => void running.set(nameOf(pair), { since: performance.now() }),
    progress(pair, progress) {
      const one = running.get(nameOf(pair));
      if (one !== undefined) one.progress = progress;
    },
    ended(run, errors) {
      const name = nameOf(run);
      const seconds = ((performance.now() - (running.get(name)?.since ?? 0)) / 1000).toFixed(0);
      running.delete(name);
      done += 1;
      const said = errors === '' ? '' : `${escapeLines(errors)}\n`;
      draw(`${said}${done}/${total} ${COMMON[lang].labelled(name, endedText(run, seconds, lang))}\n`);
    },
    close() {
      clearInterval(timer);
      draw('', true);
    },
  };
}

const escapeLines = (text: string): string => text.split('\n').map(escapeControls).join('\n');

function endedText({ report }: PairRun, seconds: string, lang: Language): string {
  if (report === undefined) return VIEW[lang].unreported(seconds);
  const counts = countOutcomes(report.results);
  const others = OUTCOMES.filter((outcome) => outcome !== 'passed' && counts[outcome] > 0).map((outcome) =>
    COMMON[lang].outcomes(counts[outcome], COMMON[lang][outcome]),
  );
  const ran = report.results.length - counts.skipped;
  return VIEW[lang].ended(counts.passed, ran, others.join(COMMON[lang].comma), seconds);
}

function runningLine(name: string, progress: RunProgress | undefined, lang: Language): string {
  if (progress === undefined) return `[${'.'.repeat(BAR)}]  ${COMMON[lang].labelled(name, VIEW[lang].starting)}`;
  const { total, done, again } = progress;
  const full = Math.floor((BAR * done) / Math.max(1, total));
  const counts = (['failed', 'warned', 'broken'] as const)
    .filter((outcome) => progress[outcome] > 0)
    .map((outcome) => COMMON[lang].outcomes(progress[outcome], COMMON[lang][outcome]));
  const looks = again === undefined ? [] : [VIEW[lang].again(again.done, again.count)];
  const text = [`${done}/${total}`, ...counts, ...looks].join(COMMON[lang].comma);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]  ${COMMON[lang].labelled(name, text)}`;
}

// The end of the console report, from details to totals: the last lines are the most important. The last one alone is `line`.

import type { Language, Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { CaseResult, KnownEntry } from '../../model/result.ts';
import type { Summary } from '../../model/run.ts';
import type { Requirement } from '../../model/standard.ts';
import { isOnlyInPair } from '../../results/alone.ts';
import type { Latitude } from '../../results/counted-schema.ts';
import { coverage, decidedByResults, heldInResults } from '../../results/coverage.ts';
import { deliveryGrid, type Grid, inNoGrid } from '../../results/grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { groupBy, knownBroken, listedIn, tallyRequirements } from '../../results/outcomes.ts';
import { trafficOf } from '../../results/traffic.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines } from '../failure/failed-case-text.ts';
import { choicesText } from '../text/choices.ts';
import { createRename } from '../text/names.ts';
import { createPaint, outcomeColor, type Style } from '../text/paint.ts';
import { block, cellText, DELIVERY } from '../text/text-table.ts';
import { lossesText, ownRulesText, unjudgedTexts } from '../text/totals-text.ts';
import {
  answeredLines,
  answeredTitle,
  moduleLines,
  modulesTitle,
  unexplainedText,
  unexplainedTitle,
} from '../text/traffic-text.ts';
import { CONSOLE } from './console-words.ts';
import { countsText } from './section.ts';

type Catalogue = ReadonlyMap<string, Requirement>;

interface SummaryStyle extends Style {
  /** Adds the tables and lists that say nothing of a fault: delivery table, choices, traffic of modules. */
  readonly isWhole: boolean;
}

/** Reasons of skipped cases, traffic, stale baseline, totals; in whole, tables and choices before them. */
export function summaryText(event: RunFinished, requirements: Catalogue, style: SummaryStyle): string {
  const { results, staleBaseline } = event;
  const { lang, isWhole } = style;
  const [words, common] = [CONSOLE[lang], COMMON[lang]];
  const blocks = [
    ...(isWhole
      ? [block(words.delivery, deliveryLines(results, style)), block(words.latitude, choiceLines(results, lang))]
      : []),
    block(
      common.skipped,
      reasonCounts(
        results.filter(({ outcome }) => outcome === 'skipped'),
        lang,
      ),
    ),
    block(words.undecided, reasonCounts(knownBroken(results), lang)),
    block(words.onlyInPair, results.filter(isOnlyInPair).map(pairLine)),
    block(unexplainedTitle(lang), unexplainedLines(results, lang)),
    block(answeredTitle(lang), answeredLines(event, lang)),
    ...(isWhole ? [block(modulesTitle(lang), moduleLines(trafficOf(results), lang))] : []),
    block(words.stale, staleBaseline.flatMap(staleLines)),
    numbers(event, requirements, style),
  ];
  return `\n${blocks.filter((text) => text !== '').join('\n')}`;
}

function deliveryLines(results: readonly CaseResult[], style: Style): readonly string[] {
  const grid = deliveryGrid(results);
  return grid === undefined ? [] : gridLines(grid, style);
}

function choiceLines(results: readonly CaseResult[], lang: Language): readonly string[] {
  const line = (latitude: Latitude) => CONSOLE[lang].choices(latitude.scenario, choicesText(latitude, lang));
  return latitudeOf(inNoGrid(results)).map((latitude) => escapeControls(line(latitude)));
}

/** Counts cases by their reasons. */
function reasonCounts(results: readonly CaseResult[], lang: Language): readonly string[] {
  const byReason = groupBy(results, (result) => reasonLines(result, createRename(result.jids), lang)[0] ?? '');
  return [...byReason].map(([reason, cases]) => `${String(cases.length).padStart(4)}  ${reason}`);
}

const pairLine = ({ case: { id, title } }: CaseResult): string => escapeControls(`${id}  ${title}`);

function unexplainedLines(results: readonly CaseResult[], lang: Language): readonly string[] {
  return trafficOf(results).unexplainedTraffic.map((kind) => {
    const text = unexplainedText(kind, results, lang) + COMMON[lang].bracketed(escapeControls(kind.case));
    return `${String(kind.count).padStart(4)}  ${text}`;
  });
}

function staleLines(entry: KnownEntry): readonly string[] {
  const checks = 'checks' in entry ? entry.checks : [];
  return [`${entry.case}  ${listedIn(entry)}`, ...checks.map((check) => `  ${check}`)].map(escapeControls);
}

function numbers(event: RunFinished, requirements: Catalogue, { paint, lang }: Style): string {
  const { results, summary } = event;
  const words = CONSOLE[lang];
  const counts = coverage(requirements, decidedByResults(results), heldInResults(results));
  const { checked, observable, passive } = counts;
  const verdicts = tallyRequirements(results).map((tally) => tally.verdict);
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length;
  const checks = words.coverage(summary.checks, checked, observable) + (passive === 0 ? '' : words.byLint(passive));
  return [
    `${checks}${ownRulesText(counts, lang)}${words.verdicts(count('failed'), count('warned'))}\n`,
    summary.componentLosses === undefined ? '' : `${lossesText(summary.componentLosses, lang)}\n`,
    looksText(summary, lang),
    `${words.waits(summary.lateStanzas, summary.expiredWaits)}${unclaimedText(event, lang)}${cpuText(summary, lang)}\n`,
    totalText(event, { paint, lang }),
  ].join('');
}

/** The last line: how many cases there are, how many of each outcome, and how long they took. */
function totalText(event: RunFinished, { paint, lang }: Style): string {
  const { results, summary } = event;
  const cases = paint.strong(COMMON[lang].cases(summary.cases));
  const total = CONSOLE[lang].total(cases, countsText(results, paint, lang)) + remarks(event, lang);
  return `${total}${CONSOLE[lang].duration((summary.durationMs / 1000).toFixed(1))}\n`;
}

/** How many cases were looked at again, in a line. */
function looksText({ looks }: Summary, lang: Language): string {
  if (looks === undefined) return '';
  const { looks: again, looksLeftOut } = CONSOLE[lang];
  const left = looks.leftOut === 0 ? '' : looksLeftOut(looks.leftOut);
  return `${again(looks.again, looks.changed, (looks.ms / 1000).toFixed(1))}${left}\n`;
}

function remarks({ summary, info, results }: RunFinished, lang: Language): string {
  const words = CONSOLE[lang];
  const broken = knownBroken(results).length;
  const failures = summary.knownFailures - broken;
  const known = [...(failures > 0 ? [words.known(failures)] : []), ...(broken > 0 ? [words.knownBroken(broken)] : [])];
  const strict = info.strict && summary.warned > 0 ? [words.strict] : [];
  const { made } = summary.repetitions ?? { made: 1 };
  const repeated = made > 1 ? [words.repeated(made)] : [];
  return [...repeated, ...known, ...strict, ...unjudgedTexts(summary, lang)]
    .map((remark) => COMMON[lang].bracketed(remark))
    .join('');
}

function unclaimedText({ unclaimedStanzas, summary }: RunFinished, lang: Language): string {
  const count = unclaimedStanzas.length + (summary.unlistedStanzas ?? 0);
  return count === 0 ? '' : CONSOLE[lang].unclaimedStanzas(count);
}

function cpuText({ cpu }: Summary, lang: Language): string {
  if (cpu === undefined || cpu.serverMs === 0) return '';
  return CONSOLE[lang].cpu((cpu.testerMs / cpu.serverMs).toFixed(2));
}

/** One line a row, and the legend. */
export function gridLines({ columns, rows }: Grid, { paint, lang }: Style): readonly string[] {
  const widths = columns.map((column, at) => widest([column, ...rows.map(({ cells }) => cellText(cells[at]))]));
  const nameWidth = widest(rows.map(({ name }) => name));
  const head = columns.map((column, at) => escapeControls(column).padEnd(widths[at] ?? 0));
  const line = (name: string, cells: readonly string[]) =>
    `${escapeControls(name).padEnd(nameWidth)}  ${cells.join('  ')}`;
  const body = rows.map(({ name, cells }) =>
    line(
      name,
      cells.map((cell, at) =>
        outcomeColor(cell?.outcome ?? 'skipped', paint)(escapeControls(cellText(cell)).padEnd(widths[at] ?? 0)),
      ),
    ),
  );
  return [line('', head), ...body, DELIVERY[lang].legend].map((text) => text.trimEnd());
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => escapeControls(text).length));
}

/** Writes the last line of the console report when the run is finished. */
export function createLineReporter({ color, lang, write }: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') write(totalText(event, { paint: createPaint(color), lang }));
    },
  };
}

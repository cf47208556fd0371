// The end of the console report, from details to totals: the last lines are the most important.

import type { Language, RunFinished } from '../../model/event.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Summary } from '../../model/run.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Latitude } from '../../results/counted-schema.ts';
import { coverage, decidedByResults, heldInResults } from '../../results/coverage.ts';
import { deliveryGrid, inNoGrid } from '../../results/delivery-grid.ts';
import { latitudeOf } from '../../results/latitude.ts';
import { groupBy, type RequirementTally, tallyRequirements } from '../../results/tally.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines } from '../failure/failed-case-text.ts';
import { choicesText } from '../text/choices.ts';
import { citation } from '../text/citation.ts';
import { illFormedKinds } from '../text/ill-formed-xml.ts';
import { createRename } from '../text/names.ts';
import type { Style } from '../text/paint.ts';
import { gridLines } from './delivery-lines.ts';
import { countsText } from './section.ts';
import { CONSOLE } from './words.ts';

type Catalogue = ReadonlyMap<string, Requirement>;

/** Delivery table, choices, reasons of skipped and broken cases, requirements not met, ill-formed XML, stale baseline, totals. */
export function summaryText(event: RunFinished, requirements: Catalogue, style: Style): string {
  const { results } = event;
  const words = CONSOLE[style.lang];
  const { skipped: skippedTitle, broken: brokenTitle } = COMMON[style.lang];
  const broken = tallyRequirements(results).filter((tally) => tally.verdict !== 'passed');
  const blocks = [
    block(words.delivery, deliveryLines(results, style)),
    block(
      words.latitude,
      latitudeOf(inNoGrid(results)).map((latitude) => latitudeLine(latitude, style.lang)),
    ),
    block(
      skippedTitle,
      reasonCounts(
        results.filter((result) => result.outcome === 'skipped'),
        style.lang,
      ),
    ),
    block(
      brokenTitle,
      reasonCounts(
        results.filter((result) => result.outcome === 'broken'),
        style.lang,
      ),
    ),
    block(
      words.notKept,
      broken.map((tally) => requirementLines(tally, requirements, style.lang)),
    ),
    block(
      words.illFormed,
      illFormedKinds(event.illFormedXml, style.lang).map(({ text, cases }) => illFormedLine(text, cases, style.lang)),
    ),
    block(
      words.stale,
      event.staleBaseline.flatMap(({ case: id, requirement, checks }) =>
        [`${id}  ${requirement}`, ...checks.map((check) => `  ${check}`)].map(escapeControls),
      ),
    ),
    numbers(event, requirements, style),
  ];
  return `\n${blocks.filter((text) => text !== '').join('\n')}`;
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function deliveryLines(results: readonly CaseResult[], style: Style): readonly string[] {
  const grid = deliveryGrid(results);
  return grid === undefined ? [] : gridLines(grid, style);
}

function latitudeLine(latitude: Latitude, lang: Language): string {
  return escapeControls(CONSOLE[lang].choices(latitude.scenario, choicesText(latitude, lang)));
}

function reasonCounts(results: readonly CaseResult[], lang: Language): readonly string[] {
  const byReason = groupBy(results, (result) => reasonLines(result, createRename(result.jids), lang)[0] ?? '');
  return [...byReason].map(([reason, cases]) => `${String(cases.length).padStart(4)}  ${reason}`);
}

function requirementLines(tally: RequirementTally, requirements: Catalogue, lang: Language): string {
  const requirement = requirements.get(tally.id);
  const where = requirement === undefined ? '' : `  ${citation(requirement, lang)}`;
  const [first = '', ...others] = tally.cases;
  const more = others.length === 0 ? '' : COMMON[lang].more(others.length);
  return `${LEVELS[lang][tally.level]}  ${tally.id}${where}  ${escapeControls(first)}${more}`;
}

function illFormedLine(text: string, [first = '', ...others]: readonly string[], lang: Language): string {
  const more = others.length === 0 ? '' : COMMON[lang].more(others.length);
  return escapeControls(`${text}${COMMON[lang].bracketed(`${first}${more}`)}`);
}

function numbers(event: RunFinished, requirements: Catalogue, { paint, lang }: Style): string {
  const { results, summary } = event;
  const words = CONSOLE[lang];
  const { checked, observable, passive } = coverage(requirements, decidedByResults(results), heldInResults(results));
  const verdicts = tallyRequirements(results).map((tally) => tally.verdict);
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length;
  const checks = words.coverage(summary.checks, checked, observable) + (passive === 0 ? '' : words.byLint(passive));
  const cases = paint.strong(COMMON[lang].cases(summary.cases));
  const total = words.total(cases, countsText(results, paint, lang)) + remarks(event, lang);
  return [
    `${checks}${words.verdicts(count('failed'), count('warned'))}\n`,
    `${words.waits(summary.lateStanzas, summary.expiredWaits)}${strayText(event, lang)}${cpuText(summary, lang)}\n`,
    `${total}${words.duration((summary.durationMs / 1000).toFixed(1))}\n`,
  ].join('');
}

function remarks({ summary, info }: RunFinished, lang: Language): string {
  const words = CONSOLE[lang];
  const known = summary.knownFailures === 0 ? [] : [words.known(summary.knownFailures)];
  const strict = info.strict && summary.warned > 0 ? [words.strict] : [];
  return [...known, ...strict].map((remark) => COMMON[lang].bracketed(remark)).join('');
}

function strayText({ unclaimedStanzas }: RunFinished, lang: Language): string {
  return unclaimedStanzas.length === 0 ? '' : CONSOLE[lang].unclaimedStanzas(unclaimedStanzas.length);
}

function cpuText({ cpu }: Summary, lang: Language): string {
  if (cpu === undefined || cpu.serverMs === 0) return '';
  return CONSOLE[lang].cpu((cpu.testerMs / cpu.serverMs).toFixed(2));
}

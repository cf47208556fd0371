// The end of the console report: what came out, from the particular to the whole, so that the last lines tell the most.

import type { CaseResult, Requirement, RunEvent, Summary } from '../model.ts';
import { citation } from './citation.ts';
import { countsText } from './console-section.ts';
import { counted } from './counted.ts';
import { coverage, decidedByResults, heldInResults } from './coverage.ts';
import { deliveryGrid, gridLines, inNoGrid } from './delivery-grid.ts';
import { reasonLines } from './failure-text.ts';
import { choicesText, type Latitude, latitudeOf } from './latitude.ts';
import { createRename } from './names.ts';
import type { Paint } from './paint.ts';
import { groupBy, type RequirementTally, tallyRequirements } from './tally.ts';
import { visible } from './visible.ts';

type RunFinished = Extract<RunEvent, { type: 'run-finished' }>;
type Catalogue = ReadonlyMap<string, Requirement>;

/** The summary of a run: the delivery table, latitude, skipped and broken by reason, requirements not kept, stale baseline, numbers. */
export function summaryText(event: RunFinished, requirements: Catalogue, paint: Paint): string {
  const { results } = event;
  const broken = tallyRequirements(results).filter((tally) => tally.verdict !== 'passed');
  const blocks = [
    block('delivery of messages (RFC 6121 8.5.4)', deliveryLines(results, paint)),
    block('latitude taken', latitudeOf(inNoGrid(results)).map(latitudeLine)),
    block('skipped', reasonCounts(results.filter((result) => result.outcome === 'skipped'))),
    block('broken', reasonCounts(results.filter((result) => result.outcome === 'broken'))),
    block(
      'requirements not kept',
      broken.map((tally) => requirementLines(tally, requirements)),
    ),
    block(
      'baseline entries that hold now; remove them from the baseline',
      event.stale.map((entry) => visible(`${entry.case}  ${entry.requirement}`)),
    ),
    numbers(event, requirements, paint),
  ];
  return `\n${blocks.filter((text) => text !== '').join('\n')}`;
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function deliveryLines(results: readonly CaseResult[], paint: Paint): readonly string[] {
  const grid = deliveryGrid(results);
  return grid === undefined ? [] : gridLines(grid, paint);
}

function latitudeLine(latitude: Latitude): string {
  return visible(`${latitude.scenario}: ${choicesText(latitude)}`);
}

function reasonCounts(results: readonly CaseResult[]): readonly string[] {
  const byReason = groupBy(results, (result) => reasonLines(result, createRename(result.jids))[0] ?? '');
  return [...byReason].map(([reason, cases]) => `${String(cases.length).padStart(4)}  ${reason}`);
}

function requirementLines(tally: RequirementTally, requirements: Catalogue): string {
  const requirement = requirements.get(tally.id);
  const where = requirement === undefined ? '' : `  ${citation(requirement)}`;
  const [first = '', ...others] = tally.cases;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${tally.level}  ${tally.id}${where}  ${visible(first)}${more}`;
}

function numbers(event: RunFinished, requirements: Catalogue, paint: Paint): string {
  const { results, summary } = event;
  const { checked, observable, passive } = coverage(requirements, decidedByResults(results), heldInResults(results));
  const verdicts = tallyRequirements(results).map((tally) => tally.verdict);
  const count = (verdict: string) => verdicts.filter((v) => v === verdict).length;
  const more = passive === 0 ? '' : ` and ${passive} more by the lint`;
  const checks = `${counted(summary.checks, 'check')}; ${checked} of ${observable} observable requirements checked${more}`;
  return [
    `${checks}, ${count('failed')} failed, ${count('warned')} warned\n`,
    `${counted(summary.late, 'late stanza')}, ${counted(summary.expired, 'expired wait')}${strayText(event)}${cpuText(summary)}\n`,
    `${paint.strong(counted(summary.cases, 'case'))}: ${countsText(results, paint)}${remarks(event)} in ${duration(summary)}\n`,
  ].join('');
}

function remarks({ summary, info }: RunFinished): string {
  const known = summary.excused === 0 ? [] : [counted(summary.excused, 'known failure')];
  const strict = info.strict && summary.warned > 0 ? ['with --strict a warning counts as failed'] : [];
  return [...known, ...strict].map((remark) => ` (${remark})`).join('');
}

function strayText({ strays }: RunFinished): string {
  return strays.length === 0 ? '' : `, ${counted(strays.length, 'stanza')} for remote addresses that no case plays`;
}

function cpuText({ cpu }: Summary): string {
  if (cpu === undefined || cpu.serverMs === 0) return '';
  return `; tester CPU / server CPU: ${(cpu.testerMs / cpu.serverMs).toFixed(2)}`;
}

function duration({ durationMs }: Summary): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

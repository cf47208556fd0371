// The results of mutant trials as text.

import type { Requirement } from '../../model/standard.ts';
import { citation } from '../../report/text/citation.ts';
import { groupBy } from '../../results/tally.ts';
import { compareSections } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** One mutant and the result of its trial. */
export interface MutantTrial {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  /** The case in which a check that cites the first broken requirement failed; absent: the mutant survived. */
  readonly killer?: string;
  /** Number of cases that ran. */
  readonly tried: number;
  /** The case that should have caught it; absent: no case cites the requirement. */
  readonly nearest?: string;
  /** Other requirements that failed and cases that were broken, as text. */
  readonly others: readonly string[];
}

/** Enough of them to see why the mutant survived. */
const MAX_OTHERS = 5;

/** Kill rates by chapter, every survivor with the nearest case, and `killed K of N mutants` last. */
export function mutantsText(trials: readonly MutantTrial[], requirements: ReadonlyMap<string, Requirement>): string {
  const chapterOf = ({ requirements: [first = ''] }: MutantTrial) =>
    first.startsWith('rfc6120') ? 'RFC 6120' : (requirements.get(first)?.rfc.split('.')[0] ?? '');
  const chapters = [...groupBy(trials, chapterOf)].sort(([a], [b]) => compareSections(a, b));
  const survivors = trials.filter(({ killer }) => killer === undefined);
  const rates = chapters.map(([chapter, inside]) => `  ${chapter.padEnd(8)}  ${rate(inside)}`);
  const details = survivors.map((trial) => survivorText(trial, requirements));
  return `${['by chapter', ...rates, '', ...details, `killed ${rate(trials)} mutants`].join('\n')}\n`;
}

function rate(trials: readonly MutantTrial[]): string {
  return `${trials.filter(({ killer }) => killer !== undefined).length} of ${trials.length}`;
}

function survivorText(trial: MutantTrial, requirements: ReadonlyMap<string, Requirement>): string {
  const { id, title, requirements: broken, tried, nearest, others } = trial;
  const rules = broken.map((rule) => {
    const requirement = requirements.get(rule);
    return `  ${requirement?.level ?? ''}  ${rule}  ${requirement === undefined ? '' : citation(requirement, 'en')}`;
  });
  const near = nearest === undefined ? 'no case cites it' : `nearest of ${tried} cases tried: ${nearest}`;
  const instead = others.slice(0, MAX_OTHERS).map((other) => `    ${escapeControls(other)}`);
  const blamed = instead.length === 0 ? [] : ['  blamed instead', ...instead];
  return [`survived  ${id}`, `  ${title}`, ...rules, `  ${near}`, ...blamed, ''].join('\n');
}

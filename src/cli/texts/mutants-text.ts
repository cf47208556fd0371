// The results of mutant trials as text.

import type { Blame } from '../../model/blame.ts';
import type { Reason } from '../../model/reason.ts';
import type { Requirement } from '../../model/standard.ts';
import { citation } from '../../report/text/citation.ts';
import { groupBy } from '../../results/tally.ts';
import { compareSections } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonText } from '../../wording/reasons.ts';

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
  /** Requirements that did not pass in a case. */
  readonly blamed: readonly { readonly requirement: string; readonly case: string }[];
  /** With a faulty side: the sides that failed checks blame, each once. */
  readonly sides: readonly Blame['side'][];
  /** Requirements that the nearest cases cite which did not run, because it was killed before. */
  readonly unseen: readonly string[];
  /** Cases without a verdict, and why. */
  readonly broken: readonly { readonly case: string; readonly cause?: Reason | undefined }[];
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
  const { id, title, tried, nearest } = trial;
  const rules = trial.requirements.map((rule) => {
    const requirement = requirements.get(rule);
    return `  ${requirement?.level ?? ''}  ${rule}  ${requirement === undefined ? '' : citation(requirement, 'en')}`;
  });
  const near = nearest === undefined ? 'no case cites it' : `nearest of ${tried} cases tried: ${nearest}`;
  const others = otherResults(trial).map((other) => `    ${escapeControls(other)}`);
  const instead = others.length === 0 ? [] : ['  blamed instead', ...others.slice(0, MAX_OTHERS)];
  return [`survived  ${id}`, `  ${title}`, ...rules, `  ${near}`, ...instead, ''].join('\n');
}

function otherResults({ blamed, broken }: MutantTrial): readonly string[] {
  return [
    ...blamed.map(({ requirement, case: id }) => `${requirement} in ${id}`),
    ...broken.map(({ case: id, cause }) => `${id}: ${cause === undefined ? '' : reasonText(cause, 'en')}`),
  ];
}

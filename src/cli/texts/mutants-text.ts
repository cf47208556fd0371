// What the trials of mutants came to.

import type { Requirement } from '../../model/standard.ts';
import { citation } from '../../report/text/citation.ts';
import { groupBy } from '../../results/tally.ts';
import { compareSections } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** One mutant and how it fared. */
export interface MutantSheet {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  /** The case that caught it; absent: it survived. */
  readonly killer?: string;
  readonly tried: number;
  readonly nearest?: string;
  /** What was blamed or broken instead. */
  readonly others: readonly string[];
}

/** Blamed instead, as many as help to see why. */
const MAX_OTHERS = 5;

/** Kill rates by chapter, every survivor with the nearest case, and `killed K of N mutants` as the last line. */
export function mutantsText(sheets: readonly MutantSheet[], requirements: ReadonlyMap<string, Requirement>): string {
  const chapterOf = ({ requirements: [first = ''] }: MutantSheet) =>
    first.startsWith('rfc6120') ? 'RFC 6120' : (requirements.get(first)?.rfc.split('.')[0] ?? '');
  const chapters = [...groupBy(sheets, chapterOf)].sort(([a], [b]) => compareSections(a, b));
  const survivors = sheets.filter(({ killer }) => killer === undefined);
  const rates = chapters.map(([chapter, inside]) => `  ${chapter.padEnd(8)}  ${rate(inside)}`);
  const told = survivors.map((sheet) => survivorText(sheet, requirements));
  return `${['by chapter', ...rates, '', ...told, `killed ${rate(sheets)} mutants`].join('\n')}\n`;
}

function rate(sheets: readonly MutantSheet[]): string {
  return `${sheets.filter(({ killer }) => killer !== undefined).length} of ${sheets.length}`;
}

function survivorText(sheet: MutantSheet, requirements: ReadonlyMap<string, Requirement>): string {
  const { id, title, requirements: broken, tried, nearest, others } = sheet;
  const rules = broken.map((rule) => {
    const requirement = requirements.get(rule);
    return `  ${requirement?.level ?? ''}  ${rule}  ${requirement === undefined ? '' : citation(requirement, 'en')}`;
  });
  const near = nearest === undefined ? 'no case cites it' : `nearest of ${tried} cases tried: ${nearest}`;
  const instead = others.slice(0, MAX_OTHERS).map((other) => `    ${escapeControls(other)}`);
  const blamed = instead.length === 0 ? [] : ['  blamed instead', ...instead];
  return [`survived  ${id}`, `  ${title}`, ...rules, `  ${near}`, ...blamed, ''].join('\n');
}

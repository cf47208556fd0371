// Mistakes in authors' files: sorted, formatted and thrown together.

import type { Mistake, Place } from '../model/place.ts';

/** Takes one mistake of a file. */
export type Report = (place: Place, message: string) => void;

/** Scenario files that cannot be used; carries every mistake of every file. */
export class ScenarioError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(formatMistake).join('\n'));
    this.mistakes = mistakes;
  }
}

/** One line for people and for editors: `file:line:col message`. */
export function formatMistake({ place, message }: Mistake): string {
  return `${place.file}:${place.line}:${place.col} ${message}`;
}

/** Sorts by file, line and column and removes duplicates: several rows and topologies find the same mistake. */
export function sortMistakes(mistakes: readonly Mistake[]): readonly Mistake[] {
  const distinct = new Map(mistakes.map((mistake) => [formatMistake(mistake), mistake]));
  return [...distinct.values()].sort((a, b) => compareText(a.place.file, b.place.file) || compareInFile(a, b));
}

/** Orders text by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareInFile(a: Mistake, b: Mistake): number {
  return a.place.line - b.place.line || a.place.col - b.place.col || compareText(a.message, b.message);
}

// Mistakes in authors' files: sorted, formatted and thrown together.

import type { Language, Texts } from '../model/language.ts';
import type { Mistake, Place } from '../model/place.ts';
import { eachLanguage } from '../wording/texts.ts';
import { UsageError } from '../wording/usage.ts';

/** Takes one mistake of a file. */
export type Report = (place: Place, message: Texts) => void;

/** Scenario files that cannot be used; carries every mistake of every file. */
export class ScenarioError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    super(linesOf(mistakes, 'en'));
    this.mistakes = mistakes;
  }

  textIn(lang: Language): string {
    return linesOf(this.mistakes, lang);
  }
}

/** A usage error that lists the mistakes of a file, one a line. */
export function mistakenFile(mistakes: readonly Mistake[]): UsageError {
  return new UsageError(eachLanguage((lang) => linesOf(mistakes, lang)));
}

const linesOf = (mistakes: readonly Mistake[], lang: Language): string =>
  mistakes.map((mistake) => mistakeLine(mistake, lang)).join('\n');

/** One line for people and for editors: `file:line:col message`. */
function mistakeLine({ place, message }: Mistake, lang: Language): string {
  return `${formatPlace(place)} ${message[lang]}`;
}

/** The line in English. */
export function formatMistake(mistake: Mistake): string {
  return mistakeLine(mistake, 'en');
}

/** `file:line:col`. */
export function formatPlace({ file, line, col }: Place): string {
  return `${file}:${line}:${col}`;
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
  return a.place.line - b.place.line || a.place.col - b.place.col || compareText(a.message.en, b.message.en);
}

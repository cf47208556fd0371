// Arguments of marks that a file has wrong, each with what was probably meant.

import type { Texts } from '../model/language.ts';
import { ExpressionError, MAX_STATES, readExpression } from '../stanza/expression.ts';
import { readRange, readSeconds } from '../stanza/fits.ts';
import { type Mark, writtenMark } from '../stanza/marks.ts';
import { stanzaMistake } from '../wording/stanza-mistakes.ts';

/** What is wrong with the argument of a mark for a kind of values. */
export function wrongArgument(mark: Mark): Texts | undefined {
  const { name, argument } = mark;
  if (name === 're') return wrongExpression(argument);
  if (argument === '') return undefined;
  if (name === 'int' && readRange(argument) === undefined) {
    return stanzaMistake('wrongRange', writtenMark(mark), meantRange(argument));
  }
  if (name === 'date' && readSeconds(argument) === undefined) {
    return stanzaMistake('wrongSeconds', writtenMark(mark), meantSeconds(argument));
  }
  return undefined;
}

/** The range between the first two numbers of a text, or from the only one on. */
function meantRange(argument: string): string | undefined {
  const numbers = (argument.match(/(?<!\d)-?\d+/g) ?? []).map(Number);
  const [first, second] = numbers;
  if (first === undefined) return undefined;
  if (second === undefined) return `\${int:${first}..}`;
  // A dash between two numbers is no sign.
  const other = /^-?\d+ *-/.test(argument) ? Math.abs(second) : second;
  return `\${int:${Math.min(first, other)}..${Math.max(first, other)}}`;
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

function meantSeconds(argument: string): string | undefined {
  const [, number, unit = 's'] = /^\s*(\d{1,6})\s*([a-z])?/i.exec(argument) ?? [];
  return number === undefined ? undefined : `\${date:${Number(number) * (UNITS[unit.toLowerCase()] ?? 1)}s}`;
}

function wrongExpression(source: string): Texts | undefined {
  if (source === '') return stanzaMistake('argumentNeeded', '${re}', '${re:...}');
  if (source.includes('${')) return stanzaMistake('placeholderInExpression', '${domain}${re:...}');
  try {
    readExpression(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { kind, detail } = error;
    if (kind === 'anchor') return stanzaMistake('anchorInExpression', detail);
    if (kind === 'unsupported') return stanzaMistake('unsupportedInExpression', detail);
    return kind === 'too-large' ? stanzaMistake('largeExpression', MAX_STATES) : stanzaMistake('noExpression', detail);
  }
}

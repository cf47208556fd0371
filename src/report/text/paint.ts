import { Chalk } from 'chalk';
import type { Language } from '../../model/event.ts';
import type { Outcome } from '../../model/result.ts';

/** Colours by meaning. Without colour each function returns its text. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

/** Colours and language of a text. */
export interface Style {
  readonly paint: Paint;
  readonly lang: Language;
}

/** Paints with the sixteen colours that every terminal has, or not at all. */
export function createPaint(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return { good: chalk.green, bad: chalk.red, warn: chalk.yellow, strong: chalk.bold, dim: chalk.dim };
}

/** The colour of an outcome. */
export function outcomeColor(outcome: Outcome, paint: Paint): (text: string) => string {
  const colors = { passed: paint.good, failed: paint.bad, warned: paint.warn, skipped: paint.dim, broken: paint.bad };
  return colors[outcome];
}

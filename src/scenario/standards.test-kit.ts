// The standards as the tests of this room need them, and the texts they parse.

import { loadRequirements } from '../spec/requirements.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { type ParsedScenario, parseScenario } from './scenario.ts';
import { loadTables } from './standard/tables.ts';

export const standards = { requirements: loadRequirements(), tables: loadTables() };

/** Parses a text as `rfc6121/2.3/x`. */
export function parse(text: string): ParsedScenario {
  return parseScenario(text, { file: 'x.yaml', id: 'rfc6121/2.3/x', section: '2.3' }, standards);
}

/** The mistakes of a text, one a line. */
export function mistakesIn(text: string): string {
  return parse(text).mistakes.map(formatMistake).join('\n');
}

/** A scenario with these steps, which begin in line 4. */
export function play(steps: string, head = ''): string {
  return `title: A play${head}\nactors: { juliet: { balcony: {}, chamber: {} }, romeo: { orchard: {} } }\nsteps:\n${steps}\n`;
}

/** Makes the rest of a play right: somebody looks, and cites. */
export const LOOK = '  - expect: { proves: rfc6121-2.3.2-b }';

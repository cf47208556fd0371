// The standards and scenario texts for the tests of this room.

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

/** A scenario with these steps. They start in line 4. */
export function withSteps(steps: string, head = ''): string {
  return `title: A scenario${head}\nactors: { juliet: { balcony: {}, chamber: {} }, romeo: { orchard: {} } }\nsteps:\n${steps}\n`;
}

/** An expect step that completes a scenario. */
export const CHECK = '  - expect: { proves: rfc6121-2.3.2-b }';

// The standards and scenario texts for the tests of this room.

import type { Mistake } from '../model/place.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { mustBeChinese } from '../wording/chinese.test-kit.ts';
import { formatMistake } from '../yaml/mistakes.ts';
import { type ParsedScenario, parseScenario } from './scenario.ts';
import { loadTables } from './standard/tables.ts';

export const standards = { requirements: loadRequirements(), tables: loadTables() };

/** Parses a text as `rfc6121/2.3/x`. */
export function parse(text: string): ParsedScenario {
  return parseScenario(text, { file: 'x.yaml', id: 'rfc6121/2.3/x', section: '2.3' }, standards);
}

/** The mistakes of a text in English, one a line. Throws where one has no Chinese text. */
export function mistakesIn(text: string): string {
  const { mistakes, warnings } = parse(text);
  mustBeBilingual([...mistakes, ...warnings]);
  return mistakes.map(formatMistake).join('\n');
}

/** Throws where the Chinese text of a mistake is not Chinese. */
export function mustBeBilingual(mistakes: readonly Mistake[]): void {
  for (const { message } of mistakes) mustBeChinese(message.zh);
}

/** A scenario with these steps. They start in line 4. */
export function withSteps(steps: string, head = ''): string {
  return `title: A scenario${head}\nactors: { juliet: { balcony: {}, chamber: {} }, romeo: { orchard: {} } }\nsteps:\n${steps}\n`;
}

/** An expect step that completes a scenario. */
export const CHECK = '  - expect: { proves: rfc6121-2.3.2-b }';

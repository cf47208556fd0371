import { expect, test } from 'vitest';
import { z } from 'zod';
import { baselineSchema } from '../baseline/baseline-schema.ts';
import { comparedSchema, singleSchema } from '../results/compared-schema.ts';
import { countedReportSchema } from '../results/counted-report-schema.ts';
import { reportSchema } from '../results/report-schema.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { requirementsSchema } from '../suite/requirement-schema.ts';
import { suiteSchema } from '../suite/suite-schema.ts';
import { foreignWords } from '../wording/chinese.test-kit.ts';
import { EXPECTATIONS, expectationText, VALUES } from '../wording/file-mistakes.ts';
import { configSchema } from './given/config.ts';
import { provoke } from './schema-mistakes.test-kit.ts';

const SCHEMAS: readonly (readonly [string, z.ZodType, number])[] = [
  ['a scenario file', scenarioSchema, 100],
  ['a suite', suiteSchema, 15],
  ['the requirements of a suite', requirementsSchema, 8],
  ['a config file', configSchema, 40],
  ['a baseline', baselineSchema, 20],
  ['a report', reportSchema, 300],
  ['a report for tables', countedReportSchema, 60],
  ['a report to compare', comparedSchema, 20],
  ['a report of one server of a pair', singleSchema, 30],
];

/** What a text is that nobody wrote for this mistake. */
const FORGOTTEN = [EXPECTATIONS.en.another, VALUES.en.something];

test.each(SCHEMAS)('every mistake that %s can have has a text of its own in both languages', (_, schema, least) => {
  const { declared, texts } = provoke(schema);
  expect(declared.length).toBeGreaterThan(least);
  expect(declared.filter((key) => !texts.has(key))).toEqual([]);
  const wrong = [...texts].flatMap(([key, all]) =>
    all
      .filter(({ en, zh }) => FORGOTTEN.some((text) => en.includes(text)) || foreignWords(zh) !== undefined)
      .map(({ en, zh }) => `${key}: ${en} / ${zh}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['a format without a text', z.strictObject({ a: z.string().regex(/^x$/) })],
  ['a format of zod without a text', z.strictObject({ a: z.email() })],
  ['a check without a text', z.strictObject({ a: z.string().refine((text) => text === 'x') })],
  ['a check with an English message', z.strictObject({ a: z.string().refine((text) => text === 'x', 'want x') })],
  ['a bound on the length of a text', z.strictObject({ a: z.string().max(3) })],
  ['a multiple', z.strictObject({ a: z.number().multipleOf(7) })],
  ['a type that has no word', z.strictObject({ a: z.date() })],
])('%s would be found', (_, schema) => {
  const { declared, texts } = provoke(schema);
  const all = [...texts.values()].flat();
  const isUnheard = declared.some((key) => !texts.has(key));
  expect(isUnheard || all.some(({ en }) => FORGOTTEN.some((text) => en.includes(text)))).toBe(true);
});

test('every text for a check belongs to one', () => {
  const messages = SCHEMAS.flatMap(([, schema]) => [...provoke(schema).texts.values()].flat().map(({ en }) => en));
  const unused = Object.keys(EXPECTATIONS.en).filter((key) => !messages.includes(expectationText(key).en));
  expect(unused).toEqual(['another']);
});

import { expect, test } from 'vitest';
import type { Language } from '../model/event.ts';
import { RANDOM_PLAYS } from '../spec/sections.ts';
import { createConsoleReporter } from './console/console.ts';
import { createHtmlReporter } from './html/html.ts';
import { markupOf } from './html/packs.test-kit.ts';
import { createJunitReporter } from './junit/junit.ts';
import { failedResult, makeCase, written } from './report.test-kit.ts';

const play = { ...failedResult(), case: makeCase('explore/7@2/local/12', { section: RANDOM_PLAYS }) };
const ofSection = failedResult('rfc6121/8.5.4/f');

const report = (reporter: Parameters<typeof written>[0], lang: Language) =>
  written(reporter, [play, ofSection], { setup: { lang, verbosity: 1 } });

test.each([
  ['en', 'Random plays'],
  ['zh', '随机演练'],
] as const)('in %s, random plays stand under "%s", after the sections of the standard', (lang, heading) => {
  const text = report(createConsoleReporter, lang);
  expect(text).toMatch(new RegExp(`^${heading}[:：]`, 'm'));
  expect(text.indexOf(heading)).toBeGreaterThan(text.indexOf('8.5.4'));
  expect(markupOf(report(createHtmlReporter, lang))).toContain(`<h4>${heading}</h4>`);
});

test('the suite of random plays has one name in any language', () => {
  for (const lang of ['en', 'zh'] as const)
    expect(report(createJunitReporter, lang)).toContain('<testsuite name="Random plays"');
});

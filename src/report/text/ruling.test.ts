import { expect, test } from 'vitest';
import type { Language, Reporter, ReporterSetup } from '../../model/event.ts';
import { eventsOf } from '../../results/report-read.ts';
import { reportSchema } from '../../results/report-schema.ts';
import { createConsoleReporter } from '../console/console.ts';
import { createAnnotationsReporter } from '../github/github.ts';
import { createHtmlReporter } from '../html/html.ts';
import { markupOf } from '../html/packs.test-kit.ts';
import { createJsonReporter } from '../json.ts';
import { createJunitReporter } from '../junit/junit.ts';
import { createMarkdownReporter } from '../markdown/report.ts';
import { disputedResult, info, written } from '../report.test-kit.ts';
import { rulingLine, rulingsIn } from './ruling.ts';

const LINE: Readonly<Record<Language, RegExp>> = {
  en: /R1 makes a warning of 1 case, as the standards disagree: .* \(RFC 6121 3\.1\.2, .*\)\\?\. Silence is permitted.* xmppspec explain R1/,
  zh: /R1 将 1 个用例改为警告：.*（RFC 6121 3\.1\.2，.*）。允许不作应答.*xmppspec explain R1/,
};

const reporters: readonly (readonly [string, (setup: ReporterSetup) => Reporter])[] = [
  ['console', createConsoleReporter],
  ['HTML', createHtmlReporter],
  ['Markdown', createMarkdownReporter],
  ['JUnit', createJunitReporter],
  ['GitHub', createAnnotationsReporter],
];

test.each(reporters.flatMap(([name, make]) => (['en', 'zh'] as const).map((lang) => ({ name, make, lang }))))(
  'the report for $name names the ruling by which a failure warns, and says what it asks for, in $lang',
  ({ make, lang }) => {
    // Markdown shows only what fails the run: with --strict, warnings do.
    const text = written(make, [disputedResult()], { setup: { lang }, info: { ...info, strict: true } });
    expect(make === createHtmlReporter ? markupOf(text) : text).toMatch(LINE[lang]);
  },
);

test('the JSON report keeps the rulings of checks and requirements, and is read back with them', () => {
  const data: unknown = JSON.parse(written(createJsonReporter, [disputedResult()]));
  const [event] = eventsOf(reportSchema.parse(data)).filter(({ type }) => type === 'case-finished');
  const disputed = [{ requirement: 'rfc6121-2.3.3-c', ruling: 'R1' }];
  expect(event).toMatchObject({
    result: { checks: [{ verdict: 'warned', disputed }], requirements: [{ verdict: 'warned', ruling: 'R1' }] },
  });
});

test('names a ruling once for all requirements that it disputes', () => {
  const disputed = ['a', 'b', 'a'].map((requirement) => ({ requirement, ruling: 'R1' }));
  expect(rulingsIn(disputed)).toMatchObject([{ id: 'R1', requirements: ['a', 'b'] }]);
});

test('names a ruling that this version does not know by its id', () => {
  const named = rulingsIn([{ requirement: 'a', ruling: 'R999' }]);
  expect(named.map((one) => rulingLine(one, 'en'))).toEqual([
    'ruling R999 makes a warning of a: this version does not know it',
  ]);
});

test.each([
  ['console', createConsoleReporter, 'MUST (R1)  RFC 6121 2.3.3'],
  ['Markdown', createMarkdownReporter, '| MUST (R1) | `2.3.3-c/differs-iq.type` |'],
  ['HTML', createHtmlReporter, 'xmppspec explain R1">R1</span>'],
])('the rule that is not met in the report for %s names the ruling', (_, make, expected) => {
  const text = written(make, [disputedResult()]);
  expect(make === createHtmlReporter ? markupOf(text) : text).toContain(expected);
});

// No output of --lang zh contains an English sentence of any catalogue.

import { expect, test } from 'vitest';
import { createConsoleReporter } from '../report/console/console.ts';
import { createFeaturesReporter } from '../report/features/features.ts';
import { createMarkdownReporter } from '../report/markdown/report.ts';
import { brokenResult, failedResult, makeCase, makeResult, place, written } from '../report/report.test-kit.ts';
import { citedByCases, coverage } from '../results/coverage.ts';
import { unmetNeed } from '../run/needs.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/sections.ts';
import { parseXml } from '../stanza/xml.ts';
import { reasonText } from '../wording/reasons.ts';
import { loadCatalogues, sentencesIn } from './catalogues.test-kit.ts';
import { xmppspec } from './cli.test-kit.ts';
import { caseText } from './explain/explain-case.ts';
import { requirementText } from './explain/explanation.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';
import { coverageText } from './texts/coverage-text.ts';

const lang = 'zh';
const requirements = loadRequirements();
const titles = loadSectionTitles();
const { all: cases, rulings } = shippedCases;
const sentences = [...(await loadCatalogues()).values()].flat().flatMap(sentencesIn);

/** The English sentences in a text. */
const english = (text: string) => sentences.filter((sentence) => text.includes(sentence));

/** Results with everything that a report has words for. */
function someResults() {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const failure = { kind: 'unexpected', message: 'm', closest: parseXml('<message/>'), allowed: [] } as const;
  const check = { place, session: 'juliet', requirements: ['rfc6121-8.5.1-a'], verdict: 'warned', failure } as const;
  const failed = failedResult();
  return [
    failed,
    { ...failed, case: makeCase('rfc6121/2.3/b'), knownFailure: '见缺陷 12' },
    brokenResult('rfc6121/2.3/c'),
    brokenResult('rfc6121/2.3/d'),
    makeResult('rfc6121/2.3/e', { outcome: 'skipped', reason: { kind: 'feature-missing', feature: 'roster-version' } }),
    makeResult('rfc6121/8.5.4/f', { case: makeCase('rfc6121/8.5.4/f', { cell }), observed: ['E'] }),
    makeResult('rfc6121/8.5.4/g', { outcome: 'warned', checks: [check], observed: ['stored'] }),
  ];
}

test('finds English sentences in an English text', () => {
  expect(english('juliet: connected by a step, asks for the roster')).toEqual([
    'connected by a step',
    'asks for the roster',
  ]);
});

test.each([
  ['console', createConsoleReporter],
  ['features', createFeaturesReporter],
  ['markdown', createMarkdownReporter],
])('the %s report is in Chinese, with the clauses of YD/T 2936 first', (_, make) => {
  const text = written(make, someResults(), { setup: { lang, trace: true } });
  expect(english(text)).toEqual([]);
  expect(text).toContain('YD/T 2936 6.4.3 · RFC 6121 2.3.3');
});

test('explains a requirement in Chinese, except its English texts and its note', () => {
  const texts = [...requirements.values()].map((requirement) => requirementText(requirement, { cases, rulings }, lang));
  const ours = texts.join('').replace(/^ {2}(RFC 原文|英文|注)：.*$/gm, '');
  expect(english(ours)).toEqual([]);
});

test('explains a case in Chinese, except its title and its stanzas', () => {
  const some = cases.filter((_, at) => at % 20 === 0);
  const texts = some.map((aCase) => caseText(aCase, { requirements, titles, rulings }, lang).replace(aCase.title, ''));
  expect(english(texts.join('').replace(/<[^<>]*>/g, ''))).toEqual([]);
});

test('shows the coverage in Chinese, except the notes of the catalogue', () => {
  const notes = [...requirements.values()].flatMap(({ note }) => note ?? []);
  const told = coverageText(coverage(requirements, citedByCases(cases.slice(0, 9))), titles, lang);
  expect(english(notes.reduce((text, note) => text.replace(note, ''), told))).toEqual([]);
});

test('says in Chinese why a case cannot run', () => {
  const offer = { capabilities: { features: ['presence-sub-preapproval'] }, capacity: 1, target: { limits: {} } };
  const unmet = cases.flatMap((aCase) => unmetNeed(aCase, offer) ?? []);
  expect(unmet.length).toBeGreaterThan(0);
  const reasons = new Set(unmet.map((reason) => reasonText(reason, lang)));
  expect([...reasons].filter((reason) => !/^\p{Script=Han}/u.test(reason))).toEqual([]);
});

test('reports the findings of the doctor in Chinese, passed or failed', async () => {
  const env = { LC_ALL: 'zh_CN.UTF-8' };
  const fine = await xmppspec(['doctor'], env);
  const dead = await xmppspec(['doctor', '-t', 'xmpp://127.0.0.1:1', '-d', 'im.example'], env);
  expect(fine.stdout).toContain('没有失败的检查');
  expect(dead.stdout).toContain('127.0.0.1:1 拒绝连接');
  expect(english(fine.stdout + dead.stdout)).toEqual([]);
});

test('--lang overrides the locale, and JSON is English in every locale', async () => {
  const env = { LC_ALL: 'zh_CN.UTF-8' };
  const args = ['explain', 'rfc6121-2.3.3-c'];
  expect((await xmppspec(args, env)).stdout).toContain('由 3 个用例检查');
  expect((await xmppspec([...args, '--lang', 'en'], env)).stdout).toContain('checked by 3 cases');
  expect((await xmppspec(['coverage', '--json'], env)).stdout).not.toMatch(/约束客户端/);
});

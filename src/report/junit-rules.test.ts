import { type Element, parse } from 'ltx';
import { expect, test } from 'vitest';
import type { XmlElement } from '../model.ts';
import { createJunitReporter } from './junit.ts';
import { mistakesIn } from './junit-rules.test-kit.ts';
import { brokenResult, elements, failedResult, info, makeCase, makeResult, written, xml } from './report.test-kit.ts';

const failed = failedResult();
const warned = { ...failedResult('rfc6121/2.4/w'), outcome: 'warned' } as const;
const results = [
  failed,
  warned,
  makeResult('rfc6121/2.3/p', { observed: ['stored'], durationMs: 61_234.5678 }),
  makeResult('rfc6121/2.3/none', { durationMs: 0 }),
  makeResult('rfc6121/2.3/s', { outcome: 'skipped', reason: 'no remote domain is configured' }),
  brokenResult('rfc6121/2.3/b', 'a "quoted" <reason> & ]]> \u001b[31m'),
  { ...failedResult('rfc6121/2.5/x'), excused: 'bug 2' },
  { ...warned, case: makeCase('rfc6121/2.5/y'), excused: 'bug 3' },
];
const stale = [{ case: 'rfc6121/2.3/p', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
const cases = [...results.map((result) => result.case), makeCase('rfc6121/2.3/later')];

const documents = [true, false].map((strict) =>
  written(createJunitReporter, results, { cases, stale, info: { ...info, strict } }),
);
const read = (document: string): XmlElement => xml(document.replace(/^<\?xml[^>]*>/, ''), '');

const all = (parent: XmlElement): readonly XmlElement[] => [parent, ...elements(parent).flatMap(all)];
const allOfLtx = (parent: Element): readonly Element[] => [parent, ...parent.getChildElements().flatMap(allOfLtx)];

test('the file keeps the rules of its readers, whatever came out', () => {
  expect(documents.flatMap((document) => mistakesIn(read(document)))).toEqual([]);
  expect(mistakesIn(read(written(createJunitReporter, [])))).toEqual([]);
});

test('the rules find what is wrong', () => {
  const suite = '<testsuite name="a" tests="1" failures="0" errors="0" time="1e-7">';
  const wrong = '<testcase classname="b"><system-out/><skipped/><failure/><x/></testcase>';
  expect(mistakesIn(xml(`<testsuites skipped="1">${suite}${wrong}</testsuite></testsuites>`, ''))).toEqual([
    '<testsuites skipped="1">',
    '<testsuite time="1e-7">',
    '<testcase> lacks name',
    '<x> in <testcase>',
    '<testcase> has system-out, skipped, failure',
    '<testcase> has skipped and failure',
    '<x> is no element of a JUnit file',
  ]);
});

test.each(documents)('two parsers that share no code read the same', (document) => {
  const ours = all(read(document)).map((e) => [
    e.name,
    e.attrs,
    e.children.filter((c) => typeof c === 'string').join(''),
  ]);
  expect(allOfLtx(parse(document)).map((e) => [e.name, e.attrs, e.getText()])).toEqual(ours);
});

test.each(documents)('the counts of every suite are those of its cases', (document) => {
  const [root, ...others] = all(read(document));
  const suites = others.filter((element) => element.name === 'testsuite');
  const names = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
  const counted = (suite: XmlElement) =>
    Object.entries(names).map(([key, name]) => [key, String(all(suite).filter((e) => e.name === name).length)]);
  for (const suite of suites) expect(suite.attrs).toMatchObject(Object.fromEntries(counted(suite)));
  const { skipped, ...inRoot } = Object.fromEntries(counted(root!));
  expect(root?.attrs).toMatchObject(inRoot);
});

test('no two cases have both class and name in common', () => {
  const keys = all(read(documents[0] ?? '')).flatMap(({ name, attrs }) =>
    name === 'testcase' ? [`${attrs['classname']} ${attrs['name']}`] : [],
  );
  expect(keys).toHaveLength(cases.length + 1);
  expect(new Set(keys).size).toBe(keys.length);
});

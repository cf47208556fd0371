import { type Element, parse } from 'ltx';
import { expect, test } from 'vitest';
import type { XmlElement } from '../../model/xml.ts';
import { elements, parseXml } from '../../stanza/xml.ts';
import { brokenResult, failedResult, info, makeCase, makeResult, written } from '../report.test-kit.ts';
import { createJunitReporter, createJunitStrictReporter } from './junit.ts';
import { mistakesIn } from './junit-rules.test-kit.ts';

const failed = failedResult();
const warned = { ...failedResult('rfc6121/2.4/w'), outcome: 'warned' } as const;
const results = [
  failed,
  warned,
  makeResult('rfc6121/2.3/p', { observed: ['stored'], durationMs: 61_234.5678 }),
  makeResult('rfc6121/2.3/none', { durationMs: 0 }),
  makeResult('rfc6121/2.3/s', { outcome: 'skipped', reason: { kind: 'no-remote-domain' } }),
  brokenResult('rfc6121/2.3/b', 'a "quoted" <reason> & ]]> \u001b[31m'),
  { ...failedResult('rfc6121/2.5/x'), knownFailure: 'bug 2' },
  { ...warned, case: makeCase('rfc6121/2.5/y'), knownFailure: 'bug 3' },
];
const stale = [{ case: 'rfc6121/2.3/p', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
const cases = [...results.map((result) => result.case), makeCase('rfc6121/2.3/later')];

const variants = { junit: createJunitReporter, 'junit-strict': createJunitStrictReporter };
const documentsOf = (variant: keyof typeof variants) =>
  [true, false].map((strict) => written(variants[variant], results, { cases, stale, info: { ...info, strict } }));
const [lenient, schemaStrict] = [documentsOf('junit'), documentsOf('junit-strict')];
const documents = [...lenient, ...schemaStrict];
const read = (document: string): XmlElement => parseXml(document.replace(/^<\?xml[^>]*>/, ''), '');

const propertiesIn = (parent: XmlElement) => all(parent).filter(({ name }) => name === 'property');
const all = (parent: XmlElement): readonly XmlElement[] => [parent, ...elements(parent).flatMap(all)];
const allOfLtx = (parent: Element): readonly Element[] => [parent, ...parent.getChildElements().flatMap(allOfLtx)];

test.each(['junit', 'junit-strict'] as const)('%s follows the rules of its readers for every outcome', (variant) => {
  const texts = [...documentsOf(variant), written(variants[variant], [])];
  expect(texts.flatMap((document) => mistakesIn(read(document), variant))).toEqual([]);
});

test('the strict rules allow neither properties nor files in cases, nor a total of skipped ones', () => {
  const mistakes = lenient.flatMap((document) => mistakesIn(read(document), 'junit-strict'));
  const files = new Set(mistakes.filter((mistake) => mistake.startsWith('<testcase file=')));
  const skipped = mistakes.filter((mistake) => /^<testsuites skipped="\d+">$/.test(mistake));
  expect(new Set(mistakes)).toEqual(new Set(['<properties> in <testcase>', ...files, ...skipped]));
  expect([files.size, skipped.length]).toEqual([1, lenient.length]);
});

const idOf = (testcase: XmlElement) =>
  propertiesIn(testcase).find(({ attrs }) => attrs['name'] === 'id')?.attrs['value'];

test('both variants have the same properties of every case', () => {
  const inCases = (document: string) =>
    all(read(document))
      .filter(({ name }) => name === 'testcase')
      .flatMap((testcase) => propertiesIn(testcase).map(({ attrs: { name, value } }) => [idOf(testcase), name, value]));
  const onSuites = (document: string) =>
    propertiesIn(read(document)).flatMap(({ attrs: { name = '', value } }) => {
      const end = name.lastIndexOf(' ');
      // One of the suite itself has no case in its name.
      return end < 0 ? [] : [[name.slice(0, end), name.slice(end + 1), value]];
    });
  expect(schemaStrict.map(onSuites)).toEqual(lenient.map(inCases));
  expect(onSuites(schemaStrict[0]!)).toContainEqual(['rfc6121/2.3/p', 'observed', 'stored']);
});

test('the two variants differ only in the place of properties, in files and in a total', () => {
  const bare = (document: string) =>
    all(read(document))
      .filter(({ name }) => !name.startsWith('propert'))
      .map(({ name, attrs, children }) => [
        name,
        { ...attrs, file: undefined, ...(name === 'testsuites' && { skipped: undefined }) },
        children
          .filter((c) => typeof c === 'string')
          .join('')
          .trim(),
      ]);
  expect(schemaStrict.map(bare)).toEqual(lenient.map(bare));
});

test('the rules find mistakes', () => {
  const suite = '<testsuite name="a" tests="1" failures="0" errors="0" time="1e-7">';
  const wrong = '<testcase classname="b"><system-out/><skipped/><failure/><x/></testcase>';
  expect(
    mistakesIn(parseXml(`<testsuites skipped="x">${suite}${wrong}</testsuite></testsuites>`, ''), 'junit'),
  ).toEqual([
    '<testsuites skipped="x">',
    '<testsuite time="1e-7">',
    '<testcase> lacks name',
    '<x> in <testcase>',
    '<testcase> has system-out, skipped, failure',
    '<testcase> has skipped and failure',
    '<x> is no element of a JUnit file',
  ]);
});

test.each(documents)('two independent parsers read the same', (document) => {
  const ours = all(read(document)).map((e) => [
    e.name,
    e.attrs,
    e.children.filter((c) => typeof c === 'string').join(''),
  ]);
  expect(allOfLtx(parse(document)).map((e) => [e.name, e.attrs, e.getText()])).toEqual(ours);
});

test.each(documents)('each suite counts its own cases', (document) => {
  const [root, ...others] = all(read(document));
  const suites = others.filter((element) => element.name === 'testsuite');
  const names = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
  const counted = (suite: XmlElement) =>
    Object.entries(names).map(([key, name]) => [key, String(all(suite).filter((e) => e.name === name).length)]);
  for (const suite of suites) expect(suite.attrs).toMatchObject(Object.fromEntries(counted(suite)));
  const { skipped, ...inRoot } = Object.fromEntries(counted(root!));
  expect(root?.attrs).toMatchObject(inRoot);
});

test('no two cases have the same class and name', () => {
  const keys = all(read(documents[0] ?? '')).flatMap(({ name, attrs }) =>
    name === 'testcase' ? [`${attrs['classname']} ${attrs['name']}`] : [],
  );
  expect(keys).toHaveLength(cases.length + 1);
  expect(new Set(keys).size).toBe(keys.length);
});

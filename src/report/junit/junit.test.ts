import { expect, test } from 'vitest';
import type { XmlElement } from '../../model/xml.ts';
import { parseXml } from '../../stanza/xml.ts';
import {
  brokenResult,
  failedResult,
  info,
  makeCase,
  makeResult,
  place,
  type RunDetails,
  written,
} from '../report.test-kit.ts';
import { createJunitReporter } from './junit.ts';
import { testName } from './suite-findings.ts';

const read = (results: Parameters<typeof written>[1], details?: RunDetails): XmlElement => {
  const document = written(createJunitReporter, results, details);
  expect(document).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/);
  return parseXml(document.replace(/^<\?xml[^>]*>/, ''), '');
};
const children = (parent: XmlElement, name?: string) =>
  parent.children.filter((c): c is XmlElement => typeof c !== 'string' && (name === undefined || c.name === name));
const testcases = (root: XmlElement) => children(root).flatMap((suite) => children(suite, 'testcase'));

const skipped = makeResult('rfc6121/2.10/s', { outcome: 'skipped', reason: { kind: 'no-remote-domain' } });
const warned = { ...failedResult('rfc6121/2.3/w'), outcome: 'warned' } as const;

test('each section is a suite, in the order of the standard, and each outcome has its element', () => {
  const results = [skipped, makeResult('rfc6121/2.9/p'), failedResult(), brokenResult('rfc6121/2.3/b'), warned];
  const root = read(
    results.map((r) => ({
      ...r,
      checks: r.checks.map((c) => ({ ...c, verdict: r === warned ? 'warned' : c.verdict })),
    })),
  );
  expect(root.attrs).toMatchObject({ tests: '5', failures: '1', errors: '1' });
  expect(children(root).map((suite) => suite.attrs['name'])).toEqual(['rfc6121.2.3', 'rfc6121.2.9', 'rfc6121.2.10']);
  const shape = testcases(root).map((t) => [t.attrs['name'], ...children(t).map((e) => e.name)]);
  expect(shape).toEqual([
    ['set-refused[two-items]: A roster set is refused', 'properties', 'failure'],
    ['b: A roster set is refused', 'properties', 'error'],
    ['w: A roster set is refused', 'properties', 'system-out'],
    ['p: A roster set is refused', 'properties'],
    ['s: A roster set is refused', 'properties', 'skipped'],
  ]);
});

test('a testcase carries class name, seconds and the ids of its requirements', () => {
  const [testcase] = testcases(read([failedResult()]));
  expect(testcase?.attrs).toMatchObject({ classname: 'rfc6121.2.3', file: place.file, time: '0.012' });
  const properties = children(children(testcase!, 'properties')[0]!).map((p) => [p.attrs['name'], p.attrs['value']]);
  expect(properties).toEqual([
    ['id', 'rfc6121/2.3/set-refused[two-items]'],
    ['title', 'A roster set is refused'],
    ['outcome', 'failed'],
    ['finding', '2.3.3-c/differs-iq.type'],
    ['requirement', 'rfc6121-2.3.3-c'],
  ]);
});

test('properties say what a skipped case lacks, and how many stanzas are unexplained', () => {
  const reason = { kind: 'feature-missing', feature: 'roster-get', level: 'MUST' } as const;
  const unexplained = [{ session: 'juliet/balcony', stanza: parseXml('<message/>'), count: 3 }];
  const cases = testcases(
    read([makeResult('rfc6121/2.3/a', { outcome: 'skipped', reason }), makeResult('rfc6121/2.3/b', { unexplained })]),
  );
  const properties = cases.map((one) => children(children(one, 'properties')[0]!).map(({ attrs }) => attrs));
  expect(properties[0]).toContainEqual({ name: 'lacks', value: 'MUST' });
  expect(properties[1]).toContainEqual({ name: 'unexplained', value: '3' });
});

test('the root has the time of the run, and how many cases were skipped', () => {
  const root = read([failedResult(), skipped]);
  expect(root.attrs).toMatchObject({ time: expect.stringMatching(/^\d+(\.\d+)?$/), skipped: '1' });
});

test('a case has a file in the repository of the user, or none', () => {
  const setup = { repositoryPath: (file: string) => (file.startsWith('own/') ? file : undefined) };
  const own = { ...failedResult('own/a').case, place: { ...place, file: 'own/a.yaml' } };
  const cases = testcases(read([failedResult(), { ...failedResult(), case: own }], { setup }));
  expect(cases.map(({ attrs }) => attrs['file'])).toEqual([undefined, 'own/a.yaml']);
});

test('the name of a case has what its class does not say', () => {
  const named = (id: string, section: string) => testName({ id, section, title: 'It' });
  expect(named('rfc6121/8.5/delivery[a]', '8.5.3.2.1')).toBe('delivery[a]: It');
  expect(named('rfc6121/8.5/delivery', '8.51')).toBe('rfc6121/8.5/delivery: It');
  expect(named('own/ping', 'XEP-0199 4.2')).toBe('own/ping: It');
});

test('with strict a warning is a failure', () => {
  const [testcase] = testcases(read([warned], { info: { ...info, strict: true } }));
  expect(children(testcase!).map((e) => e.name)).toEqual(['properties', 'failure']);
});

test('a failure has a message, a type, and the failure text without colours', () => {
  const [failure] = children(testcases(read([failedResult()]))[0]!, 'failure');
  expect(failure?.attrs).toEqual({
    message:
      'MUST, RFC 6121 2.3.3: Return <bad-request/> when the set holds more than one item: juliet/balcony receives <iq type="result">, not <iq type="error"> (bad-request)',
    type: 'missing',
  });
  expect(failure?.children.join('')).toContain('first difference: iq@type');
});

test('a finding is a property of the suite of its example, and output in full', () => {
  const [first, second, third] = children(
    read([failedResult('rfc6121/2.3/a'), failedResult('rfc6121/2.4/b'), skipped]),
  );
  const properties = children(children(first!, 'properties')[0]!).map(({ attrs }) => [attrs['name'], attrs['value']]);
  expect(properties).toEqual([['finding', expect.stringMatching(/^2\.3\.3-c\/differs-iq\.type: 2 cases, /)]]);
  expect(children(first!, 'system-out')[0]?.children.join('')).toContain('1. failed  MUST  RFC 6121 2.3.3');
  expect([second, third].flatMap((suite) => children(suite!, 'system-out'))).toEqual([]);
});

test('characters that XML 1.0 forbids and the end of CDATA are escaped', () => {
  const reason = 'a ]]> b ]]> c \u0000\u001b\uFFFE \ud800 d';
  const [error] = children(testcases(read([brokenResult('rfc6121/2.3/b', reason)]))[0]!, 'error');
  expect(error?.attrs['message']).toBe('a ]]> b ]]> c \\u{0}\\u{1b}\\u{fffe} \\u{d800} d');
});

test('a case that did not run is skipped', () => {
  const cases = [failedResult().case, makeCase('rfc6121/2.3/later')];
  const [, later] = testcases(read([failedResult()], { cases }));
  expect(children(later!, 'skipped')[0]?.attrs['message']).toBe('not run: the run was stopped before');
});

test('a known failure is skipped, and a stale baseline entry is a failure', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
  const root = read([{ ...failedResult(), knownFailure: 'bug 2' }], { stale });
  expect(root.attrs).toMatchObject({ tests: '2', failures: '1' });
  const [properties, skipped, output, ...others] = children(testcases(root)[0]!);
  expect([properties?.name, skipped?.name, output?.name, others]).toEqual(['properties', 'skipped', 'system-out', []]);
  expect(skipped).toMatchObject({ attrs: { message: 'known failure: bug 2' }, children: ['known failure: bug 2'] });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import type { CaseResult } from '../model/result.ts';
import { fakeEnvironment, messageCase, receives } from '../run/fake-server.test-kit.ts';
import { runCase } from '../run/run-case.ts';
import { failuresOf } from './apply.ts';
import { type Baseline, type BaselineEntry, openBaseline } from './baseline-file.ts';
import { updateBaseline, writeBaseline } from './update.ts';

const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });
const { result } = await runCase(aCase, fakeEnvironment({}));
const [seen] = failuresOf(result);
const requirements = fakeEnvironment({}).requirements;
const now = [...(seen?.checks ?? [])];
const written = {
  clause: 'RFC 1',
  seen: 'nothing came',
  reason: 'a bug',
  link: 'https://example.org/1',
  expires: '2099-01-01',
};
const entry: BaselineEntry = { case: aCase.id, requirement: 'must', checks: now, ...written };
const update = (before: Baseline['known'], results: readonly CaseResult[] = [result]) =>
  updateBaseline({ results, before: { server: 'x', known: before }, requirements });

test('what is new waits for a reason, and is counted as long as it does', () => {
  const first = update([]);
  expect(first).toMatchObject({ added: 1, waiting: 1, baseline: { known: [{ checks: now, reason: '' }] } });
  expect(update(first.baseline.known)).toMatchObject({ added: 0, changed: 0, waiting: 1 });
});

test('what people wrote stays when other checks fail', () => {
  const { baseline, changed, waiting } = update([{ ...entry, checks: ['another'] }]);
  expect([baseline.known, changed, waiting]).toEqual([[entry], 1, 0]);
});

test('where the server varies, what failed in other runs stays', () => {
  const [varying] = update([{ ...entry, checks: ['another'], varies: true }]).baseline.known;
  expect(varying).toMatchObject({ checks: ['another', ...now], varies: true });
});

test('what was seen is told anew where nobody had put it into words', () => {
  const { baseline } = update([{ ...entry, checks: ['another'], seen: 'another' }]);
  expect(baseline.known[0]?.seen).toBe(now.join('; '));
});

test('an entry that holds goes, and one of a case that did not run to its end stays', () => {
  expect(update([entry], [{ ...result, outcome: 'passed', requirements: [], checks: [] }]).removed).toBe(1);
  expect(update([entry], [{ ...result, outcome: 'broken' }]).baseline.known).toEqual([entry]);
});

test.each(['prosody 0.12.3', 'xmpp://127.0.0.1:5222', 'a: b # c', 'true'])(
  'the file is read as it was written: %s',
  async (server) => {
    const file = temporaryFile('b.yaml', '# Ours.\nserver: old\nknown: []\n');
    const known = [entry, { ...entry, requirement: 'should', varies: true }];
    writeBaseline(file, { server, known });
    const use = { target: 'x', isUpdated: false };
    const one = { ...aCase, requirements: ['must', 'should'] };
    const read = await openBaseline(file, { cases: [one], shipped: async () => [], requirements }, use);
    expect([read, readFileSync(file, 'utf8').split('\n')[0]]).toEqual([{ server, known }, '# Ours.']);
  },
);

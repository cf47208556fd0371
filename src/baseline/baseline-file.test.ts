import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFile } from '../cli/cli.test-kit.ts';
import { makeCase } from '../report/report.test-kit.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { mustBeChinese } from '../wording/chinese.test-kit.ts';
import type { UsageError } from '../wording/usage.ts';
import { knownEntries, openBaseline } from './baseline-file.ts';

const requirements = loadRequirements();
const requirement = 'rfc6121-2.3.2-b';
const ids = ['rfc6121/2.3.2/add', 'rfc6121/2.3.2/add-again', 'rfc6121/2.3.3/refused'];
const cases = ids.map((id) => makeCase(id, { requirements: [requirement] }));
const shipped = async () => cases;

/** A group of the file, with the lines that `text` replaces. */
function group(text: Readonly<Record<string, string>> = {}): string {
  const { cases: patterns = 'rfc6121/2.3.2/add', checks = '[x]', ...rest } = text;
  const keys = Object.entries({ reason: 'r', requirement, ...rest });
  const lines = keys.map(([key, value]) => `    ${key}: ${value}\n`).join('');
  return `${lines.replace('    ', '  - ')}    failures:\n      - cases: ["${patterns}"]\n        checks: ${checks}\n`;
}

const open = (text: string, { isUpdated = false, loaded = cases } = {}) =>
  openBaseline(temporaryFile('b.yaml', text), { cases: loaded, shipped, requirements }, { isUpdated });

const mistakesIn = (known: string, use: Parameters<typeof open>[1] = {}) =>
  open(`server: x\nknown:\n${known}`, use).then(
    () => '',
    ({ texts: { en, zh } }: UsageError) => {
      mustBeChinese(zh);
      return en.replaceAll(/\S*\/b\.yaml/g, 'b.yaml');
    },
  );

test.each([
  ['an unknown key', group({ reaso: 'r' }), 'b.yaml:5:5 unknown key "reaso"; did you mean "reason"?'],
  ['an empty reason', group({ reason: '""' }), 'b.yaml:3:13 reason is empty: say why this is the fault of the server'],
  [
    'an unknown case',
    group({ cases: 'rfc6121/2.3.2/ad' }),
    'b.yaml:6:17 unknown case "rfc6121/2.3.2/ad"; did you mean "rfc6121/2.3.2/add"?',
  ],
  ['a glob without a case', group({ cases: 'rfc6121/2.3.2/ad[*' }), 'b.yaml:6:17 "rfc6121/2.3.2/ad[*" matches no case'],
  ['an unknown requirement', group({ requirement: 'rfc6121-2.3.2-bb' }), 'b.yaml:4:18 unknown requirement'],
  [
    'a requirement that the case does not cite',
    group({ requirement: 'rfc6121-3.1.2-a' }),
    'b.yaml:6:17 rfc6121/2.3.2/add does not cite rfc6121-3.1.2-a; remove it',
  ],
  ['a failure without checks', group({ checks: '[]' }), 'b.yaml:7:17 expected at least one entry, got none'],
  ['a check that is no text', group({ checks: '[1]' }), 'b.yaml:7:18 expected text for "checks", got the number 1'],
  ['a wrong date', group({ expires: 'soon' }), 'b.yaml:5:14 expected a date such as 2027-06-30'],
  ['a wrong link', group({ link: 'here' }), 'b.yaml:5:11 expected a URL'],
  ['a missing key', group().replace(/ +requirement.*\n/, ''), 'b.yaml:3:5 key "requirement" is missing'],
  [
    'a case that two groups list',
    group() + group({ cases: 'rfc6121/2.3.2/add*' }),
    'b.yaml:11:17 rfc6121/2.3.2/add is already listed for rfc6121-2.3.2-b in line 6; list it once',
  ],
  ['text that is not YAML', '  - [', 'b.yaml:3:6 not YAML: '],
])('reports %s with its place', async (_, known, message) => {
  expect(await mistakesIn(known)).toContain(message);
});

test('takes a case that two patterns of one failure match as one', async () => {
  const { entries } = await open(`server: x\nknown:\n${group({ cases: 'rfc6121/2.3.2/add", "rfc6121/2.3.2/add*' })}`);
  expect(entries.filter((entry) => entry.case === 'rfc6121/2.3.2/add')).toHaveLength(1);
});

test('the example in the documentation is a part of the shipped baseline', () => {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [, server = '', example = ''] =
    /```yaml\n(server: .*\n)known:\n(.*?)```/s.exec(read('docs/baselines.md')) ?? [];
  const baseline = read('baselines/prosody.yaml');
  expect([baseline.includes(server), baseline.includes(example), example]).toEqual([
    true,
    true,
    expect.stringContaining('- requirement'),
  ]);
});

test('names an unknown key at the top', async () => {
  await expect(open('server: x\nknow: []\n')).rejects.toThrow(/b\.yaml:2:1 unknown key "know"; did you mean "known"\?/);
});

test('reports all mistakes at once, in the order of the file', async () => {
  const message = await mistakesIn(group({ cases: 'nope', requirement: 'nope' }) + group({ reason: '""' }));
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['b.yaml:4:18', 'b.yaml:6:17', 'b.yaml:8:13']);
});

test('lets entries wait for their reasons before an update; they do not count yet', async () => {
  const baseline = await open(`server: x\nknown:\n${group({ reason: '""' })}`, { isUpdated: true });
  expect(baseline.entries.map(({ reason }) => reason)).toEqual(['']);
  expect(knownEntries(baseline, new Date())).toEqual([]);
});

test('knows the cases of the package although the run did not load them', async () => {
  expect(await mistakesIn(group(), { loaded: [] })).toBe('');
  expect(await mistakesIn(group({ cases: 'rfc6121/nope' }), { loaded: [] })).toContain('unknown case "rfc6121/nope"');
});

test('resolves globs with all cases before an update, so that none is lost', async () => {
  const text = `server: x\nknown:\n${group({ cases: 'rfc6121/2.3.2/add*' })}`;
  const loaded = cases.filter(({ id }) => id === 'rfc6121/2.3.2/add');
  const [now, before] = [await open(text, { loaded }), await open(text, { loaded, isUpdated: true })];
  expect(now.entries).toHaveLength(1);
  expect(before.entries.length).toBe(cases.filter(({ id }) => id.startsWith('rfc6121/2.3.2/add')).length);
});

test('an entry counts until the end of the day on which it expires', async () => {
  const baseline = await open(`server: x\nknown:\n${group({ expires: '2027-01-31' })}`);
  const [lasting] = knownEntries(baseline, new Date('2027-01-31T23:59:59Z'));
  const [over] = knownEntries(baseline, new Date('2027-02-01T00:00:00Z'));
  expect([lasting?.expired, over?.expired]).toEqual([undefined, '2027-01-31']);
});

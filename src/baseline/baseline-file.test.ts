import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory, temporaryFile } from '../cli/cli.test-kit.ts';
import { loadCases } from '../cli/load-cases.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { knownFailures, openBaseline } from './baseline-file.ts';

const requirements = loadRequirements();
const { all: cases } = await loadCases({ selectors: [] });

const shipped = async () => cases;

const entry = (text: Readonly<Record<string, string>> = {}) => {
  const keys = {
    ...{
      case: 'rfc6121/2.3.2/add',
      requirement: 'rfc6121-2.3.2-b',
      clause: 'c',
      checks: '[x]',
      seen: 's',
      reason: 'r',
    },
    ...text,
  };
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}: ${value}\n`);
  return lines.join('').replace('    ', '  - ');
};

const open = (text: string, { isUpdated = false, loaded = cases } = {}) =>
  openBaseline(temporaryFile('b.yaml', text), { cases: loaded, shipped, requirements }, { target: 'x', isUpdated });

const mistakesIn = (known: string, use: Parameters<typeof open>[1] = {}) =>
  open(`server: x\nknown:\n${known}`, use).then(
    () => '',
    (error: UsageError) => error.message.replaceAll(/\S*\/b\.yaml/g, 'b.yaml'),
  );

test.each([
  ['an unknown key', entry({ reaso: 'r' }), 'b.yaml:9:5 unknown key "reaso"; did you mean "reason"?'],
  ['no reason', entry({ reason: '""' }), 'b.yaml:8:13 expected why this is the fault of the server, got nothing'],
  ['an unknown case', entry({ case: 'rfc6121/2.3.2/ad' }), 'b.yaml:3:11 unknown case "rfc6121/2.3.2/ad"; did you mean'],
  ['an unknown requirement', entry({ requirement: 'rfc6121-2.3.2-bb' }), 'b.yaml:4:18 unknown requirement'],
  [
    'a requirement that the case does not cite',
    entry({ requirement: 'rfc6121-3.1.2-a' }),
    'b.yaml:4:18 rfc6121/2.3.2/add does not cite',
  ],
  ['no checks', entry({ checks: '[]' }), 'b.yaml:6:13 "checks": expected the checks that fail, got none'],
  ['checks that are no texts', entry({ checks: '[1]' }), 'b.yaml:6:14 "checks": '],
  ['no date', entry({ expires: 'soon' }), 'b.yaml:9:14 "expires": expected a date'],
  [
    'the same twice',
    entry() + entry(),
    'b.yaml:9:11 an entry for rfc6121-2.3.2-b in this case is there already, in line 3',
  ],
])('%s is a mistake with its place', async (_, known, message) => {
  expect(await mistakesIn(known)).toContain(message);
});

test('the example in the README stands in the baseline that it is from', () => {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [, server = '', example = ''] = /```yaml\n(server: .*\n)known:\n(.*?)```/s.exec(read('README.md')) ?? [];
  const baseline = read('baselines/prosody.yaml');
  expect([baseline.includes(server), baseline.includes(example), example]).toEqual([
    true,
    true,
    expect.stringContaining('- case'),
  ]);
});

test('a key that is missing is named with the entry it is missing in', async () => {
  expect(await mistakesIn(entry().replace(/ +seen.*\n/, ''))).toBe('b.yaml:3:5 key "seen" is missing');
});

test('an unknown key at the top is named', async () => {
  await expect(open('server: x\nknow: []\n')).rejects.toThrow(/b\.yaml:2:1 unknown key "know"; did you mean "known"\?/);
});

test('every mistake is told at once', async () => {
  const message = await mistakesIn(entry({ case: 'nope', requirement: 'nope' }) + entry({ reason: '""' }));
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual(['b.yaml:3:11', 'b.yaml:4:18', 'b.yaml:14:13']);
});

test('a file that waits for reasons can be updated once more; they stay empty, and excuse nothing yet', async () => {
  const baseline = await open(`server: x\nknown:\n${entry({ reason: '""' })}`, { isUpdated: true });
  expect(baseline.known.map(({ reason }) => reason)).toEqual(['']);
  expect(knownFailures(baseline, new Date())).toEqual([]);
});

test('a case of the package that was not loaded is known, and a case of nobody is not', async () => {
  expect(await mistakesIn(entry(), { loaded: [] })).toBe('');
  expect(await mistakesIn(entry({ case: 'rfc6121/nope' }), { loaded: [] })).toContain('unknown case "rfc6121/nope"');
});

test('an entry counts until the end of the day on which it expires, and tells it afterwards', async () => {
  const baseline = await open(`server: x\nknown:\n${entry({ expires: '2027-01-31' })}`);
  const [lasting] = knownFailures(baseline, new Date('2027-01-31T23:59:59Z'));
  const [over] = knownFailures(baseline, new Date('2027-02-01T00:00:00Z'));
  expect([lasting?.expired, over?.expired]).toEqual([undefined, '2027-01-31']);
});

const update = (file: string) =>
  openBaseline(file, { cases, shipped, requirements }, { target: 'staging', isUpdated: true });

test('a file that is yet to be written begins with the name of the target', async () => {
  expect(await update(join(temporaryDirectory(), 'new.yaml'))).toEqual({ server: 'staging', known: [] });
});

test('a file that could not be written after the run is told before it', async () => {
  const directory = temporaryDirectory();
  const missing = update(join(directory, 'nodir', 'x.yaml'));
  await expect(missing).rejects.toThrow(
    /--update-baseline: cannot write ".*x\.yaml": no directory ".*nodir"; make it first/,
  );
  await expect(missing).rejects.toBeInstanceOf(UsageError);
  mkdirSync(join(directory, 'd.yaml'));
  await expect(update(join(directory, 'd.yaml'))).rejects.toThrow(UsageError);
  writeFileSync(join(directory, 'file'), '');
  await expect(update(join(directory, 'file', 'x.yaml'))).rejects.toThrow(UsageError);
});

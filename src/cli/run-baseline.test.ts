import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage.ts';
import { temporaryDirectory } from './cli.test-kit.ts';
import { openRunBaseline } from './run-baseline.ts';

const loaded = {
  requirements: loadRequirements(),
  rulings: new Map(),
  all: [],
  selected: [],
  suites: [],
  hasShipped: true,
  warnings: [],
};
const open = (baseline: string | undefined, more: { updateBaseline?: boolean; reason?: string } = {}) =>
  openRunBaseline(
    { target: 'staging', baseline, updateBaseline: false, reason: undefined, ...more },
    undefined,
    loaded,
  );
const update = (file: string) => open(file, { updateBaseline: true });

test('a new file begins with the name and version of the server', async () => {
  const file = join(temporaryDirectory(), 'new.yaml');
  (await update(file)).update([], 'Prosody 0.12.3');
  expect(readFileSync(file, 'utf8')).toBe('server: Prosody 0.12.3\nknown: []\n');
});

test('a run without --update-baseline writes nothing', async () => {
  const file = join(temporaryDirectory(), 'old.yaml');
  writeFileSync(file, 'known: []\nserver: x\n');
  (await open(file)).update([], 'y');
  expect(readFileSync(file, 'utf8')).toBe('known: []\nserver: x\n');
});

test('names the command that makes a file which does not exist', async () => {
  await expect(open('none.yaml')).rejects.toThrow(
    '--baseline: no file "none.yaml"; to write what fails now into it: xmppspec run -t staging --baseline none.yaml --update-baseline --reason TEXT',
  );
  const configured = { target: 'ci', baseline: undefined, updateBaseline: false, reason: undefined };
  await expect(openRunBaseline({ ...configured, again: ['2.3.2', '-t', 'ci'] }, 'none.yaml', loaded)).rejects.toThrow(
    'config file, "baseline": no file "none.yaml"; to write what fails now into it: xmppspec run 2.3.2 -t ci --update-baseline --reason TEXT',
  );
});

test('an updated file lists what waits for a reason, so that the run ends as asked for', async () => {
  const file = join(temporaryDirectory(), 'known.yaml');
  const text = 'known:\n  - { reason: "", requirement: rfc6121-2.3.2-b, failures: [{ cases: [a], checks: [x] }] }\n';
  writeFileSync(file, `server: x\n${text}`);
  const aCase = { id: 'a', requirements: ['rfc6121-2.3.2-b'] } as unknown as Case;
  const one = { ...loaded, all: [aCase] };
  const args = { target: 'x', baseline: file, updateBaseline: true, reason: undefined };
  const { known, update: write } = await openRunBaseline(args, undefined, one);
  expect([known, write([], 'x')]).toEqual([[], [expect.objectContaining({ case: 'a', checks: ['x'] })]]);
});

test.each([
  [{ updateBaseline: true }, '--update-baseline needs --baseline FILE'],
  [{ reason: 'x' }, '--reason needs --update-baseline'],
])('refuses %o without the option that it needs', async (options, message) => {
  await expect(open(undefined, options)).rejects.toThrow(message);
});

test('refuses an empty reason', async () => {
  await expect(open('x.yaml', { updateBaseline: true, reason: ' ' })).rejects.toThrow('--reason is empty: say why');
});

test('refuses before the run a file that it could not write after it', async () => {
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

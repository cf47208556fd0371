import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from '../wording/usage-error.ts';
import { temporaryDirectory } from './cli.test-kit.ts';
import { openRunBaseline } from './run-baseline.ts';

const loaded = {
  requirements: loadRequirements(),
  rulings: new Map(),
  all: [],
  selected: [],
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

test('a new file begins with the name of the target', async () => {
  const file = join(temporaryDirectory(), 'new.yaml');
  (await update(file)).update([]);
  expect(readFileSync(file, 'utf8')).toBe('server: staging\nknown: []\n');
});

test('a run without --update-baseline writes nothing', async () => {
  const file = join(temporaryDirectory(), 'old.yaml');
  writeFileSync(file, 'known: []\nserver: x\n');
  (await open(file)).update([]);
  expect(readFileSync(file, 'utf8')).toBe('known: []\nserver: x\n');
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

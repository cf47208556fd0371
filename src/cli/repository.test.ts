// What stands around the source: the workflow of CI, the templates for issues, and the decision records.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const within = (folder: string) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);

test('the workflow runs everything on the oldest version of Node and on the two later ones', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml'));
  expect(jobs.test.strategy.matrix.node).toEqual([20, 22, 24]);
  expect(JSON.parse(read('package.json')).engines.node).toBe('>=20.19');
  const scripts: readonly string[] = jobs.test.steps.flatMap(({ run }: { run?: string }) => run ?? []);
  expect(scripts).toEqual(['.ci/run']);
  expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).not.toBe(0);
});

test('every action of others is pinned to a commit', () => {
  const files = [...within('.github/workflows'), ...within('ci'), 'action.yml', 'docs/ci.md'];
  const used = files.flatMap((file) =>
    [...read(file).matchAll(/uses: (?!OWNER\/)(\S+)/g)].map(([, name = '']) => name),
  );
  expect(used.length).toBeGreaterThan(4);
  expect(used.filter((name) => !/@[0-9a-f]{40}$/.test(name) && !name.startsWith('https://'))).toEqual([]);
});

test('every template for issues asks for the version, and names files that exist', () => {
  const templates = within('.github/ISSUE_TEMPLATE').filter((file) => !file.endsWith('config.yml'));
  expect(templates).toHaveLength(3);
  for (const file of templates) {
    const { name, description, body } = parse(read(file));
    expect([name, description, body.length > 2]).toEqual([expect.any(String), expect.any(String), true]);
    const named = read(file).match(/\b[\w./-]+\.md\b/g) ?? [];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  }
});

test('every decision record says what was decided, why, what it costs, and when to think again, on one page', () => {
  const records = within('docs/decisions').filter((file) => !file.endsWith('README.md'));
  expect(records).toHaveLength(10);
  const list = read('docs/decisions/README.md');
  for (const file of records) {
    const text = read(file);
    const parts = ['**Decision.**', '**Reasons.**', '**Cost.**', '**Think again**'].filter(
      (part) => !text.includes(part),
    );
    expect([file, parts, text.split('\n').length < 40]).toEqual([file, [], true]);
    expect(list).toContain(`(${file.replace('docs/decisions/', '')})`);
  }
});

// `npm run docs` builds the whole site. Its generator has packages of its own: without them and outside of CI, the test is skipped.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { pageFiles, pageOf } from '../../docs/site/sources.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SITE = join(ROOT, 'docs', 'site');
const hasPackages = process.env['CI'] === 'true' || existsSync(join(SITE, 'node_modules', 'vitepress'));
if (!hasPackages) console.warn('skipped: the packages of docs/site are missing; npm run docs installs them');

/** Installing, a run, and the build, on a busy machine. */
const TIMEOUT_MS = 600_000;

describe.skipIf(!hasPackages)('npm run docs', { timeout: TIMEOUT_MS }, () => {
  beforeAll(async () => {
    // Whether the pictures are good is for eyes: a dot in place of each shows that the pages find them.
    const command = ['--import', 'tsx', join(ROOT, 'scripts', 'docs.ts'), '--no-pictures'];
    await promisify(execFile)(process.execPath, command, { cwd: ROOT, maxBuffer: 1e8 });
  }, TIMEOUT_MS);

  const html = (page: string) => readFileSync(join(SITE, 'dist', `${page}.html`), 'utf8');

  test('makes a page of every file, with its title', () => {
    const pages = pageFiles(ROOT).map((file) => pageOf(file) ?? '');
    expect(pages.filter((page) => !/<h1[^>]*>.*[\p{L}]/su.test(html(page)))).toEqual([]);
    expect(html('zh/ci')).toContain('lang="zh-CN"');
    expect(html('ci')).toContain('${{ matrix.shard }}');
  });

  test('makes an index for the search in each language', () => {
    const indexes = readdirSync(join(SITE, 'dist'), { recursive: true, encoding: 'utf8' });
    const named = indexes.filter((name) => name.includes('localSearchIndex'));
    expect(named.filter((name) => name.includes('root')).length).toBeGreaterThan(0);
    expect(named.filter((name) => name.includes('zh')).length).toBeGreaterThan(0);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { brokenResult, failedResult, makeResult } from '../../report/report.test-kit.ts';
import { onlyLastFailed, rememberFailed } from './last-failed.ts';

const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'xmppspec-last-failed-test-')) };
afterAll(() => rmSync(env.XDG_STATE_HOME, { recursive: true, force: true }));

const results = [makeResult('a'), failedResult('b'), brokenResult('c'), makeResult('d', { outcome: 'warned' })];
const cases = results.map((result) => result.case);

test('only what failed, warned or has no verdict is played again, of what is selected', () => {
  rememberFailed(results, env, '/project');
  expect(onlyLastFailed(cases, env, '/project').map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect(onlyLastFailed(cases.slice(0, 2), env, '/project').map(({ id }) => id)).toEqual(['b']);
});

test('a directory without a run, and a last run in which nothing failed, are usage errors', () => {
  expect(() => onlyLastFailed(cases, env, '/other')).toThrow('no run from this directory');
  rememberFailed([makeResult('a')], env, '/project');
  expect(() => onlyLastFailed(cases, env, '/project')).toThrow('none of the selected cases');
});

test('a state directory that cannot be written fails no run', () => {
  expect(() => rememberFailed(results, { XDG_STATE_HOME: '/dev/null' }, '/project')).not.toThrow();
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFile, xmppspec } from './cli.test-kit.ts';

test('writes annotations beside the console text, and appends to the summary of the step', async () => {
  const summary = temporaryFile('summary.md', 'Built.\n\n');
  const env = { GITHUB_STEP_SUMMARY: summary };
  const { code, stdout } = await xmppspec(['run', '2.3.2', '--lang', 'en', '-r', 'console', '-r', 'github'], env);
  expect([code, stdout]).toEqual([0, expect.stringContaining('observable requirements checked')]);
  expect(readFileSync(summary, 'utf8')).toMatch(/^Built\.\n\n## xmppspec: .*\n/);
});

test('refuses annotations beside a report that programs parse', async () => {
  const { code, stderr } = await xmppspec(['run', '2.3.2', '-r', 'json', '-r', 'github']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('two reporters write to standard output')]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import type { ReportData } from '../results/report-schema.ts';
import { writtenReport } from '../results/written-report.test-kit.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';
import { comparable } from './comparable-report.test-kit.ts';

const SELECTION = ['2.3.2', '2.6.3', 'A.2.1'];

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as ReportData;

/** Runs the selection on the reference server. */
async function run(...args: string[]): Promise<ReportData> {
  const file = join(temporaryDirectory(), 'report.json');
  const { code, stderr } = await xmppspec(['run', ...SELECTION, '-t', 'reference', ...args, '-r', `json=${file}`]);
  expect([code, stderr]).toEqual([0, '']);
  return read(file);
}

describe('shards', () => {
  // Four runs at once, on a machine that may be busy.
  test('merge into the report of the run that was not sharded', async () => {
    const [whole, ...shards] = await Promise.all([
      run(),
      run('--shard', '1/3'),
      run('--shard', '2/3'),
      run('--shard', '3/3'),
    ]);
    const files = shards.map((shard) => temporaryFile('shard.json', JSON.stringify(shard)));
    const output = join(temporaryDirectory(), 'merged.json');
    const { code, stderr } = await xmppspec(['merge', ...files.reverse(), '-o', output]);
    expect([code, stderr]).toEqual([0, '']);
    expect(comparable(read(output))).toEqual(comparable(whole));
  });

  test('are refused when there are fewer cases than shards', async () => {
    const { code, stderr } = await xmppspec(['run', 'rfc6121/2.3.2/add', '--shard', '2/2']);
    expect([code, stderr]).toEqual([2, '--shard: expected at least 2 cases to share, got 1\n']);
  });
});

describe('reports', () => {
  const report = writtenReport([makeResult('rfc6121/2.3/p', { observed: ['stored'] }), failedResult()]);
  const worse = (data: ReportData): ReportData => ({
    ...data,
    results: data.results.map((result, at) => (at === 0 ? { ...result, outcome: 'failed' } : result)),
  });
  const file = (data: ReportData) => temporaryFile('report.json', JSON.stringify(data));

  test('diff ends with 0 if nothing got worse', async () => {
    const { code, stdout } = await xmppspec(['diff', file(worse(report)), file(report), '--lang', 'en']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 requirements and 1 case got better')]);
  });

  test('diff ends with 1 if a case got worse, and prints it as JSON', async () => {
    const { code, stdout } = await xmppspec(['diff', file(report), file(worse(report)), '--json']);
    const id = report.results[0]?.id;
    expect([code, JSON.parse(stdout).cases]).toMatchObject([1, [{ id, change: 'worse' }]]);
  });

  test('matrix prints the text and writes the page', async () => {
    const page = join(temporaryDirectory(), 'pages', 'matrix.html');
    const other = file({ ...worse(report), target: { ...report.target, name: 'other' } });
    const { code, stdout } = await xmppspec(['matrix', file(report), other, '--html', page, '--lang', 'en']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('requirements met by all')]);
    expect(readFileSync(page, 'utf8')).toContain('<th scope="col">other</th>');
  });

  test.each(['diff', 'matrix', 'merge'])('%s refuses a file that is no report', async (command) => {
    const bad = temporaryFile('bad.json', '{"schema":2}');
    const ran = await xmppspec([command, bad, file(report)]);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('bad.json: expected a report of --reporter json=FILE');
  });

  test('bug lists the findings of a report, writes one as an issue, and suggests a key for a misspelt one', async () => {
    const written = file(report);
    const list = await xmppspec(['bug', written, '--lang', 'en']);
    expect([list.code, list.stdout]).toEqual([
      0,
      expect.stringMatching(/^1\. failed {2}MUST .* 2\.3\.3-c\/differs-iq\.type\n {4}juliet/),
    ]);
    const issue = await xmppspec(['bug', written, '2.3.3-c/differs-iq.type', '--lang', 'zh']);
    expect([issue.code, issue.stdout]).toEqual([
      0,
      expect.stringMatching(/^\[RFC 6121 2\.3\.3，增加一个名册条目\] 未满足 .*\n\n\*\*失败\*\*：/),
    ]);
    const wrong = await xmppspec(['bug', written, '2.3.3-c/difers-iq.type']);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('did you mean "2.3.3-c/differs-iq.type"?');
  });

  test('merge refuses a case that two files contain', async () => {
    const { code, stderr } = await xmppspec(['merge', file(report), file(report)]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected each case once')]);
  });

  test('a merged report can be compared again', async () => {
    const output = join(temporaryDirectory(), 'merged.json');
    await xmppspec(['merge', file(report), '-o', output]);
    expect((await xmppspec(['diff', file(report), output])).code).toBe(0);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { lazily } from '../prepared/store.ts';
import { markupOf } from '../report/html/packs.test-kit.ts';
import { failedResult, makeResult } from '../report/report.test-kit.ts';
import type { ReportData } from '../results/report-schema.ts';
import { writtenReport } from '../results/written-report.test-kit.ts';
import { temporaryDirectory, temporaryFile, xmppspec } from './cli.test-kit.ts';

const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill('SIGKILL');
});

const program = fileURLToPath(new URL('../../bin/xmppspec.js', import.meta.url));

/** What is printed where all reports go to files. */
const TOTAL = /^(\d+ cases?: [^\n]+|\d+ 个用例：[^\n]+)\n$/;

/** Serves on a free port until the end of the file. Resolves with the address once the server prints it. */
async function serve(...args: string[]): Promise<string> {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  servers.push(server);
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return /xmpp:\S+?:\d+/.exec(line)?.[0] ?? '';
}

const report = writtenReport([failedResult(), makeResult('rfc6121/2.3/p')]);
const file = (data: ReportData) => temporaryFile('report.json', JSON.stringify(data));

/** What standard error says of a run whose only failure is known. */
const KNOWN = 'exit 0: the baseline lists the only case that did not pass\n';

describe('reports of a server that fails', () => {
  /** Half of the cases fail on it and no wait expires, so a busy machine changes no verdict. */
  const MUTANT = 'rfc6121-2.3.2-a/not-kept';
  const REPORTS = ['html', 'junit', 'markdown', 'github', 'features', 'json'] as const;

  /** Runs or merges. Resolves with the text of each reporter. */
  async function reported(args: readonly string[]): Promise<Readonly<Record<(typeof REPORTS)[number], string>>> {
    const directory = temporaryDirectory();
    const wanted = REPORTS.flatMap((name) => ['-r', `${name}=${join(directory, name)}`]);
    const { code, stderr } = await xmppspec([...args, ...wanted, '--lang', 'en']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^(\d+ accounts .*\n)?exit 1: \d+ cases? failed.*\n$/)]);
    const texts = REPORTS.map((name) => [name, readFileSync(join(directory, name), 'utf8')]);
    return Object.fromEntries(texts) as Record<(typeof REPORTS)[number], string>;
  }

  /** Runs some sections against the server at this address. */
  const failing = (address: string, ...args: string[]) => {
    const target = ['-t', address, '-d', 'xmppspec.localhost', '--plaintext'];
    return reported(['run', '2.3.2', '2.3.3', '2.4', '2.5.2', ...target, ...args]);
  };

  const server = lazily(() => serve('--mutant', MUTANT));

  /** The run that is not sharded. Both tests compare with it. */
  const wholeRun = lazily(async () => failing(await server()));

  /** Removes what differs between any two runs: ids, addresses, versions of rosters, times and the order that depends on them. */
  const steady = (text: string) =>
    text
      .replace(/\b(reader-\d+|[\w-]+)\.[0-9a-f]{8}\b/g, '$1')
      .replace(/xs-[0-9a-f]{8}-\d+/g, 'xs')
      .replace(/\bid=(\\?)"[0-9a-f]{8}-\d+\1"/g, 'id')
      .replace(/\bver="[^"]*"/g, 'ver')
      .replace(/ time="[^"]*"| in [\d.]+ s$|\d{4}-[\d-]+T[\d:.]+Z/gm, '');
  const failures = (junit: string) =>
    [...junit.matchAll(/<testcase name="([^"]*)"[\s\S]*?<\/testcase>/g)].map(([testCase, id]) => {
      const checks = testCase.replace(/^ {2}transcript\n[\s\S]*?^ {2}rerun/m, '  rerun');
      return [id, steady(checks)];
    });
  const outcomes = (html: string) =>
    [...markupOf(html).matchAll(/class="(?:outcome|case)" id="([^"]*)"/g)].map(([, id]) => id);

  // Three runs at once on a machine that may be busy.
  test('merged shards report the same of each case as the whole run', async () => {
    const address = await server();
    const [whole, ...shards] = await Promise.all([
      wholeRun(),
      failing(address, '--shard', '1/2'),
      failing(address, '--shard', '2/2'),
    ]);
    const files = shards.map(({ json }) => temporaryFile('shard.json', json));
    const merged = await reported(['merge', ...files]);
    expect(failures(whole.junit).length).toBeGreaterThan(20);
    expect(failures(whole.junit).filter(([, text]) => text?.includes('<failure')).length).toBeGreaterThan(3);
    expect(failures(merged.junit)).toEqual(failures(whole.junit));
    expect(outcomes(merged.html)).toEqual(outcomes(whole.html));
    expect(steady(merged.features)).toBe(steady(whole.features));
    expect(steady(merged.markdown)).toBe(steady(whole.markdown));
    expect(markupOf(merged.html)).toContain('This page holds no stanzas of passed cases');
  });

  test('every reporter writes the same from a report that is read back, except diagrams of passed cases', async () => {
    const whole = await wholeRun();
    const { html, ...merged } = await reported(['merge', temporaryFile('report.json', whole.json)]);
    const { html: page, ...others } = whole;
    const inMs = (junit: string) => junit.replace(/(<testsuite .*?) time="[^"]*"/g, '$1');
    expect({ ...merged, junit: inMs(merged.junit) }).toEqual({ ...others, junit: inMs(others.junit) });
    const visible = (text: string) => text.replace(/<script .*$/gm, '');
    expect(visible(html)).toBe(visible(page));
    // The details that the script of the page unpacks: what failed, and the diagrams that show it.
    const details = (text: string) =>
      markupOf(text)
        .match(
          /<section class="failure[\s\S]*?<\/section>|<svg[\s\S]*?<\/svg>|<div class="scroll" data-lines[\s\S]*?<\/div>/g,
        )
        ?.filter((part) => part.includes('✗'));
    expect(details(html)?.length).toBeGreaterThan(20);
    expect(details(html)).toEqual(details(page));
  });
});

describe('the output', () => {
  test('is no JSON on standard output when a reporter is given', async () => {
    const { code, stdout, stderr } = await xmppspec(['merge', file(report), '-r', 'console']);
    expect([code, stderr]).toEqual([1, 'exit 1: 1 case failed\n']);
    expect(stdout).toMatch(/^xmppspec 0\.1\.0 .*Prosody 0\.12\.3[\s\S]*2 cases: 1 passed, 1 failed/);
  });

  test('is JSON with -o, beside the reporters, which may precede the files', async () => {
    const output = join(temporaryDirectory(), 'merged.json');
    const page = join(temporaryDirectory(), 'pages', 'report.html');
    const args = ['merge', '-r', `html=${page}`, file(report), '-o', output, '--lang', 'zh'];
    expect(await xmppspec(args)).toEqual({
      code: 1,
      stdout: expect.stringMatching(TOTAL),
      stderr: '退出码 1：1 个用例失败\n',
    });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(report);
    expect(readFileSync(page, 'utf8')).toContain('<html lang="zh-Hans">');
  });

  test.each([
    ['an unknown reporter', ['-r', 'htm=x'], 'unknown reporter "htm"'],
    ['two reporters on one output', ['-r', 'console', '-r', 'markdown'], 'two reporters write to standard output'],
    ['one file for all', ['-r', 'html=x.json', '-o', 'x.json'], '-o and a reporter write to x.json'],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await xmppspec(['merge', file(report), ...args]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
    expect(existsSync('x.json')).toBe(false);
  });
});

describe('the exit code', () => {
  const passed = makeResult('rfc6121/2.3/p');
  const broken = makeResult('rfc6121/2.3/b', {
    outcome: 'broken',
    reason: { kind: 'roster-get-refused', session: 'juliet/balcony' },
  });
  const lack = { kind: 'feature-missing', feature: 'roster-push', level: 'MUST' } as const;
  const skipped = makeResult('rfc6121/2.3/s', { outcome: 'skipped', reason: lack });
  const shown = makeResult('rfc6121/2.3/s', { outcome: 'skipped', reason: { ...lack, shown: 'failed' } });
  const known = { ...failedResult(), knownFailure: 'a reason' };
  const { id, title, section, topology, place, requirements } = passed.case;
  const unrun = { id: `${id}/unrun`, title, section, topology, place, requirements: [...requirements] };

  test.each<readonly [what: string, code: number, report: ReportData, note: string]>([
    ['all passed', 0, writtenReport([passed]), ''],
    ['a known failure', 0, writtenReport([passed, known]), KNOWN],
    ['a failure', 1, report, 'exit 1: 1 case failed\n'],
    [
      'a broken case',
      3,
      writtenReport([passed, broken]),
      'exit 3: 1 case is inconclusive, which is no verdict on the server; the report says why\n',
    ],
    [
      'every case is skipped, because a mandatory feature seems to be missing',
      3,
      writtenReport([skipped]),
      'exit 3: cases were skipped: as it seems, the server does not offer roster-push, which is mandatory, but no case has shown that\n',
    ],
    [
      'a case is skipped, because a mandatory feature is missing',
      1,
      writtenReport([passed, shown]),
      'exit 1: cases were skipped: the server does not offer roster-push, which is mandatory\n',
    ],
    ['a case did not run', 3, writtenReport([passed], { notRun: [unrun] }), 'exit 3: 1 case did not run\n'],
  ])('is that of a run: %s', async (_, code, data, note) => {
    const ran = await xmppspec(['merge', file(data), '-r', `json=${join(temporaryDirectory(), 'merged.json')}`]);
    expect(ran).toEqual({ code, stdout: expect.stringMatching(TOTAL), stderr: note });
  });
});

/** The report with other keys in its first result. */
const damaged = (changes: Partial<ReportData['results'][number]>): ReportData => ({
  ...report,
  results: report.results.map((result, at) => (at === 0 ? { ...result, ...changes } : result)),
});
const received = (stanza: string) => [
  { atMs: 1, session: 'juliet/balcony', direction: 'received' as const, kind: 'step' as const, stanza },
];

describe('a report from elsewhere', () => {
  test('with a stanza that is no XML is a usage error with the name of the file, and nothing is written', async () => {
    const page = join(temporaryDirectory(), 'report.html');
    const bad = file(damaged({ transcript: received('<message>\u001b[2J') }));
    const { code, stderr } = await xmppspec(['merge', bad, '-r', `html=${page}`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${bad}: expected a report`)]);
    expect(stderr).toContain('results.0.transcript.0.stanza (rfc6121/2.3/set-refused[two-items]): expected an element');
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(existsSync(page)).toBe(false);
  });

  const EVIL = '\u001b]0;x\u0007\r\n::error::x\n##[error]x</script><script>alert(1)</script>]]>\u202e\n```\n';
  const inXml = EVIL.replaceAll('<', '&lt;').replace(']]>', ']]&gt;').replaceAll('\u001b', '').replaceAll('\u0007', '');
  const evil = damaged({
    title: EVIL,
    reason: EVIL,
    cause: { kind: 'no-accounts', cause: { kind: 'other', message: EVIL } },
    observed: [EVIL],
    knownFailure: EVIL,
    jids: { juliet: EVIL, 'juliet/balcony': EVIL, constructor: EVIL },
    transcript: [
      ...received(`<message to="a"><body>${inXml}</body></message>`),
      {
        ...{ atMs: 2, session: 'juliet/balcony', direction: 'note', kind: 'step' },
        note: { kind: 'ended', cause: { kind: 'other', message: EVIL } },
      },
    ],
  });
  const target = { name: EVIL, software: EVIL, version: EVIL, domain: EVIL, features: [EVIL] };

  test.each(['console', 'github', 'html', 'junit', 'junit-strict', 'markdown', 'features', 'json'])(
    'does no harm in %s',
    async (name) => {
      const output = join(temporaryDirectory(), 'report');
      const args = ['merge', file({ ...evil, target, rerun: [EVIL] }), '-r', `${name}=${output}`];
      expect(await xmppspec(args)).toEqual({ code: 0, stdout: expect.stringMatching(TOTAL), stderr: KNOWN });
      const text = readFileSync(output, 'utf8');
      expect(/.{0,60}(?!\n)[\p{Cc}\p{Cf}].{0,60}/u.exec(text)).toBeNull();
      // No log is a page, where a reason has lines of its own.
      if (name !== 'html') expect(text).not.toMatch(/^::error::x/m);
      // Programs read the JSON, where it is part of a string.
      if (name !== 'json') expect(text).not.toContain('##[error]');
      if (['html', 'markdown', 'features'].includes(name)) expect(text).not.toContain('<script>alert');
    },
  );
});

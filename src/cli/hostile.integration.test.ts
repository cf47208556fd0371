import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'ltx';
import { expect, test } from 'vitest';
import { startReference } from '../reference/server.ts';
import { unpacked } from '../report/html/packs.test-kit.ts';
import { mistakesIn } from '../report/junit/junit-rules.test-kit.ts';
import { reporterNames } from '../report/reporters.ts';
import { MAX_XML } from '../results/report-xml.ts';
import { parseXml } from '../stanza/xml.ts';
import { temporaryDirectory, xmppspec } from './cli.test-kit.ts';
import { hostile } from './hostile-server.test-kit.ts';

/** Some twice of what the longest text has here, and less than two bodies of 1 MiB. */
const MAX_CHARACTERS = 1_500_000;

/** The JSON keeps up to 100,000 characters of each stanza (`MAX_XML`): some 3,900,000 in all here, where bodies of 1 MiB arrive. */
const MAX_JSON_CHARACTERS = 6_000_000;

/** Rosters, requests, presence, errors and messages: some cases of each fail. */
const SELECTORS = ['2.1.4', '2.3.2', '3.1.2', '4.2.2', '5.2.2'];

/** Cases about quantities have ten times as many stanzas as others, each of which the trace shows up to its bound. */
const MANY = 'rfc6121/*/many-*';

/** Runs on the hostile server with every reporter. Resolves with the report of each, and the unpacked parts of the HTML. */
async function reportsOfHostileServer(): Promise<Readonly<Record<string, string>>> {
  const directory = temporaryDirectory();
  const files = [...reporterNames, 'summary'].map((name) => [name, join(directory, name)] as const);
  const reporters = files.slice(0, -1).flatMap(([name, file]) => ['-r', `${name}=${file}`]);
  const server = await startReference({ fault: { hooks: hostile } });
  const where = ['-t', `xmpp://${server.host}:${server.port}`, '-d', server.domain, '--plaintext'];
  const env = { GITHUB_STEP_SUMMARY: join(directory, 'summary') };
  const args = [
    'run',
    ...SELECTORS,
    '--exclude',
    MANY,
    ...where,
    ...reporters,
    '--trace',
    '--lang',
    'en',
    '-j',
    '4',
    '--timeout',
    '20000',
  ];
  const { code, stderr } = await xmppspec(args, env).finally(() => server.stop());
  expect(code, stderr).toBe(1);
  expect(stderr).not.toContain('reporter');
  const reports = Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file, 'utf8')]));
  return {
    ...reports,
    packed: unpacked(reports['html'] ?? '')
      .flat()
      .join('\n'),
  };
}

/** What is wrong with a report. */
function faultsOf(name: string, report: string): readonly string[] {
  const [mostCharacters, mostOfBody] = name === 'json' ? [MAX_JSON_CHARACTERS, MAX_XML] : [MAX_CHARACTERS, 2999];
  const steering = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(report)?.[0].codePointAt(0)?.toString(16);
  return [
    ...(steering === undefined ? [] : [`holds the character ${steering}`]),
    ...(report.length > mostCharacters ? [`has ${report.length} characters`] : []),
    ...((report.match(/A+/g) ?? []).some(({ length }) => length > mostOfBody) ? ['holds a whole body'] : []),
  ];
}

/** Where text outside of code blocks would be read as HTML. */
const runsIn = (page: string): RegExpMatchArray | null =>
  page.match(/(?<!\\)<(script>alert|script src=|script xmlns=|img src=)/);
const withoutCode = (markdown: string): string => markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]+`/g, '');

test('a hostile server cannot inject into a report nor inflate it', async () => {
  const reports = await reportsOfHostileServer();
  const { json = '', github = '', console: text = '' } = reports;
  for (const [name, report] of Object.entries(reports)) expect.soft(faultsOf(name, report), name).toEqual([]);

  for (const name of ['console', 'json', 'junit', 'junit-strict', 'markdown', 'packed'])
    expect.soft(reports[name], name).toContain('alert(1)');
  for (const name of ['console', 'junit', 'junit-strict'])
    expect.soft(reports[name], name).toMatch(/\(cut, \d+ characters/);
  expect(json).toMatch(/"truncated": true,\s+"length": \d{7}/);
  const { results } = JSON.parse(json) as { results: readonly unknown[] };
  expect(text).toContain('\\u{0}\\u{1b}[31m');

  for (const variant of ['junit', 'junit-strict'] as const) {
    const document = reports[variant] ?? '';
    expect(mistakesIn(parseXml(document.replace(/^<\?xml[^>]*>/, ''), ''), variant)).toEqual([]);
    const cases = parse(document)
      .getChildren('testsuite')
      .flatMap((suite) => suite.getChildren('testcase'));
    expect(cases).toHaveLength(results.length);
  }

  for (const name of ['features', 'markdown', 'summary'])
    expect.soft(runsIn(withoutCode(reports[name] ?? '')), name).toBeNull();
  for (const name of ['html', 'packed']) expect.soft(runsIn(reports[name] ?? ''), name).toBeNull();
  for (const line of github.trimEnd().split('\n')) expect(line).toMatch(/^::(error|warning|notice) /);
  expect(text).not.toMatch(/^\s*::|##\[/m);
});

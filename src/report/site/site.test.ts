import { describe, expect, test } from 'vitest';
import { historyOf } from '../../results/history.ts';
import type { Report } from '../../results/report-schema.ts';
import { siteOf } from '../../results/site.ts';
import { reportOn } from '../../results/written-report.test-kit.ts';
import { parseXml } from '../../stanza/xml.ts';
import { RUNS } from '../federation/federation.test-kit.ts';
import { failedResult, makeCase, makeResult, requirements } from '../report.test-kit.ts';
import { siteHtml } from './index-page.ts';
import { badgeSvg, shareClass } from './scoreboard.ts';

const RULE = 'rfc6121-2.3.3-c';
const met = [{ id: RULE, level: 'MUST' as const, verdict: 'passed' as const }];
const ID = 'rfc6121/2.3/set-refused[two-items]';
const HOSTILE = '</td><script>alert(1)</script>\u001b[31m\u202e';
const pairCases = RUNS.flatMap(({ report }) => report?.results.map(({ id }) => id) ?? []);
const suite = { version: '0.1.0', single: new Set([ID]), pair: new Set(pairCases) };

const good = reportOn([makeResult(ID, { requirements: met })]);
const bad = reportOn([failedResult(ID)], { startedAt: '2024-12-01T00:00:00.000Z' });

const server = (label: string, ...all: readonly Report[]) => {
  const [latest = good] = all;
  return { label, latest: { file: `${label}.json`, report: latest }, all };
};

function page(lang: 'en' | 'zh' = 'en', servers = [server('a', good, bad), server('b', bad)]): string {
  const site = siteOf({ servers, grid: ['a', 'b', 'c'], runs: RUNS }, suite, requirements);
  const links = { page: { en: 'en.html', zh: 'zh.html' } };
  const files = servers.map(({ label }) => encodeURIComponent(label));
  return siteHtml(site, {
    ...{ lang, requirements, links, version: '0.1.0' },
    pages: files.map((file) => `${file}.html`),
    badges: files.map((file) => `badges/${file}.svg`),
  });
}

test('a cell says how many requirements are met, and leads to the first that is not', () => {
  const anchor = `href="b.html#req-${RULE}"`;
  expect(page()).toMatch(new RegExp(`<td class="s-0"><a ${anchor}><b><span aria-hidden="true">0/1</span>`));
  expect(page()).toContain('<span class="sr">0 of 1 met</span>');
  expect(page()).toContain('<td class="s-100"><a href="a.html#requirements">');
});

test('every mark of a requirement leads to the rule in the report of the server', () => {
  for (const file of ['a', 'b'])
    expect(page()).toMatch(new RegExp(`<td><a href="${file}.html#req-${RULE}"><span class="badge`));
});

test('a cell of a table leads to the worst case, and to itself on the page of the server where no case is wrong', () => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const inCell = (id: string, outcome: 'passed' | 'failed') =>
    makeResult(id, { case: makeCase(id, { cell }), outcome, observed: ['E'] });
  const passed = [inCell('rfc6121/8.5/m[a]', 'passed'), makeResult('rfc6121/2.2/choice', { observed: ['quiet'] })];
  const failed = [inCell('rfc6121/8.5/m[a]', 'passed'), inCell('rfc6121/8.5/m[b]', 'failed')];
  const shown = page('en', [server('a', reportOn(passed)), server('b', reportOn(failed))]);
  expect(shown).toContain('<td class="o-passed"><a href="a.html#cell-delivery-table/no-account/bare/chat">');
  expect(shown).toContain('<td class="o-failed"><a href="b.html#case-rfc6121/8.5/m:b">');
  expect(shown).toContain('<td><a href="a.html#choice-rfc6121/2.2/choice">quiet</a></td>');
});

test('rows of a table in which servers differ come first', () => {
  const cells = (letters: Readonly<Record<string, string>>) =>
    Object.entries(letters).map(([column, letter]) => {
      const id = `rfc6121/8.5/m[${column}]`;
      const cell = { table: 'delivery-table', row: 'no-account/bare', column };
      return makeResult(id, { case: makeCase(id, { cell }), observed: [letter] });
    });
  const servers = [
    server('a', reportOn(cells({ chat: 'E', normal: 'E' }))),
    server('b', reportOn(cells({ chat: 'S', normal: 'E' }))),
  ];
  const table = /id="tables"[\s\S]*?<\/table>/.exec(page('en', servers))?.[0] ?? '';
  const rows = [...table.matchAll(/<tr class="(other|same)">[\s\S]*?<td class="wide">(\w+)/g)];
  expect(rows.map(([, kind, type]) => [kind, type])).toEqual([
    ['other', 'chat'],
    ['same', 'normal'],
  ]);
});

test('a score without a requirement that is not met leads to the feature, the chapter or the list', () => {
  const shown = page();
  for (const anchor of ['requirements', 'feature-roster-set', 'chapter-2'])
    expect(shown).toContain(`href="a.html#${anchor}"`);
});

test('a server with several reports has a line, a table and what changed', () => {
  const shown = page();
  expect(shown).toContain('aria-label="2 reports: 0.0 % passed at first, 100.0 % now"');
  expect(shown).toContain('not met → met');
  expect(page('en', [server('a', good), server('b', bad)])).not.toContain('id="history"');
});

test('the grid of servers leads to its own page', () => {
  expect(page()).toContain('href="federation.html#pair-1-2"');
});

test('a report of a part of the suite is noted at the top and at its server', () => {
  const part = reportOn([makeResult('rfc6121/2.3/other')]);
  const shown = page('en', [server('a', part)]);
  expect(shown).toContain('a: has 0 of the 1 cases of the suite; has 1 case that the suite lacks');
  expect(shown).toContain('href="#notes"');
  expect(page()).not.toContain('see notes');
});

test.each(['en', 'zh'] as const)('the page (%s) fetches nothing, runs nothing, and its anchors exist', (lang) => {
  const shown = page(lang);
  expect(shown).not.toMatch(/<script|<link|<img|src=|undefined|\[object/);
  expect(shown.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  for (const [, anchor] of shown.matchAll(/href="#([^"]+)"/g)) expect(shown).toContain(`id="${anchor}"`);
});

test.each(['en', 'zh'] as const)('names from reports (%s) neither mark up nor control', (lang) => {
  const { target } = good;
  const named = { ...good, target: { ...target, software: HOSTILE, version: HOSTILE } };
  expect(page(lang, [server(HOSTILE, named)])).not.toMatch(/<script|(?!\n)[\p{Cc}\p{Cf}]/u);
});

describe('a badge', () => {
  const badge = { label: 'prosody', passed: 9, ran: 10, notes: [] };

  test('is SVG with its text for screen readers', () => {
    const svg = parseXml(badgeSvg(badge).text.trim());
    expect(svg.attrs).toMatchObject({ role: 'img', 'aria-label': expect.stringContaining('prosody') });
    expect(badgeSvg(badge).text).toContain('>9 of 10 passed</text>');
  });

  test('of a part of the suite says so, and has no colour of praise', () => {
    const text = badgeSvg({ ...badge, passed: 10, notes: [{ kind: 'partial', cases: 10, all: 99 }] }).text;
    expect(text).toContain('10 of 10 passed, partial run');
    expect(text).toContain('fill="#50575f"');
  });

  test('escapes the name of its server', () => {
    expect(badgeSvg({ ...badge, label: HOSTILE }).text).not.toMatch(/<script|(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});

test.each([
  [10, 10, 's-100'],
  [999, 1000, 's-90'],
  [9, 10, 's-90'],
  [89, 100, 's-70'],
  [4, 10, 's-40'],
  [0, 10, 's-0'],
  [0, 0, 's-none'],
])('%d of %d has the colour %s', (part, all, expected) => {
  expect(shareClass(part, all)).toBe(expected);
});

test('a history of one report has no change', () => {
  expect(historyOf([good])[0]?.changes).toBeUndefined();
});

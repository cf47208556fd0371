import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import type { Reason } from '../../model/reason.ts';
import type { CaseResult, Outcome } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import {
  becauseOf,
  brokenResult,
  distinctFailures,
  entry,
  failedResult,
  info,
  makeCase,
  makeResult,
  noteOf,
  type RunDetails,
  written,
} from '../report.test-kit.ts';
import { createHtmlReporter } from './html.ts';
import { dataOf, idsIn, markupOf, otherView, partsOf, staticMarkupOf, unpacked } from './packs.test-kit.ts';

const page = (results: readonly CaseResult[], details: RunDetails = {}) =>
  written(createHtmlReporter, results, details);
const zh = { setup: { lang: 'zh' } } as const satisfies RunDetails;

const passed = makeResult('rfc6121/2.3/set-accepted[one item]', {
  observed: ['stored'],
  requirements: [{ id: 'rfc6121-2.3.2-b', level: 'MUST', verdict: 'passed' }],
  jids: { 'juliet/balcony': 'j@localhost/balcony' },
  transcript: [
    entry({ direction: 'sent', stanza: parseXml('<presence/>') }),
    entry({ stanza: parseXml('<presence/>') }),
  ],
});
const excused = { ...failedResult('rfc6121/2.3/known'), knownFailure: 'filed as 17' };
const some = [failedResult(), passed, excused, brokenResult('rfc6121/8.5/x'), inCell('passed', 'E'), inState('failed')];

function inCell(outcome: Outcome, ...observed: string[]): CaseResult {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const id = `rfc6121/8.5/delivery[${outcome}]`;
  return makeResult(id, { case: makeCase(id, { cell }), outcome, observed });
}

function inState(outcome: Outcome): CaseResult {
  const cell = { table: 'appendix-a/out-subscribe', row: 'None + Pending Out', column: 'new state' };
  const id = 'rfc6121/A.2.1/state[none,remote]';
  return makeResult(id, { case: makeCase(id, { cell, topology: 'remote' }), outcome });
}

const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(1)>\u001b[31m\u202e</script><!--`;

/** A case in which everything is hostile that a server can choose, and much that an author can. */
function hostileResult(): CaseResult {
  const stanza = parseXml(`<message from="a@b/&lt;x&gt;"><body>&lt;/script>&lt;script>alert(1)\u202e</body></message>`);
  const [check] = failedResult().checks;
  return makeResult('rfc6121/2.3/hostile', {
    case: makeCase(`rfc6121/2.3/hostile[${EVIL}]`, { title: EVIL }),
    outcome: 'failed',
    observed: [EVIL],
    reason: becauseOf(EVIL),
    knownFailure: EVIL,
    jids: { 'juliet/balcony': EVIL },
    checks: [{ ...check!, failure: { kind: 'unexpected', closest: stanza, allowed: [] } }],
    transcript: [entry({ stanza }), entry({ direction: 'note', note: noteOf(EVIL) })],
  });
}

const evilInfo = { ...info, target: { ...info.target, software: EVIL, version: EVIL, domain: EVIL } };

/** Start tags by name, of the page without its scripts and its style, and of what is packed in it. */
function tagsOf(text: string): readonly string[] {
  return [...markupOf(text).matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name = '']) => name);
}

test('text from a server makes no element, no script and no control character', () => {
  const text = page([hostileResult(), { ...hostileResult(), ...passedAs('evil') }], { info: evilInfo });
  expect(text.match(/<script/g)).toHaveLength(2);
  expect(text.match(/<\/script/g)).toHaveLength(2);
  expect(tagsOf(text)).not.toContain('img');
  expect(tagsOf(text)).not.toContain('script');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  const [body = ''] = unpacked(text).flat();
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  for (const unsafe of ['\u001b', '\u202e', '<!--'])
    expect([text, body].filter((part) => part.includes(unsafe))).toEqual([]);
});

function passedAs(name: string) {
  return { case: makeCase(`rfc6121/2.3/${name}`), outcome: 'passed', checks: [], knownFailure: '' } as const;
}

test('the policy allows only the script of the page, and no request', () => {
  const text = page(some);
  const script = /<script>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'");
  expect(policy).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`);
  expect(() => new Script(script)).not.toThrow();
});

test('the page loads nothing, and links only to the texts of the RFCs', () => {
  const text = markupOf(page(some));
  expect(text).not.toMatch(/<(link|img|iframe|base|object|embed)\b|\ssrc=/);
  const links = [...text.matchAll(/href="(?!#|\?lang=)([^"]*)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !link?.startsWith('https://www.rfc-editor.org/rfc/'))).toEqual([]);
});

test('every link has its anchor, and every anchor is unique', () => {
  const text = markupOf(page(some));
  const ids = idsIn(text);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...text.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
  expect(targets.filter((target = '') => !ids.includes(target))).toEqual([]);
  expect(ids).toContain('case-rfc6121/2.3/set-refused:two-items');
});

test('without scripts, what an address names that comes from an id is there, once', () => {
  const ids = idsIn(staticMarkupOf(page(some)));
  expect(new Set(ids).size).toBe(ids.length);
  const listed = idsIn(partsOf(page(some)).join('\n')).filter((id) => /^(req|row|choice)-/.test(id));
  expect(listed).toContain('choice-rfc6121/2.3/set-accepted');
  const places = ['cell-delivery-table/no-account/bare/chat', 'feature-roster-set', 'feature-none', 'chapter-2'];
  const cell = 'cell-appendix-a/out-subscribe/None~20~+~20~Pending~20~Out/remote';
  expect([...listed, ...places, cell].filter((id) => !ids.includes(id))).toEqual([]);
});

test('without scripts, the address of a rule that is not met leads to its first finding', () => {
  const text = page([...some, ...distinctFailures(40)]);
  const shown = text.slice(0, text.indexOf('<script'));
  for (const id of ['rfc6121-2.3.3-c', 'rfc6121-2.0-a', 'rfc6121-2.39-a']) {
    expect(shown.split(`id="req-${id}"`)).toHaveLength(2);
  }
  expect(shown).toMatch(/<details class="finding[^>]*>(?:(?!<details)[\s\S])*<h3><span id="req-rfc6121-2\.3\.3-c">/);
  expect(shown).toMatch(
    /\d+ further findings\. Each unfolds to its example\.[\s\S]*<ol class="findings further" start="31">/,
  );
});

const EMPTY = new Set(['meta', 'input', 'br']);

test.each([
  ['en', page([...some, hostileResult()])],
  ['zh', page(some, zh)],
])('elements are closed in order (%s)', (_, text) => {
  const open: string[] = [];
  for (const [tag, close, name = ''] of markupOf(text).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/gi)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else if (!EMPTY.has(name) && !tag.endsWith('/>')) open.push(name);
  }
  expect(open).toEqual([]);
});

test('headings skip no level', () => {
  const levels = [...page(some).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
});

test('the page opens on the findings: the rule, what the server does, and one case in full', () => {
  const text = page(some);
  const top = text.slice(text.indexOf('id="findings"'), text.indexOf('id="summary"'));
  expect(top).toContain('id="finding-2.3.3-c/differs-iq.type"');
  const parts = [
    'Return &lt;bad-request/&gt; when the set holds more than one item.',
    'https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3',
    '<blockquote lang="en">The server MUST return a &lt;bad-request/&gt; stanza error',
    '2 cases',
    '<svg class="seq"',
    'xmppspec run &#39;rfc6121/2.3/set-refused[two-items]&#39; -t prosody',
    'href="#case-rfc6121/2.3/known"',
  ];
  for (const part of parts) expect(top).toContain(part);
  expect(text).toMatch(/id="case-rfc6121\/2\.3\/known" data-known>/);
});

test('a page without findings says so', () => {
  expect(page([passed])).toContain('The server meets every requirement that the run checked.');
});

test('the number of an outcome leads to its cases, also without scripts', () => {
  const text = page(some);
  expect(text).toContain('href="#failed" data-filter="outcome=failed"');
  const failed = text.slice(text.indexOf('id="failed"'), text.indexOf('id="broken"'));
  expect(failed).toContain('id="case-rfc6121/2.3/set-refused:two-items"');
  expect(failed).not.toContain('id="case-rfc6121/2.3/set-accepted');
});

test('the other language is in the page, and its parts have the same places', () => {
  const [title, html] = otherView(page(some));
  expect(title).toContain('一致性');
  expect(html).toContain(page(some, zh).match(/<section id="findings"[\s\S]*?<h2[^>]*>[^<]*/)?.[0]);
  expect(partsOf(page(some), 1)).toEqual(partsOf(page(some, zh)));
  expect(unpacked(page(some), 1)).toEqual(unpacked(page(some, zh)));
});

test('a cell of a table shows icon, choice and permitted choices, and links to its case', () => {
  const text = page([inCell('passed', 'E'), inCell('failed', 'D')]);
  const cell = /<td class="o-failed" id="[^"]*"><a [\s\S]*?<\/td>/.exec(text)?.[0];
  expect(cell).toMatchInlineSnapshot(
    `"<td class="o-failed" id="cell-delivery-table/no-account/bare/chat"><a href="#case-rfc6121/8.5/delivery:failed" data-filter="cell=delivery-table%2Fno-account%2Fbare%2Fchat"><b class="sign o-failed" aria-hidden="true">✗</b><span class="sr">failed</span> <span class="choice">E/D</span></a><small><span class="sr">permitted </span>S/E</small></td>"`,
  );
});

test('the tables of Appendix A have a row for each state and a column for local and remote contacts', () => {
  const text = page([inState('failed')]);
  const table = /<caption><span>A\.2\.1[\s\S]*?<\/table>/.exec(text)?.[0] ?? '';
  expect(table.match(/<th scope="row">/g)).toHaveLength(9);
  expect(table).toContain('data-filter="cell=appendix-a%2Fout-subscribe%2FNone+%2B+Pending+Out%2Fremote"');
});

/** What the script unfolds of the case. */
function packedBody(text: string, id: string): string {
  const order = [...`${text}${partsOf(text).join('')}`.matchAll(/<details class="case" id="([^"]*)"/g)].map(
    ([, anchor]) => anchor,
  );
  const [, pack = -1, at = -1] = dataOf(text).cases[order.findIndex((anchor) => anchor?.includes(id))] ?? [];
  return unpacked(text)[pack]?.[at] ?? '';
}

test('the data for the script name the requirements of each case', () => {
  const { cases, cited, requirements } = dataOf(page(some));
  expect(cases).toHaveLength(some.length);
  for (const [list] of cases) expect(requirements[Number(cited[list])]?.[0]).toBe('rfc6121-2.3.3-c');
});

test('a passed case is complete: requirement, undrawn diagram, XML and command', () => {
  const body = packedBody(page(some), 'set-accepted');
  for (const part of ['Return an IQ result', 'data-rows="', '&lt;presence/&gt;', 'xmppspec run'])
    expect(body).toContain(part);
  expect(packedBody(page(some), 'set-refused')).toContain('≈ closest: iq result');
});

test('a case that did not pass has a short text without scripts', () => {
  expect(page(some)).toMatch(
    /set-refused\[two-items\]<\/code><\/summary><p>juliet\/balcony did not receive the expected stanza/,
  );
});

test('ids that a server made up are shortened in packed cases, and not in findings', () => {
  const id = 'movcfpjv7g6r661otjsb78q3u8umyegl2cxh1hc9';
  const result = failedResult();
  const entries = [...result.transcript.entries, entry({ stanza: parseXml(`<iq type="set" id="${id}"/>`) })];
  const text = page([{ ...result, transcript: { entries } }]);
  expect(packedBody(text, 'set-refused')).toContain('id=&quot;movcfpjv…&quot;');
  expect(text).toContain(id);
});

test('the reason of a skipped case is in the language of the page', () => {
  const reason: Reason = { kind: 'limit-not-met', limit: 'name' };
  const text = page([makeResult('rfc6121/2.1/limit', { outcome: 'skipped', reason })], zh);
  expect(partsOf(text).join()).toContain('没有指明上限');
});

test('a requirement shows its verdict and its cases, or why it is not observable', () => {
  const text = partsOf(page(some)).join('\n');
  const line = (id: string) => new RegExp(`<tr id="(?:req|row)-${id}">.*`).exec(text)?.[0] ?? '';
  expect(line('rfc6121-2.3.3-c')).toContain('not met');
  expect(line('rfc6121-2.3.3-c')).toContain('#case-rfc6121/2.3/set-refused:two-items');
  expect(line('rfc6121-2.1.1-b')).toMatch(/not observable[\s\S]*binds clients/);
});

test('the Chinese page puts YD/T first and has the Chinese text of requirements', () => {
  const text = page(some, zh);
  expect(text).toContain('<html lang="zh-Hans">');
  expect(text).toContain('YD/T 2936 6.4.3 · RFC 6121 2.3.3');
  expect(text).toContain('无法判定');
  expect(page(some)).toContain('<html lang="en">');
});

test('reports how many selected cases did not run', () => {
  expect(page([passed], { cases: [passed.case, makeCase('rfc6121/2.3/other')] })).toContain(
    '1 selected case did not run',
  );
});

import { expect, test } from 'vitest';
import type { Language } from '../../model/event.ts';
import type { DifferenceValue, Failure } from '../../model/failure.ts';
import type { CaseResult } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import { becauseOf, entry, failedResult, makeResult, place, requirements, runFinished } from '../report.test-kit.ts';
import { escapeHtml } from '../text/xml-text.ts';
import { caseSection } from './case-part.ts';
import { pageOf } from './page-context.ts';

function sectionOf(result: CaseResult, lang: Language = 'en'): string {
  const setup = { requirements, lang, color: false, terminal: false, trace: false, write: () => undefined };
  return caseSection(result, pageOf(runFinished([result]), setup)).text;
}

test('a failure shows its rule with both clauses, and a link to the text of the RFC', () => {
  const section = sectionOf(failedResult());
  expect(section).toContain('<strong>MUST</strong> <a href="#req-rfc6121-2.3.3-c">rfc6121-2.3.3-c</a>');
  expect(section).toMatch(
    /<a href="https:\/\/www.rfc-editor.org\/rfc\/rfc6121#section-2.3.3">RFC 6121 2\.3\.3 · YD\/T 2936 [\d.]+<\/a>/,
  );
  expect(section).toContain(escapeHtml(requirements.get('rfc6121-2.3.3-c')?.text ?? ''));
  expect(section).not.toContain(escapeHtml(requirements.get('rfc6121-2.3.3-c')?.zh ?? ''));
});

test('the Chinese page has the Chinese text, and the clause of YD/T first', () => {
  const section = sectionOf(failedResult(), 'zh');
  expect(section).toMatch(/YD\/T 2936 [\d.]+ · RFC 6121 2\.3\.3/);
  expect(section).toContain(escapeHtml(requirements.get('rfc6121-2.3.3-c')?.zh ?? ''));
});

test('marks the difference in the expected and in the received stanza', () => {
  const section = sectionOf(failedResult());
  expect(section).toContain('&lt;iq <mark>type=&quot;error&quot;</mark> id=');
  expect(section).toContain('&lt;iq <mark>type=&quot;result&quot;</mark> id=');
  expect(section).toContain('first difference: iq@type · expected <mark>&quot;error&quot;</mark>');
});

/** A case whose roster holds an item that differs in the attribute named, among others. */
function differing(path: string, actual: DifferenceValue): CaseResult {
  const item = '<item jid="a@b" subscription="to"/><item jid="c@d" subscription="from"/>';
  const closest = parseXml(`<iq type="result"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
  const failure = {
    kind: 'differs',
    closest,
    difference: { path, expected: { kind: 'value', value: 'x' }, actual },
  } as const;
  return makeResult('a/1/b', {
    outcome: 'failed',
    checks: [{ place, session: 'juliet/balcony', requirements: [], verdict: 'failed', failure }],
    transcript: [entry({ stanza: closest })],
  });
}

test.each<[string, DifferenceValue, string]>([
  ['iq/query/item@subscription', { kind: 'value', value: 'from' }, '<mark>subscription=&quot;from&quot;</mark>'],
  ['iq/query/item@name', { kind: 'nothing' }, '<mark>&lt;item</mark> jid=&quot;a@b&quot;'],
  [
    'iq/query',
    { kind: 'children', names: ['item', 'item'] },
    '<mark>&lt;query xmlns=&quot;jabber:iq:roster&quot;&gt;</mark>',
  ],
])('marks the place of %s', (path, actual, marked) => {
  expect(sectionOf(differing(path, actual))).toContain(marked);
});

test('shows what was allowed beside an unexpected stanza', () => {
  const closest = parseXml('<message id="m"/>');
  const failure = { kind: 'unexpected', closest, allowed: [parseXml('<presence/>')] } as const;
  const check = { place, session: 'juliet/balcony', requirements: [], verdict: 'failed', failure } as const;
  const section = sectionOf(makeResult('a/1/b', { outcome: 'failed', checks: [check] }));
  expect(section).toMatch(/received<\/h5><pre>&lt;message id=&quot;m&quot;\/&gt;<\/pre>/);
  expect(section).toContain('<h5>allowed here</h5><pre>&lt;presence/&gt;</pre>');
});

test('shows a failure once that breaks several rules', () => {
  const result = failedResult();
  const twice = [...result.checks, ...result.checks.map((check) => ({ ...check, requirements: ['rfc6121-2.1.5-d'] }))];
  const section = sectionOf({ ...result, checks: twice });
  expect(section.match(/<section class="failure/g)).toHaveLength(1);
  expect(section).toContain('#req-rfc6121-2.1.5-d');
});

test('the diagram is left to the script: a row for each arrow names its stanza', () => {
  const section = sectionOf(failedResult());
  const [, rows = ''] = /data-rows="([^"]*)"/.exec(section) ?? [];
  expect(rows.split(';')).toEqual([
    'band,3,faint,',
    'sent,9,,0,0',
    'received,1,near,1,0',
    'received,,bad missing,,0',
    'fence,,,',
  ]);
  expect(section.match(/<li>juliet\/balcony|<li>server/g)).toHaveLength(2);
});

test('says that nothing arrived, in which order stanzas must come, and what an outcome consists of', () => {
  const [check] = failedResult().checks;
  const stanza = parseXml('<presence type="unavailable"/>');
  const shown = (failure: Failure) => sectionOf({ ...failedResult(), checks: [{ ...check!, failure }] });
  expect(shown({ kind: 'missing', isOutOfOrder: false, expected: stanza })).toContain(
    '<h5>received</h5><p>nothing arrived</p>',
  );
  const order = [stanza, parseXml('<presence/>')];
  expect(shown({ kind: 'missing', isOutOfOrder: true, expected: stanza, closest: stanza, order })).toMatch(
    /required order<\/h5><ol class="order"><li><code>&lt;presence type=&quot;unavailable&quot;\/&gt;/,
  );
  const meanings = [
    { name: 'told', arrivals: [{ session: 'juliet/balcony', stanza }] },
    { name: 'silent', arrivals: [] },
  ];
  const section = shown({ kind: 'violates', outcome: 'told', permitted: ['silent'], meanings });
  expect(section).toContain(
    '<strong>told</strong> <small>the server did this</small></dt><dd><pre>juliet/balcony ← &lt;presence',
  );
  expect(section).toContain('<strong>silent</strong> <small>permitted</small></dt><dd>nothing arrived</dd>');
});

test('shows the known failure, the place and the command of a case', () => {
  const section = sectionOf({ ...failedResult(), knownFailure: 'see issue 7' });
  expect(section).toContain('known failure: see issue 7');
  expect(section).toContain('scenarios/rfc6121/2.3/set-refused.yaml:12:9');
  expect(section).toContain('xmppspec run &#39;rfc6121/2.3/set-refused[two-items]&#39; -t prosody');
});

test('a passed case shows each requirement once, with the places that check it', () => {
  const check = { place, session: 'juliet/balcony', requirements: ['rfc6121-2.3.3-c'], verdict: 'passed' } as const;
  const verdicts = [{ id: 'rfc6121-2.3.3-c', level: 'MUST', verdict: 'passed' }] as const;
  const section = sectionOf(makeResult('a/1/b', { checks: [check, check], requirements: verdicts }));
  expect(section).toContain('<h4>1 requirement met</h4>');
  expect(section).toContain('checked at 12:9<');
  expect(section.split(escapeHtml(requirements.get('rfc6121-2.3.3-c')?.text ?? '?'))).toHaveLength(2);
});

test('a skipped case shows its undecided requirements', () => {
  const section = sectionOf(makeResult('a/1/b', { outcome: 'skipped', reason: becauseOf('why not') }));
  expect(section).toMatch(/why not[\s\S]*1 requirement not decided[\s\S]*#req-rfc6121-2\.3\.3-c/);
});

/** A server that floods its client with large and nasty stanzas, none of which was asked for. */
function flooded(): CaseResult {
  const nasty = `</pre><script>alert("1")</script>\u001b[31m\u202e${'"&<\''.repeat(5000)}`;
  const stanzas = Array.from({ length: 300 }, (_, index) => ({
    ...parseXml(`<message id="m${index}"><body/></message>`),
    attrs: { from: nasty, id: `m${index}` },
    children: [{ name: 'body', ns: 'jabber:client', attrs: {}, children: [nasty] }],
  }));
  const failure = { kind: 'unexpected', allowed: [] } as const;
  const check = { place, session: 'juliet/balcony', requirements: ['rfc6121-2.3.3-c'], verdict: 'failed' } as const;
  return makeResult('a/1/b', {
    outcome: 'failed',
    checks: stanzas.map((closest) => ({ ...check, failure: { ...failure, closest } })),
    transcript: stanzas.map((stanza, atMs) => entry({ atMs, stanza })),
  });
}

test('bounds and escapes the stanzas of a hostile server', () => {
  const section = sectionOf(flooded());
  expect(section).not.toMatch(/<script|\p{Cf}|(?!\n)\p{Cc}/u);
  expect(section).toContain('characters in all)');
  expect(section.length).toBeLessThan(50_000);
});

test('a failing case of an ordinary server takes a few kilobytes', () => {
  expect(sectionOf(failedResult()).length).toBeLessThan(6_000);
});

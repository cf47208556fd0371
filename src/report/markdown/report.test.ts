import { expect, test } from 'vitest';
import type { CaseResult } from '../../model/result.ts';
import { parseXml } from '../../stanza/xml.ts';
import {
  brokenResult,
  distinctFailures,
  failedResult,
  makeCase,
  makeResult,
  type RunDetails,
  written,
} from '../report.test-kit.ts';
import { createMarkdownReporter, createStepSummaryReporter } from './report.ts';

const report = (results: readonly CaseResult[], details?: RunDetails) =>
  written(createMarkdownReporter, results, details);

const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
const stored = makeResult('rfc6121/8.5.4/d', { case: makeCase('rfc6121/8.5.4/d', { cell }), observed: ['O'] });
const chosen = makeResult('rfc6121/2.3/c[a]', { observed: ['refused'] });

test('reports totals, the findings, and an example of each', () => {
  expect(report([failedResult(), makeResult('rfc6121/2.3/p')])).toMatchInlineSnapshot(`
    "## xmppspec: Prosody 0.12.3 at localhost

    **2 cases: 1 passed, 1 failed** in 1.2 s

    - 1 of 406 observable requirements checked by cases
    - xmppspec 0.1.0, target prosody, 2025-01-02T03:04:05.000Z

    ### Findings

    | Level | Finding | Clauses | Text | Instead | Cases |
    | --- | --- | --- | --- | --- | --- |
    | MUST | \`2.3.3-c/differs-iq.type\` | RFC 6121 2.3.3 · YD/T 2936 6.4.3 | Return \\<bad-request/\\> when the set holds more than one item. | juliet/balcony sends \\<iq type="set"\\> (roster): juliet/balcony receives \\<iq type="result"\\>, not \\<iq type="error"\\> (bad-request) | failed in 1 case |

    ### Examples

    Unless a line says otherwise, juliet, romeo and others are test accounts (their bare JIDs), and juliet/balcony is a session of juliet that has asked for the roster. An expected stanza shows only what is checked: \\* is any value, a\\|b is a or b, (a) is a or none. "Nothing" means: nothing arrived before the server answered pings sent afterwards, and, for another server, within the waiting time.

    <details><summary>failed <code>2.3.3-c/differs-iq.type</code> Return &lt;bad-request/&gt; when the set holds more than one item.</summary>

    - RFC 6121 2.3.3 · YD/T 2936 6.4.3: Return \\<bad-request/\\> when the set holds more than one item. https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3
    - **instead** juliet/balcony sends \\<iq type="set"\\> (roster): juliet/balcony receives \\<iq type="result"\\>, not \\<iq type="error"\\> (bad-request)
    - **sent** \`juliet/balcony: <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>\`
    - **expected** \`juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>\`
    - **received** \`juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>\`
    - **differs** the attribute type of \\<iq\\>: expected "error", got "result"
    - **seen in** A roster set is refused

    Run this case alone:

    \`\`\`sh
    xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody
    \`\`\`

    </details>
    "
  `);
});

test('shows the delivery table and the observed choices if the run had cases of them', () => {
  const text = report([stored, chosen]);
  expect(text).toContain('### Message delivery (RFC 6121 8.5.4)\n');
  expect(text).toMatch(/\n\| no-account\/bare \| - \| O \|/);
  expect(text).toContain('| 2.3 | `rfc6121/2.3/c` | refused |\n');
  expect(report([makeResult('rfc6121/2.3/p')])).not.toContain('###');
});

test('counts known failures, names stale entries and says that a run was stopped', () => {
  const stale = [{ case: 'rfc6121/2.3/x', requirement: 'rfc6121-2.3.3-c', checks: [], reason: 'bug 1' }];
  const excused = { ...failedResult(), knownFailure: 'bug 2' };
  const text = report([excused], { stale, cases: [excused.case, makeCase('rfc6121/2.3/later')] });
  expect(text).toContain('- stopped: 1 case did not run\n- 1 case with known failures\n');
  expect(text).toContain('- `rfc6121-2.3.3-c` in `rfc6121/2.3/x`: update the entry\n');
  expect(text).toContain('| failed in 1 case, none new (known failure: bug 2) |\n');
  expect(text).not.toContain('<details>');
});

test('the Chinese report has the text of YD/T 2936 and puts its clause first', () => {
  const text = report([failedResult()], { setup: { lang: 'zh' } });
  expect(text).toMatch(
    /\| 必须 \(MUST\) \| `2\.3\.3-c\/differs-iq\.type` \| YD\/T 2936 [\d.]+ · RFC 6121 2\.3\.3 \| [^|]*服务器/,
  );
  expect(text).toContain('**差异** \\<iq\\> 的属性 type：期望 "error"，实际 "result"');
});

test('omits what does not fit a comment, and counts it', () => {
  const text = report([...distinctFailures(400), stored, chosen]);
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toMatch(/\n\*\d+ more omitted: no space left\.\*\n/);
  expect(text).toContain('### Observed choices');
  expect(text.split('<details>').length - 1).toBe(30);
  const [, listed = '', left] = /### Commands that[^\n]*\n\n((?:- .*\n)*)\n\*(\d+) more/.exec(text) ?? [];
  expect(30 + listed.split('\n').length - 1 + Number(left)).toBe(400);
});

test('text from a server or a scenario does not become markup', () => {
  const title = '</summary><script>alert(1)</script>';
  const hostile = '</details>\n\n# x\n```\n<script>alert(1)</script> | [a](javascript:b) \u001b[31m\u202e';
  const broken = { ...brokenResult('rfc6121/2.3/b', hostile), case: makeCase('rfc6121/2.3/b', { title }) };
  const received = parseXml('<message from="a"><body/></message>');
  const failed = failedResult('rfc6121/2.3/f');
  const check = failed.checks[0]!;
  const closest = { ...received, children: ['\n```\n', hostile], attrs: { from: hostile } };
  const failure = {
    kind: 'missing',
    isOutOfOrder: false,
    expected: check.failure?.expected,
    closest,
    difference: {
      path: hostile,
      expected: { kind: 'namespace', ns: hostile },
      actual: { kind: 'value', value: hostile },
    },
  } as const;
  const text = report([broken, { ...failed, checks: [{ ...check, failure }] }]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(text).not.toMatch(/(?<!\\)<script/);
  expect(text.match(/^```/gm)).toHaveLength(2 * 2);
  expect(text.match(/(?<!\\)<\/details>/g)).toHaveLength(1);
});

test('the summary of a CI step may be longer, but below 1 MiB', () => {
  const texts: string[] = [];
  const setup = { writeSummary: (text: string) => void texts.push(text) };
  written(createStepSummaryReporter, distinctFailures(2000), { setup });
  expect(texts.join('')).toMatch(/^## xmppspec: Prosody 0\.12\.3 at localhost\n/);
  expect(Buffer.byteLength(texts.join(''))).toBeGreaterThan(100_000);
  expect(Buffer.byteLength(texts.join(''))).toBeLessThan(1024 * 1024);
});

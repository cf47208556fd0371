import { expect, test } from 'vitest';
import type { RuleFinding } from '../../model/finding.ts';
import { ruleFindings } from '../../results/findings/findings.ts';
import { disputedResult, entry, failedResult, info, requirements } from '../report.test-kit.ts';
import { type IssueContext, issueText } from './issue.ts';

const context: IssueContext = {
  lang: 'en',
  requirements,
  info,
  reproduction: {
    launch: ['-t', 'prosody'],
    own: ['-t', 'xmpp://127.0.0.1:5222', '-d', '$DOMAIN', '--insecure'],
    variables: [['DOMAIN', 'localhost']],
    ownFiles: [],
  },
  published: {},
  hide: (value) => value,
};
const findingOf = (...results: readonly ReturnType<typeof failedResult>[]) => ruleFindings(results)[0] as RuleFinding;

test('an issue has the rule with its link, the versions, the exchange, what was expected and received, and the commands', () => {
  expect(issueText(findingOf(failedResult(), failedResult('rfc6121/2.3/b')), context)).toMatchInlineSnapshot(`
    "[RFC 6121 2.3.3, Adding a roster item] MUST not met: Return <bad-request/> when the set holds more than one item

    **Failed**: the standard says MUST, and the server does otherwise.

    ## Rule

    - **MUST**, [RFC 6121 2.3.3](https://www.rfc-editor.org/rfc/rfc6121#section-2.3.3): Return \\<bad-request/\\> when the set holds more than one item.
      > The server MUST return a \\<bad-request/\\> stanza error to the client if the roster set contains any of the following violations: … The \\<query/\\> element contains more than one \\<item/\\> child element.

    ## Versions

    - server: Prosody 0.12.3
    - configuration: written by xmppspec for this run, with accounts of its own
    - found with xmppspec 0.1.0 on 2025-01-02

    ## What happens

    - juliet/balcony sends \\<iq type="set"\\> (roster): juliet/balcony receives \\<iq type="result"\\>, not \\<iq type="error"\\> (bad-request)
    - seen in 2 cases

    ## Shortest exchange that shows it

    \`\`\`
    juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
    server -> juliet/balcony  <iq type="result" id="bad.k3" to="juliet/balcony"/>
    \`\`\`

    Unless a line says otherwise, juliet, romeo and others are test accounts (their bare JIDs), and juliet/balcony is a session of juliet that has asked for the roster.
    An expected stanza shows only what is checked: \\* is any value, a\\|b is a or b, (a) is a or none.

    ## Expected

    \`\`\`
    juliet/balcony: <iq type="error" id="bad.k3"><error><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>
    \`\`\`

    ## Received

    \`\`\`
    juliet/balcony: <iq type="result" id="bad.k3" to="juliet/balcony"/>
    \`\`\`

    differs: the attribute type of \\<iq\\>: expected "error", got "result"

    ## How to reproduce

    xmppspec is a conformance tester for XMPP servers (RFC 6121). It needs Node.js 20.19 or newer. This copy names no public address: ask whoever filed this issue for its source. In its directory, run \`npm ci\`, and write \`npx xmppspec\` where \`xmppspec\` stands below.

    With \`-t prosody\`, xmppspec starts the server that is installed on the machine, with a configuration and accounts of its own, and stops it afterwards:

    \`\`\`sh
    xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody
    \`\`\`

    On a server that runs already, put its address after \`-t\` and its domain into the variable. \`--ca FILE\` trusts its certificate, \`--insecure\` any. Accounts are registered in band and removed; where it allows no registration, give test accounts with \`--account jid:password\`, whose rosters are emptied.

    \`\`\`sh
    DOMAIN=localhost
    xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t xmpp://127.0.0.1:5222 -d "$DOMAIN" --insecure
    \`\`\`

    All cases of this rule:

    \`\`\`sh
    xmppspec run rfc6121-2.3.3-c -t prosody
    \`\`\`

    <details><summary>2 cases that show it</summary>

    - <code>rfc6121/2.3/set-refused[two-items]</code>
    - <code>rfc6121/2.3/b</code>

    </details>
    "
  `);
});

test('an issue in Chinese has Chinese words and the same commands', () => {
  const text = issueText(findingOf(failedResult()), { ...context, lang: 'zh' });
  expect(text).toMatch(/^\[RFC 6121 2\.3\.3，增加一个名册条目\] 未满足 必须 \(MUST\)：/);
  expect(text).toContain("xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody");
});

test('an issue about a disputed rule has the text of the ruling and what each passage says', () => {
  const text = issueText(findingOf(disputedResult()), context);
  expect(text).toMatch(/## What the standards say of it\n\n- RFC 6121 3\.1\.2: .+\n- RFC 6121 8\.5\.1: /);
  expect(text).toContain('What the test asks for. ');
  expect(text).not.toMatch(/\bR1\b/);
});

test('an issue about a server that nobody can launch has the command for one of the reader, and hides the domain of the user', () => {
  const hide = (value: string) => value.replaceAll('localhost', 'server.example');
  const text = issueText(findingOf(failedResult()), {
    ...context,
    reproduction: { ...context.reproduction, launch: undefined, variables: [['DOMAIN', 'server.example']] },
    hide,
  });
  expect(text).toContain('xmpp://127.0.0.1:5222');
  expect(text).not.toContain('-t prosody');
  expect(text).toContain('nurse@server.example');
  expect(text).not.toContain('localhost');
});

test('no stanza ends its block of Markdown', () => {
  const failed = failedResult();
  const transcript = failed.transcript.entries.map((one) => ({
    ...one,
    stanza: one.stanza && one.direction === 'sent' ? { ...one.stanza, attrs: { id: '```x' } } : one.stanza,
  }));
  const text = issueText(findingOf({ ...failed, transcript: { entries: [...transcript, entry({})] } }), context);
  expect(text).toContain('````\n');
});

test('an issue says at its top whether it is a failure, or which passages make a warning of it', () => {
  expect(issueText(findingOf(failedResult()), context)).toContain('**Failed**: the standard says MUST');
  const disputed = issueText(findingOf(disputedResult()), context);
  expect(disputed).toMatch(/\*\*Warning\*\*.* disagree .*RFC 6121 3\.1\.2, RFC 6121 8\.5\.1/);
});

test('an issue has no names of ours: neither letters of the delivery table, nor names of outcomes, nor ids of rules', () => {
  const failed = failedResult();
  const [check] = failed.checks;
  const stanza = failed.transcript.entries.find((one) => one.direction === 'received')?.stanza;
  if (check === undefined) throw new Error('expected a check');
  const failure = {
    kind: 'violates',
    outcome: 'M (balcony)',
    permitted: ['O', 'rerouted'],
    closest: stanza,
    meanings: [{ name: 'M (balcony)', arrivals: [] }],
  } as const;
  const cell = { table: 'delivery-table', row: '1', column: 'a' } as const;
  const one = { ...failed, case: { ...failed.case, cell }, checks: [{ ...check, failure }] };
  const text = issueText(findingOf(one), context);
  expect(text).toContain('(delivered to the most available resources (balcony))');
  expect(text).toContain('allowed: stored offline');
  const [said] = text.split('## How to reproduce');
  expect(said).not.toMatch(/"[OM]|rerouted|called|rfc6121-2|YD\/T/);
});

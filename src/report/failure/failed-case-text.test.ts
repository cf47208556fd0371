import { expect, test } from 'vitest';
import type { Failure } from '../../model/failure.ts';
import type { CaseResult } from '../../model/result.ts';
import { elements, parseXml } from '../../stanza/xml.ts';
import { becauseOf, brokenResult, entry, failedResult, makeResult, place, requirements } from '../report.test-kit.ts';
import { createPaint } from '../text/paint.ts';
import { failedCaseText } from './failed-case-text.ts';
import { createLineBudget } from './failure-words.ts';

const textOf = (result: CaseResult, trace = false) =>
  failedCaseText(result, {
    requirements,
    paint: createPaint(false),
    trace,
    lang: 'en',
    budget: createLineBudget(),
    rerun: ['-t', 'prosody'],
  });

function withFailure(failure: Failure): CaseResult {
  const check = {
    place,
    session: 'juliet/balcony',
    requirements: ['rfc6120-8.2.3-a'],
    verdict: 'failed',
    failure,
  } as const;
  return makeResult('rfc6121/6/answered', { outcome: 'failed', checks: [check] });
}

test('shows rule, expected and received stanza, difference, transcript and command of a failed check', () => {
  expect(textOf(failedResult())).toMatchInlineSnapshot(`
    "failed  rfc6121/2.3/set-refused[two-items]  A roster set is refused
      MUST  rfc6121-2.3.3-c  RFC 6121 2.3.3 · YD/T 2936 6.4.3
        Return <bad-request/> when the set holds more than one item.
        juliet/balcony did not receive the expected stanza (scenarios/rfc6121/2.3/set-refused.yaml:12:9)
          expected
            <iq type="error" id="bad.k3">
              <error>
                <bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
              </error>
            </iq>
          closest received
            <iq type="result" id="bad.k3" to="\${juliet/balcony}"/>
          first difference: iq@type
            expected  "error"
            actual    "result"
      transcript
             3 ms  setup                     1 stanza, shown with --trace
            12 ms  juliet/balcony -> server  <iq type="set" id="bad.k3"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/><item jid="mother@localhost"/></query></iq>
      >     13 ms  server -> juliet/balcony  <iq type="result" id="bad.k3" to="\${juliet/balcony}"/>
            14 ms  pings
      JIDs: juliet = juliet-k3@localhost, juliet/balcony = juliet-k3@localhost/balcony
      rerun: xmppspec run 'rfc6121/2.3/set-refused[two-items]' -t prosody
    "
  `);
});

test('shows an unexpected stanza with the allowed ones', () => {
  const failure = {
    kind: 'unexpected',
    message: 'juliet/balcony received a stanza that nothing allows',
    closest: parseXml('<message from="romeo@localhost"><body>hi</body></message>'),
    allowed: [parseXml('<iq type="result" id="a"/>')],
  } as const;
  expect(textOf(withFailure(failure))).toMatchInlineSnapshot(`
    "failed  rfc6121/6/answered  A roster set is refused
      MUST  rfc6120-8.2.3-a  RFC 6120 8.2.3 · YD/T 2936 10
        Answer every IQ get or set with one result or error carrying the same id.
        juliet/balcony received an unexpected stanza (scenarios/rfc6121/2.3/set-refused.yaml:12:9)
          received
            <message from="romeo@localhost">
              <body>hi</body>
            </message>
          allowed here
            <iq type="result" id="a"/>
      rerun: xmppspec run rfc6121/6/answered -t prosody
    "
  `);
});

test('says that nothing was allowed', () => {
  expect(textOf(withFailure({ kind: 'unexpected', allowed: [] }))).toContain('allowed here: nothing');
});

test('marks the stanza that holds a wrong roster item', () => {
  const answer = parseXml('<iq type="result" id="r"><query xmlns="jabber:iq:roster"><item jid="a@b"/></query></iq>');
  const closest = elements(elements(answer)[0]!)[0]!;
  const result = withFailure({ kind: 'roster', item: 'unexpected', closest });
  expect(textOf({ ...result, transcript: { entries: [entry({ stanza: answer })] } })).toContain(
    '>      0 ms  server -> juliet',
  );
});

test('shows every line of the reason of a broken case', () => {
  expect(textOf(brokenResult('rfc6121/2.3/a', 'a bug\n    at play.ts:1'))).toMatchInlineSnapshot(`
    "inconclusive  rfc6121/2.3/a  A roster set is refused
      a bug
          at play.ts:1
      rerun: xmppspec run rfc6121/2.3/a -t prosody
    "
  `);
});

test('escapes controls in text from a server', () => {
  const evil = '\u001b[2J\u0007\u202e\u009b31m';
  const failure = {
    kind: 'differs',
    closest: { name: 'message', ns: 'jabber:client', attrs: { from: evil }, children: [evil] },
    difference: { path: 'p', expected: { kind: 'any' }, actual: { kind: 'namespace', ns: evil } },
  } as const;
  const text = textOf({ ...withFailure(failure), reason: becauseOf(evil), jids: { juliet: `j@localhost/${evil}` } });
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(text).toContain('\\u{1b}[2J\\u{7}\\u{202e}\\u{9b}31m');
});

test('hides passwords and SASL exchanges', () => {
  const failure = {
    kind: 'unexpected',
    closest: parseXml(
      '<iq><query xmlns="jabber:iq:register"><username>u</username><password>s3cret</password></query></iq>',
    ),
    allowed: [parseXml('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">AHUAczNjcmV0</auth>')],
  } as const;
  const text = textOf(withFailure(failure));
  expect(text).not.toMatch(/s3cret|AHUAczNjcmV0/);
  expect(text).toContain('<username>u</username>');
});

test('cuts a stanza at 2,000 characters and notes its length', () => {
  const failure = {
    kind: 'unexpected',
    allowed: [],
    closest: parseXml(`<message><body>${'x'.repeat(9000)}</body></message>`),
  } as const;
  const text = textOf(withFailure(failure));
  expect(text.length).toBeLessThan(3000);
  expect(text).toContain('xxx ... (cut, 9036 characters in all)');
});

test('of a case with a known and a new failure, the known one has its reason', () => {
  const result = failedResult();
  const [check] = result.checks.filter(({ failure }) => failure !== undefined);
  if (check === undefined) throw new Error('expected a failed check');
  const text = textOf({ ...result, checks: [{ ...check, knownFailure: 'bug 7' }, check] });
  expect(text.split('known failure: bug 7')).toHaveLength(2);
});

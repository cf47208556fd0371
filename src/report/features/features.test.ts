import { expect, test } from 'vitest';
import { failedResult, info, makeCase, makeResult, written } from '../report.test-kit.ts';
import { createFeaturesReporter } from './features.ts';

const passed = makeResult('rfc6121/2.3.3/p', {
  requirements: [{ id: 'rfc6121-2.3.3-d', level: 'MUST', verdict: 'passed' }],
});

test('the report has the server, features, violated requirements, deliveries and choices, in this order', () => {
  const cell = { table: 'delivery-table', row: 'no-account/bare', column: 'chat' };
  const delivered = makeResult('rfc6121/8.5/d', { case: makeCase('rfc6121/8.5/d', { cell }), observed: ['E'] });
  const results = [passed, failedResult(), delivered, makeResult('rfc6121/2.4/o', { observed: ['pushed'] })];
  // How many there are to check is for the catalogue to say.
  const text = written(createFeaturesReporter, results).replace(/ of \d+ \|/g, ' of N |');
  expect(text).toMatchInlineSnapshot(`
    "# Implementation report

    The features of RFC 6121 section 12 (YD/T 2936-2015 clause 16), as the server shows them.

    - Server: \`Prosody 0.12.3\`
    - Domain: \`localhost\`
    - Tool: xmppspec 0.1.0, target \`prosody\`
    - Date: 2025-01-02T03:04:05.000Z
    - Cases: 4 (3 passed, 1 failed)

    ## Features

    Level: the level that the standard gives the feature for servers; N/A: a feature of clients, which a server only passes on. Checked: observable requirements that at least one case decided. Met: requirements met in every case. Cases: by their outcome for this feature alone.

    | Feature | Section | Description | Level | Verdict | Checked | Met | Cases | Notes |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | message-body | 5.2.3 | The text of a message, in several languages where there are several | N/A | not tested | 0 of N | 0 | 0 |  |
    | message-subject | 5.2.4 | The subject of a message | N/A | not tested | 0 of N | 0 | 0 |  |
    | message-thread | 5.2.5 | The thread that a message belongs to | N/A | not tested | 0 of N | 0 | 0 |  |
    | message-type-support | 5.2.2 | Messages of all five types are understood | N/A | not tested | 0 of N | 0 | 0 |  |
    | message-type-deliver | 8 | Messages are delivered as their type asks | SHOULD | not tested | 0 of N | 0 | 0 |  |
    | presence-notype | 4.7.1 | Presence without a type says that a resource is available | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-probe | 4.7.1 | Probes ask for the presence of contacts and are answered | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-sub-approval | 3.1 | 'subscribed' approves a request | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-sub-cancel | 3.2 | 'unsubscribed' denies a request or cancels a subscription | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-sub-preapproval | 3.4 | 'subscribed' may come before the request | MAY | not supported | 0 of N | 0 | 0 | the server does not announce it |
    | presence-sub-request | 3.1 | 'subscribe' asks for a subscription | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-sub-unsubscribe | 3.3 | 'unsubscribe' ends one's own subscription | MUST | not tested | 0 of N | 0 | 0 |  |
    | presence-unavailable | 4.7.1 | 'unavailable' says that a resource is gone | MUST | not tested | 0 of N | 0 | 0 |  |
    | roster-get | 2.1.3 | The roster can be read | MUST | not tested | 0 of N | 0 | 0 |  |
    | roster-set | 2.1.5 | Items of the roster can be added, changed and removed | MUST | partly: 1 of 2 requirements met | 2 of N | 1 | 1 passed, 1 failed | MUST \`rfc6121-2.3.3-c\` in \`rfc6121/2.3/set-refused[two-items]\` |
    | roster-push | 2.1.6 | Changes of the roster are pushed to all interested resources | MUST | not tested | 0 of N | 0 | 0 |  |
    | roster-version | 2.6 | A roster has a version, and only what is new need be sent | MUST | not supported | 0 of N | 0 | 0 | the server does not announce it |

    ## Requirements not met

    ### roster-set

    - **MUST** \`rfc6121-2.3.3-c\`, RFC 6121 2.3.3 · YD/T 2936 6.4.3: Return \\<bad-request/\\> when the set holds more than one item. In \`rfc6121/2.3/set-refused[two-items]\`.

    ## Message delivery

    RFC 6121 8.5.4 (YD/T 2936 table 1): what the server did with messages. Several letters in a cell: the result depends on the sender or on the set of resources.

    O offline storage, E error, S silence, D this resource, M most available, A all; ! failed, \\~ warned, ? inconclusive, - not run.

    | Account, address | normal | chat | groupchat | headline | error | none | unknown |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | no-account/bare | - | E | - | - | - | - | - |
    | no-account/full | - | - | - | - | - | - | - |
    | no-active-resource/bare | - | - | - | - | - | - | - |
    | no-active-resource/full-no-match | - | - | - | - | - | - | - |
    | negative-only/bare | - | - | - | - | - | - | - |
    | negative-only/full-match | - | - | - | - | - | - | - |
    | negative-only/full-no-match | - | - | - | - | - | - | - |
    | one-non-negative/bare | - | - | - | - | - | - | - |
    | one-non-negative/full-match | - | - | - | - | - | - | - |
    | one-non-negative/full-no-match | - | - | - | - | - | - | - |
    | several-non-negative/bare | - | - | - | - | - | - | - |
    | several-non-negative/full-match | - | - | - | - | - | - | - |
    | several-non-negative/full-no-match | - | - | - | - | - | - | - |

    ## Latitude

    Behaviour of the server where the standard permits a choice: the most frequent first, then the others with their rows and topologies in brackets. Departing: the standard recommends or requires something else.

    | Section | Scenario | Title | Choice |
    | --- | --- | --- | --- |
    | 2.4 | \`rfc6121/2.4/o\` | A roster set is refused | pushed |
    "
  `);
});

test('a known failure is marked', () => {
  const text = written(createFeaturesReporter, [{ ...failedResult(), knownFailure: 'bug *2*' }]);
  expect(text).toContain('(known failure)');
  expect(text).toContain('Known failure: bug \\*2\\*');
});

test('text of a server never becomes markup or a new line', () => {
  const target = { ...info.target, software: '<b>|x|\n# y', version: '*1*' };
  const text = written(createFeaturesReporter, [passed], { info: { ...info, target } });
  expect(text).toContain('- Server: \\<b\\>\\|x\\|\\\\n\\# y \\*1\\*\n');
});

test('a stopped run shows the number of cases that did not run', () => {
  const cases = ['a', 'b', 'c'].map((name) => makeCase(`rfc6121/2.3/${name}`));
  expect(written(createFeaturesReporter, [passed], { cases })).toContain('stopped, 2 cases not run');
});

test('a row names the first violated requirements, and the list below has all', () => {
  const broken = ['c', 'd', 'e', 'f'].map((letter) => ({
    id: `rfc6121-2.3.3-${letter}`,
    level: 'MUST' as const,
    verdict: 'failed' as const,
  }));
  const text = written(createFeaturesReporter, [makeResult('rfc6121/2.3.3/a', { requirements: broken })]);
  expect(text).toContain('; and 1 more below |');
  expect(text.match(/^- \*\*MUST\*\*/gm)).toHaveLength(4);
});

test('requirements of no feature have their own section', () => {
  const none = { id: 'rfc6121-4.7.1-d', level: 'SHOULD', verdict: 'warned' } as const;
  const text = written(createFeaturesReporter, [makeResult('rfc6121/2.3.3/a', { requirements: [none] })]);
  expect(text).toContain('### Requirements of no feature');
});

test('a feature that only the lint checked is not tested', () => {
  const text = written(createFeaturesReporter, [makeResult('rfc6121/2.3.3/a', { passive: { 'rfc6121-2.1.6-a': 1 } })]);
  expect(text).toMatch(
    /\| roster-push .* not tested \| 1 of \d+ \| 1 \| 0 \| checked only on stanzas that happened to arrive \|/,
  );
});

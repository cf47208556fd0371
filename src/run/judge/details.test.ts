import { expect, test } from 'vitest';
import type { Requirement } from '../../model/standard.ts';
import type { Check, SessionExpectation } from '../../model/step.ts';
import { parseXml } from '../../stanza/xml.ts';
import { place, threeRequirements } from '../fake-session.test-kit.ts';
import { judge } from './judge.ts';

const ORCHARD = 'romeo/orchard';
const [MUST] = [...threeRequirements.values()] as [Requirement];
const rule = (id: string, more: Partial<Requirement> = {}): [string, Requirement] => [id, { ...MUST, id, ...more }];
const requirements = new Map([
  rule('delivery'),
  rule('push', { about: ['push'] }),
  rule('no-leak', { about: ['availability'] }),
  rule('only-one', { about: ['subscribe'], once: true }),
  rule('rfc6120-8.1.3-b', { level: 'SHOULD' }),
  rule('rfc6120-8.1.5-a', { level: 'MUST NOT' }),
  rule('rfc6121-2.1.2.2-a', { level: 'SHOULD' }),
  rule('whole', { elements: ['status', 'extension'] }),
  rule('plain', { elements: ['show', 'priority'] }),
  rule('may', { level: 'MAY', elements: ['status'] }),
  rule('rfc6121-5.2.5-h', { elements: ['thread'] }),
  rule('rfc6120-8.4-a', { elements: ['extension'] }),
]);
const SENT = [
  '<presence type="unsubscribed" to="romeo@a.test" id="deny"/>',
  '<presence type="unsubscribed" to="romeo@a.test" id="again"/>',
  '<message to="romeo@a.test" id="say"><body>ay me</body></message>',
  '<message id="m"><card xmlns="urn:example:x"/></message>',
];
const R30 = { ruling: 'R30', failure: 'repeated' } as const;

const check = (xml: string, proves: string, ...further: readonly (readonly [string, string])[]): Check => ({
  pattern: parseXml(xml),
  proves: proves.split(' '),
  place,
  further: further.map(([pattern, cited]) => ({ pattern: parseXml(pattern), proves: cited.split(' '), place })),
});

/** What stanzas at romeo's session are charged to, with the kind of failure and the verdict. */
function charged(expectation: Partial<SessionExpectation>, ...stanzas: readonly string[]) {
  return chargedAt({ isAvailable: true }, expectation, ...stanzas);
}

/** The same, at a session that is available, or only connected. */
function chargedAt(
  { isAvailable }: { readonly isAvailable: boolean },
  expectation: Partial<SessionExpectation>,
  ...stanzas: readonly string[]
) {
  const session = { session: ORCHARD, receives: [], may: [], inOrder: false, proves: [], place, ...expectation };
  const step = { kind: 'expect', sessions: [session], alternatives: [], proves: [], place } as const;
  const { checks, unexplained } = judge(step, new Map([[ORCHARD, stanzas.map((xml) => parseXml(xml))]]), {
    bindings: {
      fixed: new Map([
        ['domain', 'a.test'],
        ['romeo', 'romeo@a.test'],
      ]),
      captures: new Map(),
    },
    ambient: [],
    requirements,
    disputes: [R30],
    sent: () => SENT.map((xml) => parseXml(xml)),
    isAvailable: () => isAvailable,
  });
  const failed = checks.filter(({ failure }) => failure !== undefined);
  return [
    ...failed.map(({ failure, requirements: ids, verdict }) => `${failure?.kind} ${ids.join()} ${verdict}`),
    ...unexplained.map(() => 'unexplained'),
  ];
}

const DENIAL = '<presence type="unsubscribed" from="juliet@a.test"/>';
const WITH_ID = '<presence type="unsubscribed" from="juliet@a.test" id="deny"/>';
const denied = check(DENIAL, 'delivery', ['<presence id="deny"/>', 'rfc6120-8.1.3-b']);
const push = (item: string) =>
  `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="juliet@a.test" ${item}/></query></iq>`;

test('a denial that comes twice is a copy, whichever of the two has the id', () => {
  const expectation = { receives: [denied], proves: ['no-leak'] };
  expect(charged(expectation, DENIAL, WITH_ID)).toEqual(['unexpected delivery warned']);
  expect(charged(expectation, WITH_ID, DENIAL)).toEqual(['unexpected delivery warned']);
});

test.each([
  ['in a further pattern', denied],
  ['in the pattern itself', check(WITH_ID, 'delivery')],
])('a lost or altered id breaks the rule of ids alone: %s', (_, receives) => {
  const altered = WITH_ID.replace('deny', 'other');
  for (const arrived of [DENIAL, altered]) {
    expect(charged({ receives: [receives] }, arrived)).toEqual(['differs rfc6120-8.1.3-b warned']);
  }
});

test('a stanza with the id of another one is that other one', () => {
  const again = WITH_ID.replace('deny', 'again');
  expect(charged({ receives: [check(WITH_ID, 'delivery')] }, again)).toEqual(['missing delivery failed']);
});

test('a stanza without the id and without what was sent in it is another one', () => {
  const receives = [check('<message id="say"/>', 'delivery')];
  expect(charged({ receives }, '<message/>')).toEqual(['missing delivery failed']);
  expect(charged({ receives }, '<message><body>ay me</body></message>')).toEqual(['differs rfc6120-8.1.3-b warned']);
});

test('a stanza of another type without the id is not the one that was sent', () => {
  const other = '<presence type="subscribed" from="juliet@a.test"/>';
  expect(charged({ receives: [check('<presence from="juliet@a.test" id="deny"/>', 'delivery')] }, other)).toEqual([
    'missing delivery failed',
  ]);
});

test('a push that lacks ask breaks the rule of ask, whether it must come or may', () => {
  const asked = push('ask="subscribe"');
  const fault = ['differs rfc6121-2.1.2.2-a warned'];
  expect(charged({ receives: [check(asked, 'delivery')] }, push(''))).toEqual(fault);
  expect(charged({ may: [parseXml(asked)], proves: ['push'] }, push(''))).toEqual(fault);
});

test('a push with another value of ask is the push that is due', () => {
  const ended = check(push('ask="${absent}"'), 'delivery');
  expect(charged({ receives: [ended] }, push('ask="unsubscribe"'))).toEqual([]);
  expect(charged({ receives: [ended] }, push('ask="subscribe"'))).toEqual(['missing delivery failed']);
});

test('a rule of silence is charged with stanzas that it is about', () => {
  const silent = { proves: ['no-leak'] };
  expect(charged(silent, '<presence from="juliet@a.test/x"/>')).toEqual(['unexpected no-leak failed']);
  for (const other of [DENIAL, push(''), '<presence type="error"/>', '<message/>'])
    expect(charged(silent, other)).toEqual(['unexplained']);
});

test('presence of a resource breaks the rule of all presence where only silence about other stanzas is cited', () => {
  const available = '<presence from="juliet@a.test/x"/>';
  expect(charged({ proves: ['push'] }, available)).toEqual(['unexpected rfc6121-11-c failed']);
  expect(charged({ proves: ['push'] }, '<presence type="unavailable" from="juliet@a.test"/>')).toEqual(['unexplained']);
  expect(charged({}, available)).toEqual(['unexplained']);
});

test('presence of the own user at a session that is connected and not available breaks no rule of silence about other stanzas', () => {
  const silent = { proves: ['push'] };
  const own = '<presence from="romeo@a.test/hall"/>';
  expect(chargedAt({ isAvailable: false }, silent, own)).toEqual(['unexplained']);
  expect(chargedAt({ isAvailable: true }, silent, own)).toEqual(['unexpected rfc6121-11-c failed']);
  const other = '<presence from="juliet@a.test/x"/>';
  expect(chargedAt({ isAvailable: false }, silent, other)).toEqual(['unexpected rfc6121-11-c failed']);
  expect(chargedAt({ isAvailable: false }, { proves: ['no-leak'] }, own)).toEqual(['unexpected no-leak failed']);
});

test('a copy breaks a rule that says how often, and no ruling makes that a warning', () => {
  const request = '<presence type="subscribe" from="juliet@a.test"/>';
  const receives = [check(request, 'delivery')];
  expect(charged({ receives, proves: ['only-one'] }, request, request)).toEqual(['unexpected only-one failed']);
  expect(charged({ receives }, request, request)).toEqual(['unexpected delivery warned']);
  expect(charged({ may: [parseXml(request)], proves: ['no-leak'] }, request, request)).toEqual(['unexplained']);
});

test('a push of the roster of somebody else is left to the lint', () => {
  const foreign = push('').replace('<iq', '<iq from="juliet@a.test"');
  expect(charged({ proves: ['push'] }, foreign)).toEqual([]);
  expect(charged({ proves: ['push'] }, push(''))).toEqual(['unexpected push failed']);
});

test('a stanza that has lost its id and its language breaks the rules of both, and none of its arrival', () => {
  const denial = check('<presence type="unsubscribed" id="deny" xml:lang="en"/>', 'delivery');
  const bare = '<presence type="unsubscribed"/>';
  expect(charged({ receives: [denial] }, bare)).toEqual([
    'differs rfc6120-8.1.3-b warned',
    'differs rfc6120-8.1.5-a failed',
  ]);
});

test('a stanza that has lost its content too breaks the rule of its arrival, and the difference is the content', () => {
  const denial = check('<presence type="unsubscribed" id="deny"><status>no</status></presence>', 'delivery');
  expect(charged({ receives: [denial] }, '<presence type="unsubscribed"/>')).toEqual(['missing delivery failed']);
});

const asked = (children: string, attrs = '') =>
  `<presence type="subscribe" from="juliet@a.test"${attrs}>${children}</presence>`;
const said = (children: string) => `<message from="juliet@a.test/x">${children}</message>`;

test.each([
  ['lost', ''],
  ['altered', '<status>no</status>'],
])('an element that is %s breaks the cited rule about it, and none of the arrival', (_, there) => {
  const arrived = asked(there);
  expect(charged({ receives: [check(asked('<status>hi</status>'), 'delivery whole')] }, arrived)).toEqual([
    'differs whole failed',
  ]);
  expect(
    charged(
      { receives: [check(asked(''), 'delivery', ['<presence><status>hi</status></presence>', 'delivery whole'])] },
      arrived,
    ),
  ).toEqual(['differs whole failed']);
});

test('an element that was added to a closed stanza breaks the cited rule about it', () => {
  const receives = [check('<presence type="unavailable" from="juliet@a.test/x">${only}</presence>', 'delivery plain')];
  const gone = (children: string) => `<presence type="unavailable" from="juliet@a.test/x">${children}</presence>`;
  expect(charged({ receives }, gone('<show>away</show>'))).toEqual(['differs plain failed']);
  expect(charged({ receives }, gone('<show>away</show><status/>'))).toEqual(['missing delivery failed']);
});

test('a lost thread, and a lost extension that a client has sent, break the rules of the catalogue', () => {
  const whole = said('<body>hi</body><thread>t</thread><card xmlns="urn:example:x"/>');
  const receives = [check(whole, 'delivery')];
  expect(charged({ receives }, said('<body>hi</body><card xmlns="urn:example:x"/>'))).toEqual([
    'differs rfc6121-5.2.5-h failed',
  ]);
  expect(charged({ receives }, said('<body>hi</body><thread>t</thread>'))).toEqual(['differs rfc6120-8.4-a failed']);
  const delayed = check(said('<body>hi</body><delay xmlns="urn:xmpp:delay"/>'), 'delivery');
  expect(charged({ receives: [delayed] }, said('<body>hi</body>'))).toEqual(['missing delivery failed']);
});

test('without a rule about each element that differs, the stanza is missing', () => {
  const receives = [check(asked('<status>hi</status><card xmlns="urn:example:x"/>'), 'delivery may')];
  expect(charged({ receives }, asked('<card xmlns="urn:example:x"/>'))).toEqual(['missing delivery failed']);
  expect(charged({ receives: [check(said('<body>hi</body><thread>t</thread>'), 'delivery')] }, said(''))).toEqual([
    'missing delivery failed',
  ]);
  const nobody = check('<presence type="subscribe"><status>hi</status></presence>', 'delivery whole');
  expect(charged({ receives: [nobody] }, '<presence type="subscribe"/>')).toEqual(['missing delivery failed']);
});

test('of several stanzas that differ, the one that differs in the fewest details is compared', () => {
  const whole = check(asked('<status>hi</status>', ' id="deny" xml:lang="en"'), 'delivery whole');
  const [far, near] = [asked('', ' id="deny"'), asked('<status>hi</status>', ' id="deny"')];
  const expected = ['differs rfc6120-8.1.5-a failed', 'unexpected delivery,whole warned'];
  expect(charged({ receives: [whole] }, far, near)).toEqual(expected);
  expect(charged({ receives: [whole] }, near, far)).toEqual(expected);
});

test('a stanza that does not come breaks the rules of its arrival, and one about its elements only where none other is cited', () => {
  const whole = asked('<status>hi</status>');
  expect(charged({ receives: [check(whole, 'delivery whole')] })).toEqual(['missing delivery failed']);
  expect(charged({ receives: [check(whole, 'may whole')] })).toEqual(['missing whole failed']);
});

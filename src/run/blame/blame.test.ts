// Which server a failed check blames: juliet's clients are on A, and romeo's on B.

import { expect, test } from 'vitest';
import type { Actor } from '../../model/case.ts';
import type { Failure } from '../../model/failure.ts';
import type { CheckResult } from '../../model/result.ts';
import type { TranscriptEntry } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { loadRequirements } from '../../spec/requirements.ts';
import { parseXml } from '../../stanza/xml.ts';
import { blameOf } from './blame.ts';

const requirements = loadRequirements();
const place = { file: 'x.yaml', line: 1, col: 1 };
const plan = (ref: string) => ({
  ref,
  resource: ref,
  roster: true,
  presence: parseXml('<presence/>'),
  answers: true,
  atStart: true,
});
const actors: readonly Actor[] = [
  { name: 'juliet', account: 'fresh', isRemote: false, sessions: [plan('juliet/balcony'), plan('juliet/chamber')] },
  {
    name: 'romeo',
    account: 'fresh',
    isRemote: false,
    isPeer: true,
    sessions: [plan('romeo/orchard'), plan('romeo/garden')],
  },
];
const jids = new Map([
  ['juliet', 'juliet@a.test'],
  ['juliet/balcony', 'juliet@a.test/balcony'],
  ['juliet/chamber', 'juliet@a.test/chamber'],
  ['romeo', 'romeo@b.test'],
  ['romeo/orchard', 'romeo@b.test/orchard'],
  ['romeo/garden', 'romeo@b.test/garden'],
]);

/** `romeo/orchard < <message/>` is received, `>` sent; a line `---` stands for the expect step before. */
function playOf(play: string) {
  const lines = play.trim().split('\n');
  const since = lines.indexOf('---');
  const entries = lines
    .filter((line) => line !== '---')
    .map((line): TranscriptEntry => {
      const [session = '', arrow, ...xml] = line.trim().split(' ');
      const direction = arrow === '>' ? 'sent' : 'received';
      return { atMs: 0, session, direction, kind: 'step', stanza: parseXml(xml.join(' ')) };
    });
  return { entries, since: Math.max(since, 0) };
}

interface Failed {
  readonly at?: string;
  readonly rules: readonly string[];
  readonly state?: string;
}

/** The blame where the check fails at romeo/orchard; `failure` is made of the stanza that was received last. */
function blame(play: string, { at = 'romeo/orchard', rules, state }: Failed, failure: (last: XmlElement) => Failure) {
  const { entries, since } = playOf(play);
  const last = entries.findLast(({ direction }) => direction === 'received')?.stanza ?? parseXml('<none/>');
  const ids = rules.map((rule) => (rule.startsWith('rfc') ? rule : `rfc6121-${rule}`));
  const check: CheckResult = { place, session: at, requirements: ids, verdict: 'failed', failure: failure(last) };
  const given = state === undefined ? {} : { given: { user: 'juliet', contact: 'romeo', state, place } };
  const { kind, side } = blameOf(check, { case: { actors, ...given }, jids, requirements, entries, since });
  return `${kind} ${side}`;
}

const unexpected = (closest: XmlElement): Failure => ({ kind: 'unexpected', closest, allowed: [] });
const violates = (closest: XmlElement): Failure => ({ kind: 'violates', outcome: 'x', permitted: [], closest });
const missing = (xml: string) => (): Failure => ({ kind: 'missing', isOutOfOrder: false, expected: parseXml(xml) });

const PUSH = '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@b.test"/></query></iq>';
const PUSH_B = '<iq type="set"><query xmlns="jabber:iq:roster"><item jid="juliet@a.test"/></query></iq>';
const SUBSCRIBE = 'juliet/balcony > <presence type="subscribe" to="romeo@b.test"/>';
const SUBSCRIBE_SEEN = '<presence type="subscribe" from="juliet@a.test" to="romeo@b.test"/>';

test('a stanza that does not cross leaves the pair: either server may have lost it', () => {
  expect(blame(SUBSCRIBE, { rules: ['3.1.2-e'] }, missing(SUBSCRIBE_SEEN))).toBe('unseen pair');
  expect(blame(SUBSCRIBE, { rules: ['3.1.3-h'] }, missing(SUBSCRIBE_SEEN))).toBe('unseen pair');
});

test('a request that arrives at one resource of the contact is owed to the others by their server', () => {
  const play = `${SUBSCRIBE}\nromeo/garden < ${SUBSCRIBE_SEEN}`;
  expect(blame(play, { rules: ['3.1.3-h'] }, missing(SUBSCRIBE_SEEN))).toBe('arrived B');
});

test('a copy whose address was changed does not prove that the request came for all resources', () => {
  const changed = '<presence type="subscribe" from="juliet@a.test" to="romeo@b.test/garden"/>';
  const play = `${SUBSCRIBE}\nromeo/garden < ${changed}`;
  expect(blame(play, { rules: ['3.1.3-h'] }, missing(SUBSCRIBE_SEEN))).toBe('unseen pair');
});

test('a server owes the push to its own user, where only the user has acted', () => {
  expect(blame(SUBSCRIBE, { at: 'juliet/chamber', rules: ['3.1.2-h'] }, missing(PUSH))).toBe('owed A');
  const both = `${SUBSCRIBE}\nromeo/orchard > <presence type="subscribe" to="juliet@a.test"/>`;
  expect(blame(both, { at: 'juliet/chamber', rules: ['3.1.2-h'] }, missing(PUSH))).toBe('unseen pair');
});

test('the push after an approval is owed where the request was seen', () => {
  const approval = 'romeo/orchard > <presence type="subscribed" to="juliet@a.test"/>';
  const lost = `${SUBSCRIBE}\n---\n${approval}`;
  expect(blame(lost, { rules: ['3.1.5-b'] }, missing(PUSH_B))).toBe('unseen pair');
  const seen = `${SUBSCRIBE}\nromeo/orchard < ${SUBSCRIBE_SEEN}\n---\n${approval}`;
  expect(blame(seen, { rules: ['3.1.5-b'] }, missing(PUSH_B))).toBe('owed B');
});

test('the push after an approval is not owed where the other side may have ended the subscription before', () => {
  const remove =
    'juliet/balcony > <iq type="set"><query xmlns="jabber:iq:roster"><item jid="romeo@b.test" subscription="remove"/></query></iq>';
  const approval = 'romeo/orchard > <presence type="subscribed" to="juliet@a.test"/>';
  const play = `${remove}\n---\n${approval}`;
  expect(blame(play, { rules: ['3.1.5-b'] }, missing(PUSH_B))).toBe('unseen pair');
});

test('a server that delivers an approval owes the push, and one that does not may never have got it', () => {
  const approval = 'romeo/orchard > <presence type="subscribed" to="juliet@a.test"/>';
  const seen = 'juliet/balcony < <presence type="subscribed" from="romeo@b.test" to="juliet@a.test/balcony"/>';
  const at = { at: 'juliet/chamber', rules: ['3.1.6-d'] };
  expect(blame(`${approval}\n${seen}`, at, missing(PUSH))).toBe('arrived A');
  expect(blame(approval, at, missing(PUSH))).toBe('unseen pair');
});

test('what clients of one server do among themselves is no matter of the other server', () => {
  const rules = ['A.3.3-d'];
  const seen = '<presence type="subscribed" from="nurse@b.test"/>';
  const approval = 'romeo/garden > <presence type="subscribed" to="nurse@b.test"/>';
  expect(blame(approval, { rules }, missing(seen))).toBe('owed B');
  expect(blame(approval.replace('nurse@b', 'juliet@a'), { rules }, missing(seen))).toBe('unseen pair');
  expect(blame(approval, { rules }, missing(seen.replace('nurse@b', 'juliet@a')))).toBe('unseen pair');
  expect(blame(`${approval}\n${SUBSCRIBE}`, { rules }, missing(seen))).toBe('unseen pair');
  const remove = (jid: string) =>
    `romeo/orchard > <iq type="set" id="r"><query xmlns="jabber:iq:roster"><item jid="${jid}" subscription="remove"/></query></iq>`;
  const play = (jid: string) => `${remove(jid)}\nromeo/garden < ${PUSH_B.replace('juliet@a.test', jid)}`;
  expect(blame(play('nurse@b.test'), { rules: ['2.5.3-a'] }, violates)).toBe('owed B');
  expect(blame(play('juliet@a.test'), { rules: ['2.5.3-a'] }, violates)).toBe('unseen pair');
});

test('a stanza that is left out has come to the server whose roster it has changed', () => {
  const approval = 'romeo/orchard > <presence type="subscribed" to="juliet@a.test"/>';
  const pushed = `juliet/balcony < ${PUSH.replace('jid=', 'subscription="to" jid=')}`;
  const leftOut = (): Failure => ({ kind: 'violates', outcome: 'x', permitted: [] });
  const at = 'juliet/balcony';
  expect(blame(`${approval}\n${pushed}`, { at, rules: ['A.3.3-d'] }, leftOut)).toBe('reacted A');
  expect(blame(`${approval}\n${pushed}`, { at, rules: ['A.2.3-b'] }, leftOut)).toBe('unseen pair');
  expect(blame(approval, { at, rules: ['A.3.3-d'] }, leftOut)).toBe('unseen pair');
});

test('subscription presence from a full JID was stamped by the server of its sender', () => {
  const remove = 'juliet/balcony > <iq type="set" id="r"/>';
  const full = 'romeo/orchard < <presence type="unsubscribed" from="juliet@a.test/balcony"/>';
  const passive = (closest: XmlElement): Failure => ({
    kind: 'passive',
    closest,
    fault: { kind: 'full-jid-sender', from: 'juliet@a.test/balcony' },
  });
  expect(blame(`${remove}\n${full}`, { rules: ['3-a'] }, passive)).toBe('sent A');
  const nearMiss = (closest: XmlElement): Failure => ({
    kind: 'missing',
    isOutOfOrder: false,
    expected: parseXml('<presence type="unsubscribed" from="juliet@a.test"/>'),
    closest,
    difference: {
      path: 'presence@from',
      expected: { kind: 'value', value: 'juliet@a.test' },
      actual: { kind: 'value', value: 'juliet@a.test/balcony' },
    },
  });
  expect(blame(`${remove}\n${full}`, { rules: ['3-a'] }, nearMiss)).toBe('sent A');
  expect(blame(`${remove}\n${full}`, { rules: ['2.5.2-e'] }, nearMiss)).toBe('unseen pair');
});

test('a rule of form that a stanza of the own server breaks blames that server, and of the other one the pair', () => {
  const passive = (closest: XmlElement): Failure => ({ kind: 'passive', closest, fault: { kind: 'error-missing' } });
  const from = (jid: string) => `romeo/orchard < <message type="error" from="${jid}"/>`;
  expect(blame(from('b.test'), { rules: ['rfc6120-8.3.1-c'] }, passive)).toBe('made B');
  expect(blame(from('juliet@a.test'), { rules: ['rfc6120-8.3.1-c'] }, passive)).toBe('unseen pair');
});

const MESSAGE = 'romeo/orchard > <message id="m" to="juliet@a.test/nowhere"><body>Ay</body></message>';
const messageTo = (to: string) =>
  `juliet/chamber < <message id="m" from="romeo@b.test/orchard" to="${to}"><body>Ay</body></message>`;

test('a message to an unmatched address that is delivered blames the server of the recipient', () => {
  const rules = ['8.5.3.2.1-a'];
  expect(blame(`${MESSAGE}\n${messageTo('juliet@a.test/nowhere')}`, { rules }, violates)).toBe('delivered A');
});

test('a message whose address was changed on its way blames the pair', () => {
  const rules = ['8.5.3.2.1-a'];
  expect(blame(`${MESSAGE}\n${messageTo('juliet@a.test')}`, { rules }, violates)).toBe('unseen pair');
});

test('an error from the other domain proves nothing: the server that could not send may have made it', () => {
  const play = `romeo/orchard > <iq type="set" id="m" to="juliet@a.test"/>
romeo/orchard < <iq type="error" id="m" from="juliet@a.test"/>`;
  expect(blame(play, { rules: ['2.1.5-d'] }, violates)).toBe('unseen pair');
});

test('a wrong answer to a request to the own server blames that server', () => {
  const play = `romeo/orchard > <iq type="set" id="m"/>\nromeo/orchard < <iq type="error" id="m"/>`;
  expect(blame(play, { rules: ['2.4.2-c'] }, violates)).toBe('answered B');
  const answer = missing('<iq type="result" id="m"/>');
  expect(blame('romeo/orchard > <iq type="set" id="m"/>', { rules: ['2.4.2-c'] }, answer)).toBe('answered B');
});

const UPDATE = 'juliet/balcony > <presence><show>away</show></presence>';
const LEAK = 'romeo/orchard < <presence from="juliet@a.test/balcony" to="romeo@b.test"><show>away</show></presence>';

test('presence that reaches a user without authorisation was sent by the server of its owner', () => {
  expect(blame(`${UPDATE}\n${LEAK}`, { rules: ['11-b'] }, unexpected)).toBe('sent A');
});

test.each([
  ['came before, so the server of the receiver may have kept it', `${LEAK}\n---\n${UPDATE}\n${LEAK}`],
  [
    'may be owed, because the cancellation of the receiver may have been lost',
    `romeo/orchard > <presence type="unsubscribe" to="juliet@a.test"/>\n---\n${UPDATE}\n${LEAK}`,
  ],
  [
    'was directed by the client to another address of the other server',
    `juliet/balcony > <presence to="romeo@b.test/garden"/>\nromeo/orchard < <presence from="juliet@a.test/balcony" to="romeo@b.test/garden"/>`,
  ],
  ['is for another user of the other server', `${UPDATE}\n${LEAK.replace('to="romeo@', 'to="nurse@')}`],
])('presence that %s blames the pair', (_, play) => {
  expect(blame(play, { rules: ['11-b'] }, unexpected)).toBe('unseen pair');
});

test('an approval that nobody gave was sent by the server of the contact', () => {
  const play = `${SUBSCRIBE}\njuliet/balcony < <presence type="subscribed" from="romeo@b.test"/>`;
  expect(blame(play, { at: 'juliet/balcony', rules: ['3.1.3-d'] }, unexpected)).toBe('sent B');
});

test('a push is owed for a stanza that the other server made, where it arrived', () => {
  const remove = 'romeo/orchard > <iq type="set" id="r"/>';
  const seen = 'juliet/balcony < <presence type="unsubscribed" from="romeo@b.test"/>';
  const at = { at: 'juliet/chamber', rules: ['3.2.3-d'] };
  expect(blame(`${remove}\n${seen}`, at, missing(PUSH))).toBe('arrived A');
  expect(blame(`${remove}\n${seen}`, at, missing(PUSH.replace('romeo@', 'nurse@')))).toBe('unseen pair');
});

test('an approval that must not be routed and is received was sent by the server of its sender', () => {
  const play = `juliet/balcony > <presence type="subscribed" to="romeo@b.test"/>
romeo/orchard < <presence type="subscribed" from="juliet@a.test" to="romeo@b.test"/>`;
  expect(blame(play, { rules: ['A.2.3-b'] }, unexpected)).toBe('sent A');
  const asked = `juliet/chamber < <presence type="subscribe" from="romeo@b.test"/>\n${play}`;
  expect(blame(asked, { rules: ['A.2.3-b'] }, unexpected)).toBe('unseen pair');
});

test('a stanza that came twice blames the pair: either server may have repeated it', () => {
  const twice = (closest: XmlElement): Failure => ({ kind: 'unexpected', closest, allowed: [], isRepeated: true });
  expect(blame(`${UPDATE}\n${LEAK}`, { rules: ['11-b'] }, twice)).toBe('unseen pair');
});

test('a stanza out of order blames the pair', () => {
  const late = (): Failure => ({ kind: 'missing', isOutOfOrder: true, expected: parseXml(PUSH) });
  expect(blame(SUBSCRIBE, { at: 'juliet/chamber', rules: ['3.1.2-h'] }, late)).toBe('unseen pair');
});

test('an inbound stanza that changes nothing and is delivered blames the server that delivers it', () => {
  const play = `juliet/balcony > <presence type="unsubscribe" to="romeo@b.test"/>
romeo/orchard < <presence type="unsubscribe" from="juliet@a.test" to="romeo@b.test"/>`;
  expect(blame(play, { rules: ['A.3.2-e'] }, unexpected)).toBe('delivered B');
});

test('a second request blames the pair where the first one may have been lost', () => {
  const play = `${SUBSCRIBE}\nromeo/orchard < ${SUBSCRIBE_SEEN}`;
  const rules = ['A.3.1-b'];
  expect(blame(play, { rules, state: 'None + Pending Out' }, unexpected)).toBe('unseen pair');
});

const stateOf = (user: string, contact: string) => (): Failure => ({
  kind: 'state',
  user,
  contact,
  found: { name: 'To' },
  states: ['None'],
  differences: [{ kind: 'subscription', seen: 'to', expected: 'none' }],
});

test('a state that the user changes, and no stanza of the contact, blames the server of the user', () => {
  const leave = 'juliet/balcony > <presence type="unsubscribe" to="romeo@b.test"/>';
  const failed = { at: 'juliet', rules: ['A.2.2-b'] };
  expect(blame(leave, failed, stateOf('juliet', 'romeo'))).toBe('kept A');
  const answer = 'juliet/balcony < <presence type="subscribed" from="romeo@b.test"/>';
  expect(blame(`${leave}\n${answer}`, failed, stateOf('juliet', 'romeo'))).toBe('unseen pair');
  expect(blame(leave, { at: 'romeo', rules: ['A.3.2-a'] }, stateOf('romeo', 'juliet'))).toBe('unseen pair');
});

test('a check that breaks several rules blames a server only where each rule proves it', () => {
  const play = `${UPDATE}\n${LEAK}`;
  expect(blame(play, { rules: ['11-b', '11-c'] }, unexpected)).toBe('sent A');
  expect(blame(play, { rules: ['11-b', '12-p'] }, unexpected)).toBe('unseen pair');
});

test('a check without requirements blames the pair', () => {
  expect(blame(`${UPDATE}\n${LEAK}`, { rules: [] }, unexpected)).toBe('unseen pair');
});

const PUSH_OF = (subscription: string) => PUSH_B.replace('/></query>', ` subscription="${subscription}"/></query>`);

test('a server that changes the roster for a stanza has got it, and owes it to its client', () => {
  const unsubscribe = 'juliet/balcony > <presence type="unsubscribe" to="romeo@b.test"/>';
  const rules = ['A.3.2-b', '3.3.2-c'];
  const expected = missing('<presence type="unsubscribe" from="juliet@a.test"/>');
  expect(blame(`${unsubscribe}\nromeo/orchard < ${PUSH_OF('none')}`, { rules }, expected)).toBe('reacted B');
  expect(blame(`${unsubscribe}\nromeo/orchard < ${PUSH_OF('both')}`, { rules }, expected)).toBe('unseen pair');
  expect(blame(unsubscribe, { rules }, expected)).toBe('unseen pair');
});

test.each([
  ['the client of the user has acted', 'romeo/orchard > <iq type="set" id="r"/>'],
  ['another stanza of the contact has come', 'romeo/orchard < <presence type="unsubscribed" from="juliet@a.test"/>'],
])('a roster change proves nothing where %s', (_, line) => {
  const play = `juliet/balcony > <presence type="unsubscribe" to="romeo@b.test"/>\n${line}\nromeo/orchard < ${PUSH_OF('none')}`;
  expect(blame(play, { rules: ['A.3.2-b'] }, missing('<presence type="unsubscribe"/>'))).toBe('unseen pair');
});

test('a server that approves a request by itself owes the push to its own user', () => {
  const ask = 'romeo/orchard > <presence type="subscribe" to="juliet@a.test"/>';
  const approval = 'romeo/orchard < <presence type="subscribed" from="juliet@a.test"/>';
  const at = { at: 'juliet/balcony', rules: ['3.4.2-h'] };
  expect(blame(`${ask}\n${approval}`, at, missing(PUSH))).toBe('reacted A');
  expect(blame(ask, at, missing(PUSH))).toBe('unseen pair');
});

test('what arrives was sent: rules on the sender, which the check cites too, are kept', () => {
  const play = `${SUBSCRIBE}\nromeo/garden < ${SUBSCRIBE_SEEN}`;
  expect(blame(play, { rules: ['3.1.2-f', '3.1.3-h'] }, missing(SUBSCRIBE_SEEN))).toBe('arrived B');
});

test('a result to a request for an account or a server was made by that server', () => {
  const ask = (to: string) => `romeo/orchard > <iq type="get" id="m" to="${to}"/>`;
  const result = (from: string) => `romeo/orchard < <iq type="result" id="m" from="${from}"/>`;
  const rules = ['2-c'];
  expect(blame(`${ask('juliet@a.test')}\n${result('juliet@a.test')}`, { rules }, violates)).toBe('sent A');
  const full = 'juliet@a.test/balcony';
  expect(blame(`${ask(full)}\n${result(full)}`, { rules }, violates)).toBe('unseen pair');
  const left = `${ask('juliet@a.test')}\njuliet/balcony < <iq type="get" id="m" to="juliet@a.test"/>`;
  expect(blame(`${left}\n${result('juliet@a.test')}`, { rules }, violates)).toBe('unseen pair');
});

test('a broadcast that is no directed presence was sent by the server of its owner', () => {
  const directed = 'juliet/balcony > <presence to="romeo@b.test"><show>chat</show></presence>';
  expect(blame(`${directed}\n${UPDATE}\n${LEAK}`, { rules: ['4.6.3-g'] }, unexpected)).toBe('sent A');
  const same = 'juliet/balcony > <presence to="romeo@b.test"><show>away</show></presence>';
  expect(blame(`${same}\n${UPDATE}\n${LEAK}`, { rules: ['4.6.3-g'] }, unexpected)).toBe('unseen pair');
});

test('a state that a stanza of the contact changes is wrong at the server that has got it', () => {
  const deny = 'romeo/orchard > <presence type="unsubscribed" to="juliet@a.test"/>';
  const seen = 'juliet/balcony < <presence type="unsubscribed" from="romeo@b.test"/>';
  const again = 'juliet/chamber < <presence type="subscribed" from="romeo@b.test"/>';
  const failure = (): Failure => ({
    ...{ kind: 'state', user: 'juliet', contact: 'romeo', found: { name: 'None + Pending Out' }, states: ['None'] },
    differences: [{ kind: 'ask', seen: true }],
  });
  const at = { at: 'juliet', rules: ['A.3.4-a'] };
  expect(blame(`${deny}\n${seen}`, at, failure)).toBe('arrived A');
  expect(blame(deny, at, failure)).toBe('unseen pair');
  expect(blame(`${deny}\n${seen}\n${again}`, at, failure)).toBe('unseen pair');
});

test('while the streams between the servers are cut, the server of the user alone can be at fault', () => {
  const error = '<message type="error" from="romeo@b.test"><error/></message>';
  const check: CheckResult = {
    ...{ place, session: 'juliet/balcony', requirements: ['rfc6120-10.4.3-b'], verdict: 'failed' },
    failure: violates(parseXml(error)),
  };
  const { entries: before } = playOf('juliet/balcony > <message to="romeo@b.test"/>');
  const note = (kind: 'streams-cut' | 'streams-restored'): TranscriptEntry => ({
    ...{ atMs: 0, session: 'juliet/balcony', direction: 'note', kind: 'ambient' },
    note: { kind },
  });
  const blameIn = (entries: readonly TranscriptEntry[], since: number) =>
    blameOf(check, { case: { actors }, jids, requirements, entries, since });
  const cut = [...before, note('streams-cut'), ...before];
  expect(blameIn(cut, before.length)).toEqual({ kind: 'apart', side: 'A' });
  // What was sent before the cut may have reached the other server.
  expect(blameIn(cut, 0)).toMatchObject({ kind: 'unseen' });
  expect(blameIn([...cut, note('streams-restored')], before.length)).toMatchObject({ kind: 'unseen' });
  expect(blameIn(before, 0)).toMatchObject({ kind: 'unseen' });
});

test('what comes of a stanza for a third domain is owed by the server of its sender', () => {
  const lost = 'juliet/balcony > <message to="mercutio@silent.test" id="m"/>';
  const at = { at: 'juliet/balcony', rules: ['rfc6120-10.4.3-b'] };
  const silent = (): Failure => ({ kind: 'violates', outcome: 'silent', permitted: [] });
  expect(blame(lost, at, silent)).toBe('owed A');
  expect(blame(`${lost}\n${SUBSCRIBE}`, at, silent)).toBe('unseen pair');
  expect(blame(lost, { ...at, at: 'romeo/orchard' }, silent)).toBe('unseen pair');
});

const SENT = 'romeo/orchard > <message id="m" type="x" to="juliet@a.test" xml:lang="it"><body>Ay</body></message>';
const SEEN = `juliet/chamber < ${SENT.split(' > ')[1]?.replace('<message', '<message from="romeo@b.test/orchard"')}`;

test.each([
  ['its sender', SEEN.replace('/orchard', '')],
  ['its type', SEEN.replace('type="x"', 'type="chat"')],
  ['its language', SEEN.replace(' xml:lang="it"', '')],
  ['its content', SEEN.replace('Ay', 'Nay')],
])('a stanza with %s changed on its way proves nothing of the server that hands it over', (_, seen) => {
  const lacking = missing('<message type="x"><body>Ay</body></message>');
  const at = { at: 'juliet/balcony', rules: ['8.5.3.1-d'] };
  expect(blame(`${SENT}\n${SEEN}`, at, lacking)).toBe('arrived A');
  expect(blame(`${SENT}\n${seen}`, at, lacking)).toBe('unseen pair');
});

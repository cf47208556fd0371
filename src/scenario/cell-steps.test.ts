// The cells of Appendix A, from the file to the expected stanzas of both users.

import { expect, test } from 'vitest';
import { shippedCases } from '../cli/shipped-cases.test-kit.ts';
import type { Case } from '../model/case.ts';
import type { ExpectStep, SessionExpectation } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { domainOf } from '../stanza/jid.ts';
import { mistakesIn, parse, standards } from './standards.test-kit.ts';

const { all: cases, warnings } = shippedCases;
const ofTables = cases.filter(({ id }) => /^rfc6121\/A\.[23]\.\d\/(in|out)bound/.test(id));

/** A scenario of one cell, in line 6. */
function scenario(cell: string, options: { state?: string; sent?: string; from?: string; head?: string } = {}): string {
  const { state = 'None', sent = 'subscribe', from = 'juliet/balcony', head = 'topologies: [local, remote]' } = options;
  return `title: A scenario
actors: { juliet: { balcony: {} }, romeo: { orchard: {} } }
given: { user: juliet, contact: romeo, state: ${state} }
steps:
  - send: { from: ${from}, stanza: '<presence to="\${romeo}" type="${sent}" id="a"/>' }
  - expect: { ${cell} }
${head}`;
}

/** `push none ask`, `subscribe`, `unavailable`, `presence`. */
function summaryOf(stanza: XmlElement): string {
  const { type = '' } = stanza.attrs;
  const [query] = stanza.children;
  if (typeof query !== 'object') return type === '${absent}' ? 'presence' : type;
  const item = query.children.find((child): child is XmlElement => typeof child === 'object');
  const { subscription = '', ask } = item?.attrs ?? {};
  return `push ${subscription.replace(/[${}]|optional:/g, '')}${ask?.includes('subscribe') ? ' ask' : ''}`;
}

const summaries = (sessions: readonly SessionExpectation[]) =>
  sessions.map(
    ({ session, receives }) => `${session}: ${receives.map(({ pattern }) => summaryOf(pattern)).join(', ')}`,
  );

const caseCalled = (id: string): Case => cases.find((entry) => entry.id === `rfc6121/${id}`)!;
const expectOf = (id: string) => caseCalled(id).steps.find((step): step is ExpectStep => step.kind === 'expect')!;

test('each shipped case has a name of its own for a domain that is not there: a server remembers what it looked up', () => {
  const sent = cases.flatMap(({ id, steps }) =>
    steps.flatMap((step) => (step.kind === 'send' ? [{ id, to: domainOf(step.stanza.attrs['to'] ?? '') }] : [])),
  );
  const unknown = sent.filter(({ to }) => to.endsWith('.invalid'));
  expect(unknown.length).toBeGreaterThan(10);
  expect(unknown.filter(({ to }) => !to.includes('${nonce}'))).toEqual([]);
});

test('finds no mistakes in the shipped scenarios, and warns of nothing', () => {
  // `loadCases` throws every mistake.
  expect(warnings).toEqual([]);
});

test('expands every cell for a remote contact, and for a local one that can cause the stanza', () => {
  const causable = standards.tables.appendix.tables.flatMap((t) => t.cells).filter((cell) => cell.localCause);
  expect(ofTables.filter(({ topology }) => topology === 'remote')).toHaveLength(72);
  expect(ofTables.filter(({ topology }) => topology === 'local')).toHaveLength(causable.length);
});

test('cites every server requirement of Appendix A in a check', () => {
  const cited = new Set(cases.flatMap(({ requirements }) => requirements));
  const wanted = [...standards.requirements.values()].filter(
    ({ rfc, role }) => rfc.startsWith('A.') && role !== 'client',
  );
  expect(wanted.map(({ id }) => id).filter((id) => !cited.has(id))).toEqual([]);
  expect(wanted).toHaveLength(35);
});

test('names the case of a cell after its state', () => {
  expect(ofTables.map(({ id }) => id)).toContain('rfc6121/A.2.1/outbound-subscribe[none+pending-in,remote]');
});

test('expects the stanza at a remote contact, and pushes at the user', () => {
  expect(summaries(expectOf('A.2.1/outbound-subscribe[none,remote]').sessions)).toEqual([
    'juliet/balcony: push none ask',
    'juliet/chamber: push none ask',
    'romeo/orchard: subscribe',
  ]);
});

test('expects stanzas at both users for a local contact', () => {
  const { sessions } = expectOf('A.3.3/inbound-subscribed[from+pending-out]');
  expect(summaries(sessions)).toEqual([
    'juliet/balcony: presence, subscribed, push both',
    'juliet/chamber: presence, subscribed, push both',
    'romeo/orchard: push both',
  ]);
});

test('expects unavailable presence before a cancellation and after an unsubscribe', () => {
  expect(summaries(expectOf('A.2.4/outbound-unsubscribed[from,remote]').sessions)).toContain(
    'romeo/orchard: unavailable, unavailable, unsubscribed',
  );
  expect(summaries(expectOf('A.3.2/inbound-unsubscribe[from,remote]').sessions)).toContain(
    'romeo/orchard: unavailable, unavailable, unsubscribed',
  );
});

test.each([
  ['A.3.1/inbound-subscribe[none+pending-in,remote]', { ignored: [], delivered: ['rfc6121-A.3.1-b'] }],
  ['A.2.4/outbound-unsubscribed[to,remote]', { ignored: [], delivered: ['rfc6121-A.2.4-b', 'rfc6121-3.2.2-a'] }],
  ['A.2.4/outbound-unsubscribed[none+pending-in,remote]', { 'presence-kept': [], 'presence-told': [] }],
  ['A.2.3/outbound-subscribed[none]', { ignored: [], 'pre-approved': [] }],
  ['A.2.1/outbound-subscribe[from,remote]', { 'shown-as-from': [], 'shown-as-none': ['rfc6121-A.2.1-b'] }],
  [
    'A.3.4/inbound-unsubscribed[none+pending-out,remote]',
    { delivered: [], unpushed: ['rfc6121-12-p'], 'denial-ignored': ['rfc6121-A.3.4-b'] },
  ],
  [
    'A.3.2/inbound-unsubscribe[to+pending-in,remote]',
    { 'ignored-answered': [], 'ignored-unanswered': [], 'delivered-answered': [], 'delivered-unanswered': [] },
  ],
  [
    'A.3.1/inbound-subscribe[both,remote]',
    {
      'ignored-answered': [],
      'ignored-unanswered': ['rfc6121-A.3.1-d'],
      'delivered-answered': ['rfc6121-A.3.1-c'],
      'delivered-unanswered': ['rfc6121-A.3.1-c', 'rfc6121-A.3.1-d'],
    },
  ],
])('distinguishes the outcomes of %s', (id, outcomes) => {
  expect(Object.fromEntries(expectOf(id).alternatives.map(({ name, violates }) => [name, violates]))).toEqual(outcomes);
});

test('checks the states of both users if both are on the server', () => {
  const states = (id: string) =>
    caseCalled(id).steps.flatMap((step) => (step.kind === 'state' ? [[step.user, step.states[0]]] : []));
  expect(states('A.3.1/pre-approved[none]')).toEqual([
    ['romeo', 'To'],
    ['juliet', 'From'],
  ]);
  expect(states('A.3.1/pre-approved[none,remote]')).toEqual([['juliet', 'From']]);
});

test('expects the reply to a pre-approved contact, or recognises the request at the user', () => {
  const expects = caseCalled('A.3.1/pre-approved[to,remote]').steps.filter((step) => step.kind === 'expect');
  const [approved, asked] = expects[1]!.alternatives;
  expect(approved).toMatchObject({ name: 'approved', violates: [] });
  expect(summaries(approved!.sessions)).toContain('romeo/orchard: subscribed');
  expect(asked).toMatchObject({ name: 'asked-instead', violates: ['rfc6121-3.4.2-h', 'rfc6121-3.4.2-g'] });
  expect(summaries(asked!.sessions)).toContain('juliet/balcony: subscribe');
});

test('leaves it to the SHOULD of 2.1.2.2 whether a push shows ask', () => {
  const [balcony] = expectOf('A.2.1/outbound-subscribe[none,remote]').sessions;
  expect(balcony!.receives[0]!.further.map(({ proves }) => proves)).toEqual([['rfc6121-2.1.2.2-a']]);
});

test('expects a stanza without an id as it was sent', () => {
  const text = scenario('cell: out-subscribe-1').replace(' id="a"', '');
  const [, step] = parse(text).cases[1]!.steps;
  const sent = (step as ExpectStep).sessions
    .flatMap(({ receives }) => receives)
    .find(({ pattern }) => pattern.name === 'presence');
  expect(sent?.pattern.attrs).not.toHaveProperty('id');
});

test.each([
  [
    'an unknown cell',
    scenario('cell: out-subscribe-10'),
    '6:21 unknown cell "out-subscribe-10"; did you mean "out-subscribe-1"?',
  ],
  ['an unknown column', scenario("cell: '${cell}'"), '6:21 unknown column "cell" in "${cell}"'],
  [
    'another state',
    scenario('cell: out-subscribe-5'),
    '6:21 the cell "out-subscribe-5" is for the state "To", but "given" has "None"',
  ],
  [
    'another stanza',
    scenario('cell: out-subscribe-1', { sent: 'unsubscribe' }),
    '6:21 the cell "out-subscribe-1" needs a send of <presence type="subscribe"/> by "juliet" before it',
  ],
  [
    'the other sender',
    scenario('cell: in-subscribe-1'),
    '6:21 the cell "in-subscribe-1" needs a send of <presence type="subscribe"/> by "romeo" before it',
  ],
  [
    'no "given"',
    scenario('cell: out-subscribe-1').replace(/given.*\n/, ''),
    '5:21 the cell "out-subscribe-1" needs "given" with the state "None"',
  ],
  [
    'another key',
    scenario('cell: out-subscribe-1, juliet/balcony: []'),
    '6:21 "cell" states all expected stanzas; remove "juliet/balcony"',
  ],
  [
    'pre-approval that has no effect',
    scenario('cell: out-subscribe-1 pre-approved'),
    '6:21 pre-approval has no effect in the cell "out-subscribe-1"; remove "pre-approved"',
  ],
  [
    'no local contact that can cause it',
    scenario('cell: in-subscribed-1', { sent: 'subscribed', from: 'romeo/orchard' }),
    '6:21 no local contact can cause the cell "in-subscribed-1"; write topologies: [remote]',
  ],
])('reports a cell with %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(`x.yaml:${message}`);
});

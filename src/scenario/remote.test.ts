// Remote contacts, broken connections and states.

import { expect, test } from 'vitest';
import { CHECK, mistakesIn, parse, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const REMOTE = '\ntopologies: [local, remote]';
const state = (inside: string) => `  - state: { ${inside} }\n${CHECK}`;
const DROPPED = `  - drop: juliet/balcony\n  - expect: { juliet/chamber: [ { stanza: <presence/>, proves: ${ID} } ] }`;

const remoteActors = (head: string) =>
  parse(withSteps(CHECK, head)).cases.map(({ topology, actors }) => [
    topology,
    ...actors.filter(({ isRemote }) => isRemote).map(({ name }) => name),
  ]);

test('puts all actors but the first on the remote domain in topology remote', () => {
  expect(remoteActors(`${REMOTE}\naccounts: { tybalt: absent }`)).toEqual([['local'], ['remote', 'romeo', 'tybalt']]);
});

test('takes the contacts from the file', () => {
  expect(remoteActors(`${REMOTE}\ncontacts: [juliet]`)).toEqual([['local'], ['remote', 'juliet']]);
});

test('sends nothing automatically for a remote actor', () => {
  const [, remote] = parse(withSteps(CHECK, REMOTE)).cases;
  const [orchard] = remote!.actors[1]!.sessions;
  expect(orchard).toEqual({ ref: 'romeo/orchard', resource: 'orchard', roster: false, answers: false, atStart: true });
});

test('connects a dropped session before the first step', () => {
  const [only] = parse(withSteps(DROPPED)).cases;
  expect(only?.steps[0]).toMatchObject({ kind: 'drop', session: 'juliet/balcony' });
  expect(only?.actors[0]?.sessions[0]?.atStart).toBe(true);
});

test('accepts one state or several', () => {
  const [step] = parse(withSteps(state(`user: juliet, contact: romeo, is: [None, To], proves: ${ID}`))).cases[0]!.steps;
  expect(step).toMatchObject({ kind: 'state', user: 'juliet', contact: 'romeo', states: ['None', 'To'], proves: [ID] });
});

test.each([
  [
    'an unknown table',
    withSteps(CHECK, '\ncases: { from: appendix-a/in-subscrib }'),
    '2:16 unknown table "appendix-a/in-subscrib"; did you mean "appendix-a/in-subscribe"?',
  ],
  [
    'an unknown contact',
    withSteps(CHECK, `${REMOTE}\ncontacts: [romoe]`),
    '3:12 unknown actor "romoe"; did you mean "romeo"?',
  ],
  [
    'contacts without the topology',
    withSteps(CHECK, '\ncontacts: [romeo]'),
    '2:11 "contacts" needs topology remote or federated; add it to "topologies", or remove "contacts"',
  ],
  [
    'a scenario with contacts only',
    withSteps(CHECK, `${REMOTE}\ncontacts: [juliet, romeo]`),
    '3:11 expected at least one actor that is not a contact: it has an account on the server',
  ],
  [
    'a special account on the remote domain',
    withSteps(CHECK, `${REMOTE}\naccounts: { romeo: rosterless }`),
    '3:20 "romeo" is on the other domain, so the target cannot set up its account "rosterless"',
  ],
  [
    'the roster of a remote actor',
    withSteps(`  - roster: { of: romeo, is: [], proves: ${ID} }`, REMOTE),
    '5:19 cannot read the roster of "romeo" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'the given state of a remote actor',
    withSteps(CHECK, `${REMOTE}\ngiven: { user: romeo, contact: juliet, state: None }`),
    '3:16 cannot read the state of "romeo" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'dropping a remote actor',
    withSteps(DROPPED.replace('juliet/balcony', 'romeo/orchard'), REMOTE),
    '5:11 cannot drop "romeo/orchard" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'dropping a disconnected session',
    withSteps(`  - disconnect: juliet/balcony\n${DROPPED}`),
    '5:5 cannot drop "juliet/balcony": it is not connected here',
  ],
  [
    'expecting a stanza at a dropped session',
    withSteps(DROPPED.replace('juliet/chamber', 'juliet/balcony')),
    '5:15 cannot expect on "juliet/balcony": it is not connected here',
  ],
  [
    'a drop without an expect',
    withSteps(`${CHECK}\n  - drop: juliet/balcony`),
    '5:5 no expect checks the effects of this drop; add one after it',
  ],
  [
    'an expect after a drop that requires no stanza',
    withSteps(`  - drop: juliet/balcony\n${CHECK}`),
    '5:5 an expect after a drop must require a stanza: a fence cannot prove silence after a broken connection',
  ],
  [
    'the state of an unknown actor',
    withSteps(state(`user: julia, contact: romeo, is: To, proves: ${ID}`)),
    '4:20 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'an unknown state',
    withSteps(state(`user: juliet, contact: romeo, is: [To, Form], proves: ${ID}`)),
    '4:53 unknown state "Form"; did you mean "From"?',
  ],
  [
    'a state of an actor towards itself',
    withSteps(state(`user: juliet, contact: juliet, is: To, proves: ${ID}`)),
    '4:37 expected two different actors in "state"',
  ],
  [
    'a state without expected states',
    withSteps(state(`user: juliet, contact: romeo, proves: ${ID}`)),
    '4:12 key "is" is missing in "state"',
  ],
  [
    'a state with a cell and expected states',
    withSteps(state('cell: out-subscribe-1, is: To')),
    '4:12 "cell" states the expected states; remove "is"',
  ],
])('reports %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(`x.yaml:${message}`);
});

test('accepts the remote domain itself as an actor, only as a contact', () => {
  const file = (topologies: string) => `title: A scenario
topologies: [${topologies}]
actors: { juliet: { balcony: {} }, service: { host: {} } }
accounts: { service: domain }
steps:
  - send: { from: juliet/balcony, stanza: '<presence to="\${service}"/>' }
${CHECK}`;
  expect(parse(file('remote')).cases[0]?.actors[1]).toMatchObject({ account: 'domain', isRemote: true });
  expect(mistakesIn(file('local, remote'))).toBe(
    'x.yaml:4:22 "service" is the remote domain itself, so it must be a contact; write topologies: [remote]',
  );
});

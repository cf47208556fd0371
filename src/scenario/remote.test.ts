// Contacts on the remote domain, connections that break, states that are looked at.

import { expect, test } from 'vitest';
import { LOOK, mistakesIn, parse, play } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const REMOTE = '\ntopologies: [local, remote]';
const state = (inside: string) => `  - state: { ${inside} }\n${LOOK}`;
const DROPPED = `  - drop: juliet/balcony\n  - expect: { juliet/chamber: [ { stanza: <presence/>, proves: ${ID} } ] }`;

const remoteActors = (head: string) =>
  parse(play(LOOK, head)).cases.map(({ topology, actors }) => [
    topology,
    ...actors.filter(({ isRemote }) => isRemote).map(({ name }) => name),
  ]);

test('in topology remote all actors but the first are on the remote domain', () => {
  expect(remoteActors(`${REMOTE}\naccounts: { tybalt: absent }`)).toEqual([['local'], ['remote', 'romeo', 'tybalt']]);
});

test('contacts are those that the file names', () => {
  expect(remoteActors(`${REMOTE}\ncontacts: [juliet]`)).toEqual([['local'], ['remote', 'juliet']]);
});

test('nothing goes out by itself for a remote actor', () => {
  const [, remote] = parse(play(LOOK, REMOTE)).cases;
  const [orchard] = remote!.actors[1]!.sessions;
  expect(orchard).toEqual({ ref: 'romeo/orchard', resource: 'orchard', roster: false, answers: false, atStart: true });
});

test('a dropped session was there at the start', () => {
  const [only] = parse(play(DROPPED)).cases;
  expect(only?.steps[0]).toMatchObject({ kind: 'drop', session: 'juliet/balcony' });
  expect(only?.actors[0]?.sessions[0]?.atStart).toBe(true);
});

test('a state is one, or one of several', () => {
  const [step] = parse(play(state(`user: juliet, contact: romeo, is: [None, To], proves: ${ID}`))).cases[0]!.steps;
  expect(step).toMatchObject({ kind: 'state', user: 'juliet', contact: 'romeo', states: ['None', 'To'], proves: [ID] });
});

test.each([
  [
    'an unknown table',
    play(LOOK, '\ncases: { from: appendix-a/in-subscrib }'),
    '2:16 unknown table "appendix-a/in-subscrib"; did you mean "appendix-a/in-subscribe"?',
  ],
  [
    'an unknown contact',
    play(LOOK, `${REMOTE}\ncontacts: [romoe]`),
    '3:12 unknown actor "romoe"; did you mean "romeo"?',
  ],
  [
    'contacts without the topology',
    play(LOOK, '\ncontacts: [romeo]'),
    '2:11 "contacts" goes with topology remote; add it or remove them',
  ],
  [
    'nobody on the server',
    play(LOOK, `${REMOTE}\ncontacts: [juliet, romeo]`),
    '3:11 expected an actor besides the contacts, with an account on the server',
  ],
  [
    'a special account on the remote domain',
    play(LOOK, `${REMOTE}\naccounts: { romeo: rosterless }`),
    '3:20 "romeo" is on the remote domain, so the target cannot set up its account "rosterless"',
  ],
  [
    'the roster of a remote actor',
    play(`  - roster: { of: romeo, is: [], proves: ${ID} }`, REMOTE),
    '5:19 cannot read the roster of "romeo" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'the given state of a remote actor',
    play(LOOK, `${REMOTE}\ngiven: { user: romeo, contact: juliet, state: None }`),
    '3:16 cannot read the state of "romeo" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'dropping a remote actor',
    play(DROPPED.replace('juliet/balcony', 'romeo/orchard'), REMOTE),
    '5:11 cannot drop "romeo/orchard" in topology remote: "romeo" is on the remote domain',
  ],
  [
    'dropping what is not connected',
    play(`  - disconnect: juliet/balcony\n${DROPPED}`),
    '5:5 cannot drop "juliet/balcony": it is not connected here',
  ],
  [
    'expecting on what was dropped',
    play(DROPPED.replace('juliet/chamber', 'juliet/balcony')),
    '5:15 cannot expect on "juliet/balcony": it is not connected here',
  ],
  [
    'a drop nobody looks at',
    play(`${LOOK}\n  - drop: juliet/balcony`),
    '5:5 nothing looks at what this drop causes; add an expect after it',
  ],
  [
    'waiting for nothing after a drop',
    play(`  - drop: juliet/balcony\n${LOOK}`),
    '5:5 an expect after a drop must ask for a stanza: no fence holds behind a connection that broke',
  ],
  [
    'the state of an unknown actor',
    play(state(`user: julia, contact: romeo, is: To, proves: ${ID}`)),
    '4:20 unknown actor "julia"; did you mean "juliet"?',
  ],
  [
    'a state of no name',
    play(state(`user: juliet, contact: romeo, is: [To, Form], proves: ${ID}`)),
    '4:53 unknown state "Form"; did you mean "From"?',
  ],
  [
    'a state towards oneself',
    play(state(`user: juliet, contact: juliet, is: To, proves: ${ID}`)),
    '4:37 expected two different actors in "state"',
  ],
  [
    'a state without an end',
    play(state(`user: juliet, contact: romeo, proves: ${ID}`)),
    '4:12 key "is" is missing in "state"',
  ],
  [
    'a state told twice',
    play(state('cell: out-subscribe-1, is: To')),
    '4:12 "cell" says all of the state; remove "is"',
  ],
])('the mistake of %s', (_, text, message) => {
  expect(mistakesIn(text)).toBe(`x.yaml:${message}`);
});

test('an actor may be the remote domain itself, and only as a contact', () => {
  const file = (topologies: string) => `title: A play
topologies: [${topologies}]
actors: { juliet: { balcony: {} }, service: { host: {} } }
accounts: { service: domain }
steps:
  - send: { from: juliet/balcony, stanza: '<presence to="\${service}"/>' }
${LOOK}`;
  expect(parse(file('remote')).cases[0]?.actors[1]).toMatchObject({ account: 'domain', isRemote: true });
  expect(mistakesIn(file('local, remote'))).toBe(
    'x.yaml:4:22 "service" is the remote domain itself, so it must be a contact; write topologies: [remote]',
  );
});

// Contacts on a second server: what the cases of topology federated hold.

import { expect, test } from 'vitest';
import { shippedCases } from '../cli/shipped-cases.test-kit.ts';
import type { ExpectStep } from '../model/step.ts';
import { CHECK, mistakesIn, parse, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';
const BOTH = '\ntopologies: [local, federated]';
const federated = shippedCases.all.filter(({ topology }) => topology === 'federated');
const called = (id: string) => federated.find((aCase) => aCase.id === `rfc6121/${id}`)!;

/** The requirements that the stanzas of the first expect step prove, by session. */
function provenIn(id: string): readonly (readonly [string, readonly string[]])[] {
  const step = called(id).steps.find((one): one is ExpectStep => one.kind === 'expect')!;
  const sessions = step.alternatives[0]?.sessions ?? step.sessions;
  return sessions.map(({ session, receives }) => [session, receives.flatMap(({ proves }) => proves)]);
}

test('puts all actors but the first on the second server, with sessions like those of the first', () => {
  const [local, other] = parse(withSteps(CHECK, BOTH)).cases;
  expect(other?.id).toBe(`${local?.id}[federated]`);
  expect(other?.actors.map(({ name, isRemote, isPeer }) => [name, isRemote, isPeer])).toEqual([
    ['juliet', false, undefined],
    ['romeo', false, true],
  ]);
  expect(other?.actors.map(({ sessions }) => sessions)).toEqual(local?.actors.map(({ sessions }) => sessions));
});

test('takes the contacts from the file', () => {
  const [, other] = parse(withSteps(CHECK, `${BOTH}\ncontacts: [juliet]`)).cases;
  expect(other?.actors.filter(({ isPeer }) => isPeer).map(({ name }) => name)).toEqual(['juliet']);
});

test('needs a second server', () => {
  expect(parse(withSteps(CHECK, BOTH)).cases.map(({ needs }) => needs.map(({ feature }) => feature))).toEqual([
    ['roster-get'],
    ['roster-get', 'peer'],
  ]);
});

test('refuses an account on the second server that only the first one sets up', () => {
  expect(mistakesIn(withSteps(CHECK, `${BOTH}\naccounts: { romeo: rosterless }`))).toBe(
    'x.yaml:3:20 "romeo" is on the other domain, so the target cannot set up its account "rosterless"',
  );
});

test('every cell of Appendix A that a client can cause is there, from both sides', () => {
  const cells = federated.filter(({ id }) => /^rfc6121\/A\.[23]\.\d\/(in|out)bound/.test(id));
  const local = shippedCases.all.filter(
    ({ id, topology }) => topology === 'local' && /^rfc6121\/A\.[23]\.\d\/(in|out)bound/.test(id),
  );
  expect(cells.map(({ id }) => id)).toEqual(local.map(({ id }) => `${id.slice(0, -1)},federated]`));
});

test('there are at least 600 cases', () => {
  expect(federated.length).toBeGreaterThanOrEqual(600);
});

/** Scenarios that hold for local contacts alone, and the one that has the rule on contacts elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '2.1.5/changed-by-another': '2.1.5/changed-from-abroad',
  '3.1.2/local': '3.1.2/federated',
  '3.1.2/missing-account': '3.1.3/missing-account',
  '3.3.2/local': '3.3.2/federated',
  '3.3.2/presence-ends': '3.3.2/presence-ends-federated',
  '7/sample-session': '7/sample-session-federated',
  '8.5.1/presence-subscribe-local': '3.1.3/missing-account',
};

test('every scenario with local contacts has a federated case, in itself or in one that cites the rule on other servers', () => {
  const scenarioOf = ({ id }: { readonly id: string }) => id.replace(/^rfc6121\//, '').replace(/\[.*$/, '');
  const covered = new Set(federated.map(scenarioOf));
  const local = shippedCases.all.filter(({ topology, actors }) => topology === 'local' && actors.length > 1);
  const missing = [...new Set(local.map(scenarioOf))].filter((name) => !covered.has(name));
  expect(missing.toSorted()).toEqual(Object.keys(ELSEWHERE).toSorted());
  expect(Object.values(ELSEWHERE).filter((name) => !covered.has(name))).toEqual([]);
});

test('no case has a stanza that no client of the second server can send', () => {
  const forged = federated.filter(({ actors, steps }) => {
    const peers = new Set(actors.flatMap(({ isPeer, sessions }) => (isPeer ? sessions.map(({ ref }) => ref) : [])));
    return steps.some(
      (step) => step.kind === 'send' && peers.has(step.from) && step.stanza.attrs['from'] !== undefined,
    );
  });
  expect(forged.map(({ id }) => id)).toEqual([]);
});

test('a subscription request proves the rule on remote contacts, and what the second server owes its clients', () => {
  expect(provenIn('A.2.1/outbound-subscribe[none,federated]')).toEqual([
    ['juliet/balcony', ['rfc6121-3.1.2-h']],
    ['juliet/chamber', ['rfc6121-3.1.2-h']],
    ['romeo/orchard', expect.arrayContaining(['rfc6121-3.1.2-e', 'rfc6121-3.1.3-h'])],
  ]);
});

test('the states of both users are checked after a cell', () => {
  const { steps } = called('A.2.1/state-after[none,federated]');
  const states = steps.flatMap((step) => (step.kind === 'state' ? [[step.user, ...step.states]] : []));
  expect(states).toEqual([
    ['juliet', 'None + Pending Out'],
    ['romeo', 'None + Pending In'],
  ]);
});

const TWO = '\ntopologies: [federated]';

test('a case that cuts streams or restarts a server needs that this can be done', () => {
  const needs = (steps: string) => parse(withSteps(`${steps}\n  - network: reached\n${CHECK}`, TWO)).cases[0]?.needs;
  expect(needs('  - network: cut\n  - network: restored')?.map(({ feature }) => feature)).toContain('stream-cut');
  const [one] = parse(withSteps(`  - network: restart romeo\n  - network: reached\n${CHECK}`, TWO)).cases;
  expect(one?.needs.map(({ feature }) => feature)).toContain('server-restart');
  expect(one?.steps[0]).toMatchObject({ kind: 'network', change: 'restart', actor: 'romeo', ends: ['romeo/orchard'] });
});

test('a session whose server is restarted is connected before, and again by a step', () => {
  const steps = `  - network: restart romeo\n  - network: reached\n  - connect: romeo/orchard\n${CHECK}`;
  const { cases, mistakes } = parse(withSteps(steps, TWO));
  expect(mistakes).toEqual([]);
  expect(cases[0]?.actors[1]?.sessions).toMatchObject([{ ref: 'romeo/orchard', atStart: true }]);
});

test.each([
  ['  - network: reached', '', '4:14 "network" needs two servers; write topologies: [federated]'],
  ['  - network: restart nurse\n  - network: reached', TWO, '5:14 unknown actor "nurse"'],
  ['  - network: wires\n  - network: reached', TWO, '5:14 expected "cut", "restored", "reached" or "restart ACTOR"'],
])('refuses %s', (step, more, mistake) => {
  expect(mistakesIn(withSteps(`${step}\n${CHECK}`, more))).toBe(`x.yaml:${mistake}`);
});

const WAITS = `  - expect: { oneOf: { gone: { violates: ${ID} } }, within: 9 }`;
const GONE = `  - expect: { oneOf: { gone: { violates: ${ID} } } }`;

test.each([
  ['after a cut', `  - network: cut\n${CHECK}`, '6:5'],
  ['after a restart', `  - network: restart romeo\n${CHECK}`, '6:5'],
  ['after a cut and one that waits', `  - network: cut\n${WAITS}\n${CHECK}`, '7:5'],
])('an expect %s needs "within"', (_, steps, place) => {
  expect(mistakesIn(withSteps(steps, TWO))).toBe(
    `x.yaml:${place} an expect after a cut or a restart needs "within" until the servers are "reached": no fence crosses the servers before that`,
  );
});

test.each([
  ['waits', `  - network: cut\n${WAITS}`],
  ['comes after a reach', `  - network: cut\n  - network: reached\n${GONE}`],
])('an expect after a cut is right where it %s', (_, steps) => {
  expect(mistakesIn(withSteps(steps, TWO))).toBe('');
});

test('an expect after a drop requires a stanza, also after a connect', () => {
  const dropping = `  - drop: juliet/balcony\n  - connect: juliet/balcony\n${GONE}`;
  expect(mistakesIn(withSteps(dropping))).toContain('an expect after a drop must require a stanza');
});

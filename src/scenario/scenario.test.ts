import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Step } from '../model/step.ts';
import { serialize } from '../stanza/serialize.ts';
import { parseScenario } from './scenario.ts';
import { CHECK, mistakesIn, parse, standards, withSteps } from './standards.test-kit.ts';

const ID = 'rfc6121-2.3.2-b';

function casesOf(text: string): readonly Case[] {
  expect(mistakesIn(text)).toBe('');
  return parse(text).cases;
}

const only = (text: string): Case => casesOf(text)[0]!;
const first = <K extends Step['kind']>(text: string, kind: K) =>
  only(text).steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind)!;

test('makes one case, with the id of the file, of a scenario without a table', () => {
  expect(only(withSteps(CHECK))).toMatchObject({
    id: 'rfc6121/2.3/x',
    title: 'A scenario',
    section: '2.3',
    topology: 'local',
    place: { file: 'x.yaml', line: 1, col: 8 },
    requirements: [ID],
  });
});

test('makes cases of rows and topologies, with stable ids', () => {
  const rows = '[ { case: Two items!, to: 1.10 }, { case: none, to: true } ]';
  const cases = casesOf(withSteps(CHECK, ` to \${to}\ntopologies: [local, remote]\ncases: ${rows}`));
  expect(cases.map(({ id }) => id)).toEqual([
    'rfc6121/2.3/x[two-items-]',
    'rfc6121/2.3/x[two-items-,remote]',
    'rfc6121/2.3/x[none]',
    'rfc6121/2.3/x[none,remote]',
  ]);
  expect(cases.map(({ title }) => title)).toEqual([
    'A scenario to 1.10',
    'A scenario to 1.10',
    'A scenario to true',
    'A scenario to true',
  ]);
  expect(cases[2]?.place).toEqual({ file: 'x.yaml', line: 3, col: 42 });
});

test('fills a Chinese title with the translated columns', () => {
  const zh = "\nzh: { title: '戏：${case}', words: { two items: 两个条目 } }";
  const cases = casesOf(withSteps(CHECK, `${zh}\ncases: [ { case: two items }, { case: chat } ]`));
  expect(cases.map(({ title, titleZh }) => [title, titleZh])).toEqual([
    ['A scenario', '戏：两个条目'],
    ['A scenario', '戏：chat'],
  ]);
});

test('adds only topology remote to the id', () => {
  expect(only(withSteps(CHECK, '\ntopologies: [remote]')).id).toBe('rfc6121/2.3/x[remote]');
});

test('prefers the section of the file to that of the folder', () => {
  expect(only(withSteps(CHECK, '\nsection: A.2.1')).section).toBe('A.2.1');
  const origin = { file: 'mine/x.yaml', id: 'mine/x', section: 'mine' };
  expect(parseScenario(withSteps(CHECK), origin, standards).mistakes[0]?.message.en).toBe(
    'expected a folder named after a section such as 2.3, A.2.1 or XEP-0280 9, got "mine"; add the key "section"',
  );
});

test("fills in the rows of a standard's table", () => {
  const head =
    ' in ${state}\ncases: { from: appendix-a/states }\ngiven: { user: juliet, contact: romeo, state: "${state}" }';
  const cases = casesOf(withSteps(CHECK, head));
  expect(cases.map(({ id }) => id)).toContain('rfc6121/2.3/x[none+pending-out+in]');
  expect(cases.map(({ given }) => given?.state)).toHaveLength(9);
});

test('removes absent attributes from a roster item', () => {
  const head = '\ncases: { from: appendix-a/states }';
  const item = `'<item jid="\${romeo}" subscription="\${subscription}" ask="\${ask}"/>'`;
  const cases = casesOf(withSteps(`  - roster: { of: juliet, is: [ ${item} ], proves: ${ID} }`, head));
  const items = cases.slice(0, 2).map(({ steps: [step] }) => step?.kind === 'roster' && step.items[0]?.attrs);
  expect(items).toEqual([
    { jid: '${romeo}', subscription: 'none' },
    { jid: '${romeo}', subscription: 'none', ask: 'subscribe' },
  ]);
});

test('accepts a part of a stanza in a column', () => {
  const text = withSteps(
    `  - send: { from: juliet/balcony, stanza: '<iq>\${inside}</iq>' }\n${CHECK}`,
    `\ncases: [ { case: a, inside: '<a to="\${romeo}"/>' } ]`,
  );
  expect(serialize(first(text, 'send').stanza)).toBe('<iq><a to="${romeo}"/></iq>');
});

test('reads the settings of sessions', () => {
  const settings = `{ a: {}, b: { presence: none }, c: { roster: false, answers: false, priority: -1 }, d: { presence: '<presence><show>dnd</show></presence>', resource: a } }`;
  const { sessions } = only(`title: A scenario\nactors: { juliet: ${settings} }\nsteps:\n${CHECK}`).actors[0]!;
  expect(sessions.map(({ presence }) => presence && serialize(presence))).toEqual([
    '<presence/>',
    undefined,
    '<presence><priority>-1</priority></presence>',
    '<presence><show>dnd</show></presence>',
  ]);
  expect(sessions[2]).toMatchObject({ ref: 'juliet/c', resource: 'c', roster: false, answers: false, atStart: true });
  expect(sessions[3]).toMatchObject({ ref: 'juliet/d', resource: 'a' });
});

test('connects a session before the first step unless its first step is connect', () => {
  const text = withSteps(
    `  - connect: juliet/chamber\n  - disconnect: juliet/balcony\n  - connect: juliet/balcony\n${CHECK}`,
  );
  const starts = only(text).actors.flatMap(({ sessions }) => sessions.map(({ ref, atStart }) => [ref, atStart]));
  expect(starts).toEqual([
    ['juliet/balcony', true],
    ['juliet/chamber', false],
    ['romeo/orchard', true],
  ]);
});

test('reads actors without sessions from accounts, and needs special accounts', () => {
  const { actors, needs } = only(withSteps(CHECK, '\naccounts: { tybalt: absent, juliet: rosterless }'));
  expect(actors.map(({ name, account, sessions }) => [name, account, sessions.length])).toEqual([
    ['juliet', 'rosterless', 2],
    ['romeo', 'fresh', 1],
    ['tybalt', 'absent', 0],
  ]);
  expect(needs.map(({ feature }) => feature)).toEqual(['account:rosterless', 'roster-get']);
});

test('does not need the feature that the scenario establishes', () => {
  const { needs } = only(
    withSteps(CHECK, '\nneeds: [roster-push, roster-get]\nestablishes: roster-get\ntopologies: [remote]'),
  );
  expect(needs).toEqual([{ feature: 'roster-push' }, { feature: 'remote' }]);
});

test('reads sessions, optional stanzas, alternatives and places of an expect', () => {
  const step = first(
    withSteps(
      `  - expect:
      juliet/balcony: { receives: [ { stanza: push, proves: ${ID} } ], may: [push], inOrder: true, proves: rfc6121-2-a }
      oneOf:
        silent: { violates: rfc6121-2-b }
      proves: [rfc6121-2-c]
      within: 30`,
      '\nstanzas: { push: <iq/> }',
    ),
    'expect',
  );
  expect(step).toMatchObject({
    place: { line: 5, col: 5 },
    sessions: [
      {
        session: 'juliet/balcony',
        receives: [{ proves: [ID], further: [], place: { line: 6, col: 37 } }],
        may: [{ name: 'iq' }],
        inOrder: true,
        proves: ['rfc6121-2-a'],
        place: { line: 6, col: 7 },
      },
    ],
    alternatives: [{ name: 'silent', violates: ['rfc6121-2-b'], sessions: [], place: { line: 8, col: 9 } }],
    proves: ['rfc6121-2-c'],
    withinMs: 30_000,
  });
});

test('lists all cited requirements of a case, sorted, each once', () => {
  const check = `{ stanza: <iq/>, proves: [${ID}, rfc6121-2-b], and: [ { stanza: <iq/>, proves: rfc6121-2-a } ] }`;
  expect(only(withSteps(`  - expect: { juliet/balcony: [ ${check} ], proves: ${ID} }`)).requirements).toEqual([
    'rfc6121-2-a',
    'rfc6121-2-b',
    ID,
  ]);
});

test('reads a roster for an actor or for one of its sessions', () => {
  const roster = (of: string) => withSteps(`  - roster: { of: ${of}, is: [ '<item jid="a@b"/>' ], proves: ${ID} }`);
  expect(first(roster('juliet'), 'roster')).toMatchObject({ of: 'juliet', items: [{ ns: 'jabber:iq:roster' }] });
  expect(first(roster('juliet'), 'roster')).not.toHaveProperty('session');
  expect(first(roster('juliet/chamber'), 'roster')).toMatchObject({ of: 'juliet', session: 'juliet/chamber' });
});

test('reads a stream feature that is present or absent', () => {
  const features = (key: string) =>
    withSteps(`  - features: { of: juliet/balcony, ${key}: <ver xmlns="v"/>, proves: ${ID} }`);
  expect(first(features('has'), 'features')).toMatchObject({ present: true, pattern: { name: 'ver', ns: 'v' } });
  expect(first(features('lacks'), 'features').present).toBe(false);
});

test('a case that exceeds a limit of the target needs the target to declare it', () => {
  const long = (text: string) =>
    withSteps(`  - send: { from: juliet/balcony, stanza: '<iq id="${text}"/>' }\n${CHECK}`);
  const needs = (text: string) => casesOf(text)[0]?.needs.map(({ feature }) => feature);
  expect(needs(long('${text:limits.name}x'))).toEqual(['roster-get', 'limits.name']);
  expect(needs(long('${text:1024}'))).toEqual(['roster-get']);
});

test('the steps of a set-up come first, prepare sessions as others do, and prove nothing', () => {
  const setup = `\nsetup:\n  - disconnect: juliet/chamber\n${CHECK}`;
  const own = CHECK.replace('rfc6121-2.3.2-b', 'rfc6121-2.2-b');
  const { cases, mistakes } = parse(withSteps(`  - connect: juliet/chamber\n${own}`, setup));
  expect(mistakes).toEqual([]);
  const [only] = cases;
  expect(only).toMatchObject({ setup: 2, requirements: ['rfc6121-2.2-b'] });
  expect(only?.steps.map(({ kind }) => kind)).toEqual(['disconnect', 'expect', 'connect', 'expect']);
  expect(mistakesIn(withSteps(own, setup.replace('juliet/chamber', 'juliet/chambr')))).toContain(
    'x.yaml:3:17 unknown session "juliet/chambr"; did you mean "juliet/chamber"?',
  );
});

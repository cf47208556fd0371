// Cases that cut the streams between two servers, or restart one of them.

import { expect, test, vi } from 'vitest';
import type { Actor, Case } from '../model/case.ts';
import type { Wash } from '../model/session.ts';
import type { SendStep, Step } from '../model/step.ts';
import type { PairControl } from '../model/target.ts';
import { parseXml } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import type { Environment } from './environment.ts';
import {
  type Behaviour,
  type FakeEnvironment,
  fakeConnect,
  fakeEnvironment,
  messageCase,
  place,
  receives,
} from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const actor = (name: string, isPeer: boolean): Actor => {
  const plan = { ref: `${name}/${name}`, resource: name, roster: false, answers: true, atStart: true };
  return { name, account: 'fresh', isRemote: false, ...(isPeer && { isPeer }), sessions: [plan] };
};
const actors = [actor('juliet', false), actor('romeo', true)];
const CUT = { kind: 'network', change: 'cut', ends: [], place } as const;
const RESTORE = { kind: 'network', change: 'restored', ends: [], place } as const;
const RESTART = { kind: 'network', change: 'restart', actor: 'romeo', ends: ['romeo/romeo'], place } as const;
const REACH = { kind: 'network', change: 'reached', ends: [], place } as const;
const send: SendStep = { kind: 'send', place, from: 'juliet/juliet', stanza: parseXml('<message id="m"/>') };
const expectAt = (session: string, xml: string): Step => ({
  ...{ kind: 'expect', place, alternatives: [], proves: [], withinMs: 1000 },
  sessions: [receives(session, [xml])],
});

/** Two fake servers that do as they are told; pings across are answered unless `isApart`. */
function twoServers(behaviour: Behaviour = {}, changes: Partial<PairControl> = {}) {
  const log: string[] = [];
  const control: PairControl = {
    cut: async () => log.push('cut') > 0,
    restore: async () => void log.push('restore'),
    connectsAgainSoon: true,
    canRestart: true,
    restart: async (side) => log.push(`restart ${side}`) > 0,
    ...changes,
  };
  const connect = fakeConnect(behaviour);
  const side = (domain: string) => ({
    ...fakeEnvironment(behaviour),
    connect,
    domain,
    lend: async (kinds: readonly string[]) =>
      kinds.map(() => ({
        account: { jid: `user@${domain}`, password: '' },
        giveBackClean: async () => undefined,
        giveBack: async () => undefined,
      })),
  });
  const env: Environment = { ...side('a.test'), peer: side('b.test'), pair: control, reachMs: 0 };
  return { env, log };
}

/** Plays a case on two servers that wash accounts, and returns how often one was washed, and which accounts came back clean. */
async function washedAfter(steps: readonly Step[]) {
  const wash = vi.fn<Wash>(async () => true);
  const clean: boolean[] = [];
  const { env } = twoServers();
  const lending =
    (side: Environment): Environment['lend'] =>
    async (kinds) =>
      (await side.lend(kinds)).map((loan) => ({
        ...loan,
        giveBackClean: async () => void clean.push(true),
        giveBack: async () => void clean.push(false),
      }));
  const peer = { ...env.peer!, lend: lending(env.peer as Environment) };
  const washed: FakeEnvironment = { ...env, wash, lend: lending(env), peer };
  await play([send, { ...send, from: 'romeo/romeo' }, ...steps], { env: washed });
  return { washes: wash.mock.calls.length, clean };
}

async function play(steps: readonly Step[], { env }: { readonly env: Environment }) {
  const aCase: Case = messageCase({}, { topology: 'federated', actors, steps });
  const { result, cleanup } = await lookAt(aCase, env);
  await cleanup;
  return result;
}

test('a stanza sent while the streams are cut is judged without a fence across', async () => {
  const onSend: Behaviour['onSend'] = (_, { attrs }, all) =>
    all.get('juliet')?.deliver(`<message type="chat" id="${attrs['id']}"/>`);
  const servers = twoServers({ onSend });
  const result = await play([CUT, send, expectAt('juliet/juliet', '<message type="chat" id="m"/>')], servers);
  expect(result).toMatchObject({ outcome: 'passed', lateStanzas: 0 });
  const notes = result.transcript.entries.flatMap(({ note, session }) =>
    note?.kind === 'streams-cut' ? [session] : [],
  );
  expect(notes.toSorted()).toEqual(['juliet/juliet', 'romeo/romeo']);
});

test('the streams are restored after every case that has cut them, whatever became of it', async () => {
  const servers = twoServers();
  expect((await play([CUT, send, expectAt('juliet/juliet', '<message/>')], servers)).outcome).toBe('failed');
  expect(servers.log).toEqual(['cut', 'restore']);
});

test('a case on a server that does not close its side of a cut stream is broken', async () => {
  const servers = twoServers({}, { cut: async () => false });
  expect(await play([CUT], servers)).toMatchObject({ outcome: 'broken', reason: { kind: 'cut-unnoticed' } });
});

test.each<[string, readonly Step[]]>([
  ['cuts the streams', [CUT]],
  ['restarts a server', [RESTART]],
])('a case that %s leaves its accounts unwashed, so no later case gets them', async (_, steps) => {
  expect(await washedAfter(steps)).toEqual({ washes: 0, clean: [false, false] });
});

test('the accounts of a case that leaves the servers alone are washed', async () => {
  expect(await washedAfter([])).toEqual({ washes: 1, clean: [true, true] });
});

test('after a cut, three round trips to each server come before what the case sends next', async () => {
  const log: string[] = [];
  const onPing: Behaviour['onPing'] = (resource) => {
    log.push(resource);
    return 'answer';
  };
  const onSend: Behaviour['onSend'] = (_, { name }) => void (name === 'message' && log.push('sent'));
  const servers = twoServers({ onPing, onSend }, { cut: async () => log.push('cut') > 0 });
  await play([CUT, send], servers);
  const between = log.slice(log.indexOf('cut') + 1, log.indexOf('sent'));
  expect(between.toSorted()).toEqual([...Array(3).fill('juliet'), ...Array(3).fill('romeo')]);
});

/** Servers that lose `lost` pings once their streams have been cut, after the three to each own server. */
function apart(lost = Number.POSITIVE_INFINITY) {
  let left = Number.POSITIVE_INFINITY;
  const cut = async () => {
    left = 6;
    return true;
  };
  return twoServers({ onPing: () => (left-- > 0 || left < -lost ? 'answer' : 'lost') }, { cut });
}

test('where the servers do not reach each other, a case is broken', async () => {
  const result = await play([CUT, RESTORE, REACH], apart());
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'servers-apart' } });
});

test('where the servers do not reach each other, the next expect judges what it waits for', async () => {
  const steps = [CUT, RESTORE, REACH, expectAt('juliet/juliet', '<message/>')];
  const { outcome, checks } = await play(steps, apart(2));
  expect([outcome, checks[0]?.failure?.kind]).toEqual(['failed', 'missing']);
});

test('where they do not reach each other after restarts either, they restart once more, in the other order', async () => {
  const servers = apart();
  await play([CUT], servers);
  expect(servers.log).toEqual(['restore', 'restart A', 'restart B', 'restore', 'restart B', 'restart A']);
});

test('a restart ends the sessions on that server, and the others go on', async () => {
  const servers = twoServers();
  const stanza = parseXml('<message id="m"/>');
  const sentBy = (from: string): Step => ({ kind: 'send', place, from, stanza });
  expect(await play([RESTART, sentBy('juliet/juliet')], servers)).toMatchObject({ outcome: 'passed' });
  expect(servers.log).toEqual(['restart B', 'restore']);
  expect(await play([RESTART, sentBy('romeo/romeo')], servers)).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'not-connected', session: 'romeo/romeo' },
  });
  expect(await play([RESTART, { kind: 'connect', session: 'romeo/romeo', place }, sentBy('romeo/romeo')], servers)) //
    .toMatchObject({ outcome: 'passed' });
});

test('a server that does not start again makes the case broken', async () => {
  const restart = async () => {
    throw new ProblemError({ kind: 'launch-ended', target: 'prosody', log: [] });
  };
  expect(await play([RESTART], twoServers({}, { restart }))).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'servers-not-restored', cause: { kind: 'launch-ended' } },
  });
});

test('after a restart the session for fences is opened again', async () => {
  const { env } = twoServers();
  const [old, fresh] = await Promise.all(
    ['old', 'new'].map((resource) =>
      env.connect({
        account: { jid: 'fence@b.test', password: '' },
        resource,
        answers: true,
        timeoutMs: 10,
        record: () => undefined,
      }),
    ),
  );
  const peer = { ...env.peer!, fenceSession: old, reopenFenceSession: async () => fresh };
  await play([RESTART], { env: { ...env, peer } });
  expect(peer.fenceSession).toBe(fresh);
});

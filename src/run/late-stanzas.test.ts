import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import { parseXml } from '../stanza/xml.ts';
import { Known } from './facts.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

/** Delivers to the chamber after the first ping of the fence that follows a failure. */
const afterFence = (xml: string): Behaviour => ({
  onPing: (resource, pings, all) => {
    if (resource === 'chamber' && pings === 5) all.get('chamber')?.deliver(xml);
    return 'answer';
  },
});
const failing = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'])] });

async function played(behaviour: Behaviour, changes: Parameters<typeof fakeEnvironment>[1] = {}, aCase = failing) {
  const known = new Known();
  const { result } = await lookAt(aCase, fakeEnvironment(behaviour, { known, ...changes }));
  return { result, lags: known.facts.lagsMs };
}

test('a late stanza teaches the order by how much it was late', async () => {
  const { result, lags } = await played(afterFence('<message id="m"/>'));
  expect(result.lateStanzas).toBe(1);
  expect(lags).toHaveLength(1);
  expect(lags[0]).toBeGreaterThan(0);
});

test('what the server sends on its own is not late', async () => {
  const target = { name: 'fake', ambient: [parseXml('<message type="headline"/>')], limits: {}, special: {} };
  const { result, lags } = await played(afterFence('<message type="headline" id="news"/>'), { target });
  expect(result).toMatchObject({ outcome: 'failed', lateStanzas: 0 });
  expect(result.transcript.entries.some(({ kind }) => kind === 'ambient')).toBe(true);
  expect(lags).toEqual([]);
});

test.each([
  ['a dropped connection', 'drop', true],
  ['a stream that the server has not closed', 'disconnect', false],
] as const)('a late stanza after %s teaches nothing', async (_, kind, closes) => {
  const steps = [{ kind, place, session: 'juliet/balcony' } as const, failing.steps[1]!];
  const behaviour = { ...afterFence('<presence type="unavailable"/>'), closes };
  const { result, lags } = await played(behaviour, {}, { ...failing, steps });
  expect(result.lateStanzas).toBe(1);
  expect(lags).toEqual([]);
});

test('a late stanza after a stream that the server has closed teaches the order', async () => {
  const steps = [{ kind: 'disconnect', place, session: 'juliet/balcony' } as const, failing.steps[1]!];
  const { lags } = await played(afterFence('<presence type="unavailable"/>'), {}, { ...failing, steps });
  expect(lags).toHaveLength(1);
});

test.each([
  ['a question of an unknown module', '<iq type="get" id="q" from="fake.localhost"><x xmlns="urn:x"/></iq>', 0],
  ['a question of the account', '<iq type="get" id="q"><x xmlns="urn:x"/></iq>', 0],
  ['a word of a service', '<message from="news.fake.localhost"><x xmlns="urn:x"/></message>', 0],
  ['a roster push', '<iq type="set" id="q"><query xmlns="jabber:iq:roster"/></iq>', 1],
  ['an error of the server', '<message type="error" from="fake.localhost"/>', 1],
  ['a message of a user', '<message from="user1@fake.localhost/x"/>', 1],
  ['what a user has asked', '<iq type="get" id="q" from="user1@fake.localhost/x"><x xmlns="urn:x"/></iq>', 1],
  ['presence of a user of another case', '<presence from="user2@fake.localhost/x" type="unavailable"/>', 0],
  ['an error about a contact of another case', '<presence from="romeo@remote.localhost" type="error"/>', 0],
])('%s is late only where the case is its cause', async (_, xml, count) => {
  const { result, lags } = await played(afterFence(xml));
  expect([result.lateStanzas, lags.length]).toEqual([count, count]);
  expect(result.outcome).toBe(count === 0 ? 'failed' : 'broken');
  expect(result.unexplained?.length ?? 0).toBe(1 - count);
});

test('what answers the server, or has what the case has sent to it, is late', async () => {
  const stanza = parseXml('<message id="m" to="fake.localhost"><y xmlns="urn:y"/></message>');
  const asking = {
    ...failing,
    steps: [{ ...failing.steps[0]!, stanza } as (typeof failing.steps)[0], failing.steps[1]!],
  };
  const lateIn = async (xml: string) => (await played(afterFence(xml), {}, asking)).result.lateStanzas;
  expect(await lateIn('<presence from="fake.localhost"/>')).toBe(1);
  expect(await lateIn('<message from="news.fake.localhost"><y xmlns="urn:y"/></message>')).toBe(1);
  expect(await lateIn('<message from="news.fake.localhost"><z xmlns="urn:z"/></message>')).toBe(0);
});

test('what comes from an address that the case has named is late', async () => {
  const stanza = parseXml('<presence to="user2@fake.localhost" type="subscribe"/>');
  const asking = {
    ...failing,
    steps: [{ ...failing.steps[0]!, stanza } as (typeof failing.steps)[0], failing.steps[1]!],
  };
  const { result } = await played(afterFence('<presence from="USER2@fake.localhost/x"/>'), {}, asking);
  expect(result.lateStanzas).toBe(1);
});

test('a question of the server is not late where the case has asked somebody else the same', async () => {
  const version = '<query xmlns="jabber:iq:version"/>';
  const stanza = parseXml(`<iq type="get" id="asked" to="user1@fake.localhost/nowhere">${version}</iq>`);
  const asking = {
    ...failing,
    steps: [{ ...failing.steps[0]!, stanza } as (typeof failing.steps)[0], failing.steps[1]!],
  };
  const question = `<iq type="get" id="own" from="fake.localhost">${version}</iq>`;
  expect((await played(afterFence(question), {}, asking)).result.lateStanzas).toBe(0);
});

test('a late stanza teaches nothing where the component has lost its stream: its users become unavailable', async () => {
  const losses: Problem[] = [];
  const remote = {
    ...{ domain: 'remote.localhost', losses, unclaimedStanzas: [], unlistedStanzas: 0, isShared: false },
    ...{ connect: () => Promise.reject(new Error('no session')), close: async () => undefined },
  };
  const late = afterFence('<presence type="unavailable" from="user1@fake.localhost/orchard"/>');
  const behaviour: Behaviour = {
    ...late,
    onPing: (resource, pings, all) => {
      if (pings === 5) losses.push({ kind: 'stream-closed-by-server' });
      return late.onPing?.(resource, pings, all) ?? 'answer';
    },
  };
  const { result, lags } = await played(behaviour, { remote });
  expect(result.lateStanzas).toBe(1);
  expect(lags).toEqual([]);
});

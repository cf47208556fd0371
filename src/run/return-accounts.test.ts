import { expect, test, vi } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Session, UsedAccount, Wash } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import {
  type Behaviour,
  type FakeEnvironment,
  fakeEnvironment,
  messageCase,
  place,
  receives,
} from './fake-session.test-kit.ts';
import { createServerLimits } from './limits/server-limits.ts';
import { lookAt } from './look.ts';

const [juliet] = messageCase({}).actors;
const nurse = { ...juliet!, name: 'nurse', sessions: [] };

const send = (xml: string): Step => ({ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) });

interface Played {
  readonly steps?: readonly Step[];
  readonly actors?: Case['actors'];
  readonly behaviour?: Behaviour;
  readonly changes?: Partial<FakeEnvironment>;
  readonly isClean?: boolean;
  readonly takesSession?: boolean;
}

/** Plays a case on a server that washes, and returns what was washed, and which accounts came back clean. */
async function play({
  steps = [],
  actors = [juliet!],
  behaviour = {},
  changes = {},
  isClean = true,
  takesSession = false,
}: Played) {
  const returned = new Map<string, boolean | undefined>();
  const sessions: (Session | undefined)[] = [];
  const all: Session[] = [];
  /** Whether the session was open when its account came back. */
  const isOpen: boolean[] = [];
  const note = (jid: string, clean: boolean, given: readonly Session[] = []) => {
    const [session] = given;
    all.push(...given);
    returned.set(jid, clean);
    sessions.push(session);
    isOpen.push(session !== undefined && session.ended === undefined);
  };
  const wash = vi.fn<Wash>(async () => isClean);
  const env = fakeEnvironment(behaviour, { wash, ...changes });
  const lend: Environment['lend'] = async (kinds) =>
    (await env.lend(kinds)).map(({ account }) => ({
      account,
      takesSession,
      giveBackClean: async (given) => note(account.jid, true, given),
      giveBack: async (helper) => note(account.jid, false, helper && [helper]),
    }));
  const { result, cleanup } = await lookAt(messageCase({}, { actors, steps: [send('<message id="m"/>'), ...steps] }), {
    ...env,
    lend,
  });
  await cleanup;
  const used: readonly UsedAccount[] = wash.mock.calls[0]?.[0] ?? [];
  return { result, used, sessions, all, isOpen, clean: [...returned].sort().map(([, clean]) => clean) };
}

test('an account is washed over one open session, after the others have ended', async () => {
  const { used, clean } = await play({});
  expect(used).toMatchObject([{ account: { jid: 'user1@fake.localhost' }, requesters: [] }]);
  expect(used[0]?.session?.jid).toMatch(/^user1@fake.localhost\/(balcony|chamber)$/);
  expect(clean).toEqual([true]);
});

test('an account that is not clean is given back with an open session where that helps to remove it', async () => {
  const { sessions, isOpen } = await play({ takesSession: true, changes: { wash: undefined } });
  expect(isOpen).toEqual([true]);
  expect(sessions[0]?.jid).toMatch(/^user1@fake.localhost/);
  expect((await play({ changes: { wash: undefined } })).sessions).toEqual([undefined]);
});

test('an account is washed by a login of its own where a stream may carry few subscription stanzas', async () => {
  const limits = createServerLimits('ejabberd', [{ kind: 'subscription-count', allowed: 5 }]);
  const { used } = await play({ changes: { limits } });
  expect(used.map(({ session }) => session)).toEqual([undefined]);
});

test('an account that no session used and no stanza names is clean without a wash', async () => {
  const { used, clean } = await play({ actors: [juliet!, nurse], isClean: false });
  expect(used.map(({ account }) => account.jid)).toEqual(['user1@fake.localhost']);
  expect(clean).toEqual([false, true]);
});

test('an account that is offline and was sent something is washed by a login of its own', async () => {
  const { used } = await play({ actors: [juliet!, nurse], steps: [send('<message to="${nurse}"/>')] });
  expect(used.map(({ session }) => session === undefined)).toEqual([false, true]);
});

test('the wash denies the requests of users of the case', async () => {
  const { used } = await play({
    actors: [juliet!, nurse],
    steps: [send('<presence to="${nurse}" type="subscribe"/>')],
  });
  expect(used.map(({ requesters }) => requesters)).toEqual([[], ['user1@fake.localhost']]);
});

test('the wash takes back an approval in advance', async () => {
  const { used } = await play({
    actors: [juliet!, nurse],
    steps: [send('<presence to="${nurse}" type="subscribed"/>')],
  });
  expect(used.map(({ requesters }) => requesters)).toEqual([['user2@fake.localhost'], []]);
});

test('what a wash does is not in the transcript', async () => {
  const wash: Wash = async ([used]) => {
    await used?.session?.send(parseXml('<presence type="unavailable"/>'), 'setup');
    return true;
  };
  const events: unknown[] = [];
  await play({ changes: { wash, follows: true, emit: (event) => events.push(event) } });
  expect(JSON.stringify(events)).not.toContain('unavailable');
});

/** The second session of an account answers nothing, so it ends with its case. */
const unanswering = { ...juliet!, sessions: [juliet!.sessions[0]!, { ...juliet!.sessions[1]!, answers: false }] };
const drops: Step = { kind: 'drop', place, session: 'juliet/chamber' };
const failing: Step = {
  kind: 'expect',
  place,
  sessions: [receives('juliet/chamber', ['<message/>'])],
  alternatives: [],
  proves: ['must'],
};

test.each<[string, Played]>([
  ['the server has not shown that it knows of an end', { steps: [drops], behaviour: { closes: false } }],
  ['the server does not close a stream', { actors: [unanswering], behaviour: { closes: false } }],
  ['an answer of another domain may follow', { steps: [send('<message to="a@x.invalid"/>')] }],
  ['the server may have stored something', { steps: [send('<iq type="set" id="s"><vCard xmlns="vcard-temp"/></iq>')] }],
  ['a login has failed', { changes: { connect: async () => Promise.reject(new Error('refused')) } }],
  ['something came late', { steps: [failing], behaviour: latecomer() }],
  ['the run is being stopped', { changes: { signal: AbortSignal.abort() } }],
])('an account is not washed, and not clean, where %s', async (_, played) => {
  const { used, clean } = await play(played);
  expect([used, clean]).toEqual([[], [false]]);
});

/** Something arrives after the first ping of the fence that follows a failure. */
function latecomer(): Behaviour {
  return {
    onPing: (resource, pings, all) => {
      if (resource === 'chamber' && pings === 5) all.get('chamber')?.deliver('<message/>');
      return 'answer';
    },
  };
}

const lasting = { ...juliet!.sessions[0]!, roster: true, presence: parseXml('<presence/>') };
const ordinary = { ...juliet!, sessions: [lasting, unanswering.sessions[1]!] };

test.each([
  ['passed', []],
  ['failed', [failing]],
])('the session of a case that has %s goes back with its clean account', async (outcome, steps) => {
  const { result, sessions } = await play({ actors: [ordinary], steps });
  expect(result.outcome).toBe(outcome);
  expect(sessions).toMatchObject([{ jid: 'user1@fake.localhost/balcony', ended: undefined }]);
});

test('all sessions of a case that answer go back, and the others end before the wash', async () => {
  const second = { ...lasting, ref: 'juliet/garden', resource: 'garden' };
  const { result, used, all } = await play({ actors: [{ ...ordinary, sessions: [...ordinary.sessions, second] }] });
  expect(result.outcome).toBe('passed');
  expect([used[0]?.session, ...(used[0]?.idle ?? [])]).toEqual(all);
  expect(all.map(({ jid, ended }) => [jid, ended])).toEqual([
    ['user1@fake.localhost/balcony', undefined],
    ['user1@fake.localhost/garden', undefined],
  ]);
});

test.each<[string, Played]>([
  ['is broken', { actors: [ordinary], steps: [{ kind: 'disconnect', place, session: 'juliet/garden' }] }],
  ['is not clean', { actors: [ordinary], isClean: false }],
  ['has no session that answers', { actors: [{ ...juliet!, sessions: unanswering.sessions.slice(1) }], steps: [] }],
])('no session goes on where a case %s', async (_, played) => {
  const { sessions } = await play(played);
  expect(sessions.map((session) => session?.ended?.kind)).toEqual(['stream-closed-by-client']);
});

const chamberWith = (presence: string | undefined) => ({
  ...juliet!.sessions[1]!,
  ...(presence !== undefined && { presence: parseXml(presence) }),
});

test.each([
  ['has sent presence', '<presence/>', 'chamber'],
  ['is the first, where none has sent any', undefined, 'balcony'],
])('the account is washed by a session that %s', async (_, presence, resource) => {
  const actors = [{ ...juliet!, sessions: [juliet!.sessions[0]!, chamberWith(presence)] }];
  const { used, all } = await play({ actors });
  expect(used[0]?.session?.jid).toBe(`user1@fake.localhost/${resource}`);
  expect(all).toHaveLength(2);
});

import { expect, test } from 'vitest';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { runCases } from './run-cases.ts';

const ERROR: Problem = { kind: 'stream-error', condition: 'internal-server-error' };
const CLOSED: Problem = { kind: 'stream-closed-by-server' };
const CUT: Problem = { kind: 'connection-lost', code: 'ECONNRESET' };
const FAULT = { fault: 'ill-formed', detail: 'duplicate attribute: id.', excerpt: '<message id="1" id="2">' } as const;

const delivered = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });
const silent = messageCase({});
const twice = messageCase({}, { steps: [...delivered.steps.slice(0, 1), ...delivered.steps] });
const [send] = delivered.steps as [Step];

/** Ends the stream of a session when the nth of these stanzas is sent. */
function ends(cause: Problem, { at = 'balcony', from = 1, to = 9 } = {}): Behaviour {
  let sent = 0;
  return {
    onSend: (_, __, all) => {
      sent += 1;
      if (sent >= from && sent <= to) all.get(at)?.end(cause);
    },
  };
}

async function play(aCase: typeof delivered, behaviour: Behaviour, changes: Partial<Environment> = {}) {
  const { results } = await runCases([aCase], fakeEnvironment(behaviour, changes), { jobs: 1, bail: undefined });
  const [{ outcome, reason, looks, requirements, checks } = expect.fail('no result')] = results;
  const unmet = requirements.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id);
  return { outcome, reason: reason?.kind, looks, unmet, failures: checks.flatMap(({ failure }) => failure ?? []) };
}

test.each([
  ['with a stream error', ERROR, 'internal-server-error'],
  ['without one', CLOSED, undefined],
])(
  'a server that ends the stream after a stanza in both looks, %s, breaks the rule of the stanza',
  async (_, end, condition) => {
    const { outcome, looks, unmet, failures } = await play(delivered, ends(end));
    expect([outcome, looks, unmet]).toEqual(['failed', ['failed', 'failed'], ['must']]);
    expect(failures).toMatchObject([
      {
        kind: 'stream-ended',
        ended: 'juliet/balcony',
        condition,
        after: [{ name: 'message' }],
        expected: { name: 'message' },
      },
    ]);
  },
);

test('the stream of the recipient counts as well', async () => {
  const { unmet, failures } = await play(delivered, ends(ERROR, { at: 'chamber' }));
  expect([unmet, failures]).toMatchObject([['must'], [{ kind: 'stream-ended', ended: 'juliet/chamber' }]]);
});

test('the last stanza before a failed login of another session is charged with what the next step demands', async () => {
  const plan = { ...delivered.actors[0]!.sessions[0]!, ref: 'juliet/hall', resource: 'hall', atStart: false };
  const actors = delivered.actors.map((actor) => ({ ...actor, sessions: [...actor.sessions, plan] }));
  const connect: Step = { kind: 'connect', place, session: 'juliet/hall' };
  const steps = [send, connect, ...delivered.steps.slice(1)];
  expect((await play({ ...delivered, actors, steps }, ends(ERROR))).unmet).toEqual(['must']);
});

test.each([
  ['where the case expects silence', silent],
  ['where the cause is one of several stanzas', twice],
])('%s, the end of the stream itself is at fault', async (_, aCase) => {
  const { outcome, unmet, failures } = await play(aCase, ends(ERROR));
  // The fake environment has no such requirement, so it counts as a MUST.
  expect([outcome, unmet]).toEqual(['failed', ['rfc6120-8.3-a']]);
  expect(failures).toMatchObject([{ kind: 'stream-ended', ended: 'juliet/balcony' }]);
  expect(failures[0]?.expected).toBeUndefined();
});

test('an outcome of silence that a rule forbids is charged to that rule', async () => {
  const alternatives = [
    { name: 'silent', sessions: [], violates: ['must'], place },
    { name: 'copied', sessions: [receives('juliet/chamber', ['<message/>'], 'may')], violates: [], place },
  ];
  const { unmet, failures } = await play(messageCase({ alternatives }), ends(ERROR));
  expect([unmet, failures]).toMatchObject([['must'], [{ kind: 'stream-ended', expected: { name: 'message' } }]]);
});

test('what arrived against a rule does not make the end of the stream break that rule', async () => {
  const alternatives = [
    { name: 'copied', sessions: [receives('juliet/chamber', ['<message/>'], 'may')], violates: ['must'], place },
    { name: 'silent', sessions: [], violates: [], place },
  ];
  const onSend: Behaviour['onSend'] = (_, { attrs: { id } }, all) => {
    all.get('chamber')?.deliver(`<message id="${id}"/>`);
    all.get('balcony')?.end(ERROR);
  };
  expect((await play(messageCase({ alternatives, proves: [] }), { onSend })).unmet).toEqual(['rfc6120-8.3-a']);
});

test('the end of a stream that has never had an answer accuses nobody', async () => {
  const [chamber] = delivered.actors[0]!.sessions.slice(1);
  const plan = { ...chamber!, ref: 'juliet/hall', resource: 'hall', roster: false, atStart: false };
  const actors = delivered.actors.map((actor) => ({ ...actor, sessions: [...actor.sessions, plan] }));
  const steps: Step[] = [
    { kind: 'connect', place, session: 'juliet/hall' },
    { kind: 'send', place, from: 'juliet/hall', stanza: parseXml('<message id="m"/>') },
    ...delivered.steps.slice(1),
  ];
  const result = await play({ ...delivered, actors, steps }, ends(ERROR, { at: 'hall' }));
  expect(result).toMatchObject({ outcome: 'broken', unmet: [] });
});

test('what has arrived is not missing, and what follows from the end of the stream is not charged', async () => {
  const behaviour: Behaviour = {
    onSend: (_, { attrs: { id } }, all) => {
      all.get('chamber')?.deliver(`<message id="${id}"/>`);
      all.get('chamber')?.deliver('<presence type="unavailable"/>');
      all.get('balcony')?.end(ERROR);
    },
  };
  const { unmet, failures } = await play(delivered, behaviour);
  expect([unmet, failures]).toMatchObject([['rfc6120-8.3-a'], [{ kind: 'stream-ended' }]]);
});

test.each([
  ['conflict'],
  ['connection-timeout'],
  ['policy-violation'],
  ['reset'],
  ['resource-constraint'],
  ['see-other-host'],
  ['system-shutdown'],
  ['undefined-condition'],
])('the stream error %s accuses nobody', async (condition) => {
  const { outcome, unmet } = await play(delivered, ends({ kind: 'stream-error', condition }));
  expect([outcome, unmet]).toEqual(['broken', []]);
});

test.each([
  ['invalid-xml', '<presence type="invisible"/>', []],
  ['bad-format', '<iq id="q" type="fetch"/>', []],
  ['invalid-xml', '<presence type="subscribe"/>', ['must']],
  ['bad-format', '<iq id="q" type="get"/>', ['must']],
  ['internal-server-error', '<presence type="invisible"/>', ['must']],
])('a server that validates may end the stream with %s after %s: unmet is %j', async (condition, xml, broken) => {
  const steps: Step[] = [
    { kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) },
    ...delivered.steps.slice(1),
  ];
  const { outcome, unmet } = await play({ ...delivered, steps }, ends({ kind: 'stream-error', condition }));
  expect([outcome, unmet]).toEqual([broken.length > 0 ? 'failed' : 'broken', broken]);
});

test.each([
  ['the first look only', { to: 1 }, 'passed'],
  ['the second look only', { from: 2 }, 'broken'],
])('an end in %s accuses nobody', async (_, which, outcome) => {
  const { onSend: end } = ends(ERROR, which);
  const onSend: Behaviour['onSend'] = (resource, stanza, all) => {
    if (outcome === 'passed') all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    end?.(resource, stanza, all);
  };
  expect(await play(delivered, { onSend })).toMatchObject({ outcome, unmet: [] });
});

test('it is the same end whether another stanza was sent before the end was seen or not', async () => {
  let looks = 0;
  const onSend: Behaviour['onSend'] = (_, { attrs }, all) => {
    if (attrs['id']?.startsWith('a')) looks += 1;
    if ((looks === 1) === attrs['id']?.startsWith('a')) all.get('balcony')?.end(ERROR);
  };
  const sends = ['a', 'b'].map(
    (id): Step => ({ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(`<message id="${id}"/>`) }),
  );
  const steps = [...sends, ...delivered.steps.slice(1)];
  expect(await play({ ...delivered, steps }, { onSend })).toMatchObject({
    outcome: 'failed',
    unmet: ['rfc6120-8.3-a'],
  });
});

test('ends after different stanzas accuse nobody', async () => {
  let looks = 0;
  let sent = 0;
  const onSend: Behaviour['onSend'] = (_, { attrs }, all) => {
    sent = attrs['id']?.startsWith('a') ? 1 : sent + 1;
    if (sent === 1) looks += 1;
    if (sent === looks) all.get('balcony')?.end(ERROR);
  };
  const quiet = messageCase({}).steps;
  const first: Step = { kind: 'send', place, from: 'juliet/balcony', stanza: parseXml('<message id="a"/>') };
  const steps = [first, ...quiet.slice(1), ...quiet];
  expect(await play({ ...silent, steps }, { onSend })).toMatchObject({ outcome: 'broken', unmet: [] });
});

test('a connection that only breaks off accuses after three looks', async () => {
  expect(await play(delivered, ends(CUT))).toMatchObject({ looks: ['failed', 'failed', 'failed'], unmet: ['must'] });
  expect(await play(delivered, ends(CUT, { to: 2 }))).not.toMatchObject({
    unmet: ['must'],
    failures: [{ kind: 'stream-ended' }],
  });
});

test.each([
  ['the server does not know of the end', { ...ends(CUT), onPingTo: () => 'lost' }],
  [
    'another session is lost as well',
    { onSend: (_, __, all) => ['balcony', 'chamber'].map((one) => all.get(one)?.end(CUT)) },
  ],
  [
    'no session answers any more',
    { ...ends(ERROR), onPing: (_, __, all) => (all.get('balcony')?.hasEnded ? 'lost' : 'answer') },
  ],
] satisfies [string, Behaviour][])('an end accuses nobody where %s', async (_, behaviour) => {
  expect(await play(delivered, behaviour)).toMatchObject({ outcome: 'broken', unmet: [] });
});

/** Plays a case of remote users, whose component loses its stream as `behaviour` ends theirs. */
async function playRemote(behaviour: Behaviour, { looksAgain = true, aCase = delivered } = {}) {
  const actors = aCase.actors.map((actor) => ({ ...actor, isRemote: true }));
  const joined: Session[] = [];
  const { connect } = fakeEnvironment(behaviour);
  const remote = {
    ...{ domain: 'remote.localhost', unclaimedStanzas: [], unlistedStanzas: 0, isShared: false },
    get losses() {
      return joined.flatMap(({ ended }) => ended ?? []);
    },
    connect: async (options: ConnectOptions) => {
      const session = await connect(options);
      joined.push(session);
      return session;
    },
  };
  const env = { ...fakeEnvironment(behaviour), remote } as unknown as Environment;
  const { results } = await runCases([{ ...aCase, actors }], env, { jobs: 1, bail: undefined, looksAgain });
  return results[0];
}

test('the end of the stream of the component accuses only in looks that share it with no other case', async () => {
  const alone = await playRemote(ends(ERROR));
  expect(alone).toMatchObject({ outcome: 'failed', looks: ['broken', 'failed', 'failed'] });
  const shared = await playRemote(ends(ERROR), { looksAgain: false });
  expect(shared).toMatchObject({ outcome: 'broken', reason: { kind: 'component-lost' } });
});

test('the stream of the component has no rule of its own: where nothing was demanded, its end accuses nobody', async () => {
  for (const aCase of [silent, twice]) {
    const result = await playRemote(ends(ERROR), { aCase });
    expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'component-lost' } });
  }
});

test('a stanza that may exceed a limit of the size accuses nobody', async () => {
  const stanza = parseXml(`<message id="m"><body>${'a'.repeat(10_001)}</body></message>`);
  const steps: Step[] = [{ kind: 'send', place, from: 'juliet/balcony', stanza }, ...delivered.steps.slice(1)];
  expect(await play({ ...delivered, steps }, ends(CLOSED))).toMatchObject({ outcome: 'broken', unmet: [] });
});

test('one look decides where the server is known to answer at once', async () => {
  const env = fakeEnvironment(ends(ERROR));
  const { results } = await runCases([delivered], env, { jobs: 1, bail: undefined, looksAgain: false });
  expect(results).toMatchObject([{ outcome: 'failed', requirements: [{ id: 'must', verdict: 'failed' }] }]);
});

test('ill-formed XML in both looks breaks its rule, and in one look none', async () => {
  const end: Problem = { kind: 'ill-formed-xml', ...FAULT };
  const { outcome, unmet, failures } = await play(delivered, ends(end, { at: 'chamber' }));
  expect([outcome, unmet, failures]).toEqual(['failed', ['rfc6120-11.3-a'], [end]]);
  expect(await play(delivered, ends(end, { at: 'chamber', from: 2 }))).toMatchObject({ outcome: 'broken', unmet: [] });
});

test.each([
  [{ kind: 'flooded', unit: 'stanzas', limit: 1000 }],
  [{ kind: 'oversized-xml', unit: 'depth', limit: 100 }],
] satisfies [Problem][])('more than this tester takes breaks no rule of XML: %o', async (excess) => {
  const result = await play(delivered, ends(excess, { at: 'chamber' }));
  expect(result).toMatchObject({ outcome: 'broken', reason: 'limit-exceeded', unmet: [] });
});

import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { parseXml } from '../stanza/xml.ts';
import { reasonText } from '../wording/reasons.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';
import { runCases } from './run-cases.ts';

const echoTo = (...resources: string[]): Behaviour => ({
  onSend: (_, stanza, all) => {
    for (const resource of resources) all.get(resource)?.deliver(`<message id="${stanza.attrs['id']}"/>`);
  },
});
const run = async (aCase: Case, behaviour: Behaviour) => (await lookAt(aCase, fakeEnvironment(behaviour))).result;
const toChamber = messageCase({ sessions: [receives('juliet/chamber', ['<message id="m"/>'])] });

test('a case passes when exactly what is expected arrives', async () => {
  const result = await run(toChamber, echoTo('chamber'));
  expect(result.outcome).toBe('passed');
  expect(result.requirements).toEqual([{ id: 'must', level: 'MUST', verdict: 'passed' }]);
});

test('a missing stanza fails and cites the requirement', async () => {
  const result = await run(toChamber, {});
  expect(result.outcome).toBe('failed');
  expect(result.checks[0]).toMatchObject({ requirements: ['must'], failure: { kind: 'missing' } });
});

test('a stanza at a session that the step does not name fails', async () => {
  const result = await run(toChamber, echoTo('chamber', 'balcony'));
  expect(result.outcome).toBe('failed');
  expect(result.checks.at(-1)).toMatchObject({ session: 'juliet/balcony', failure: { kind: 'unexpected' } });
});

test.each([
  ['must', 'failed'],
  ['should', 'warned'],
])(
  'of two identical stanzas where one is expected, the second is judged by the rule cited: %s',
  async (rule, outcome) => {
    const step = { sessions: [receives('juliet/chamber', ['<message id="m"/>'], rule)], proves: [] };
    expect((await run(messageCase(step), echoTo('chamber', 'chamber'))).outcome).toBe(outcome);
  },
);

test('a SHOULD that does not hold only warns', async () => {
  const aCase = messageCase({ sessions: [receives('juliet/chamber', ['<message/>'], 'should')] });
  expect((await run(aCase, {})).outcome).toBe('warned');
});

test('a MUST that a ruling disputes only warns, and the undisputed one of another check fails', async () => {
  const requirements = new Map([...fakeEnvironment({}).requirements]);
  const must = requirements.get('must')!;
  requirements.set('disputed', { ...must, id: 'disputed' });
  const disputes = [{ ruling: 'R1', requirement: 'disputed' }];
  const sessions = [receives('juliet/chamber', ['<message/>'], 'disputed')];
  const env = fakeEnvironment({}, { requirements });
  const warned = await lookAt(messageCase({ sessions }, { disputes }), env);
  expect(warned.result).toMatchObject({
    outcome: 'warned',
    requirements: [{ id: 'disputed', level: 'MUST', verdict: 'warned', ruling: 'R1' }],
    checks: [{ verdict: 'warned', disputed: [{ requirement: 'disputed', ruling: 'R1' }] }],
  });
  const both = [...sessions, receives('juliet/balcony', ['<message/>'], 'must')];
  const failed = await lookAt(messageCase({ sessions: both }, { disputes }), env);
  expect(failed.result).toMatchObject({
    outcome: 'failed',
    requirements: [
      { id: 'disputed', verdict: 'warned', ruling: 'R1' },
      { id: 'must', verdict: 'failed' },
    ],
  });
});

test('a second copy of a presence notification warns in a case that a ruling names, and a message fails', async () => {
  const twice = (xml: string): Behaviour => ({
    onSend: (_, __, all) => {
      all.get('chamber')?.deliver(xml);
      all.get('chamber')?.deliver(xml);
    },
  });
  const disputes = [{ ruling: 'R30', failure: 'repeated' }] as const;
  const outcomeOf = async (xml: string) =>
    (await run(messageCase({ sessions: [receives('juliet/chamber', [xml])] }, { disputes }), twice(xml))).outcome;
  expect(await outcomeOf('<presence from="romeo@a.test/x"/>')).toBe('warned');
  expect(await outcomeOf('<message id="m"/>')).toBe('failed');
});

test('a stanza that breaks a passive rule fails the case', async () => {
  const wrong: Behaviour = {
    onSend: (_, stanza, all) => all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}" type="notice"/>`),
  };
  const result = await run(toChamber, wrong);
  expect(result).toMatchObject({ outcome: 'failed', passive: { 'rfc6121-5.2.2-b': expect.any(Number) } });
  expect(result.checks.at(-1)).toMatchObject({ requirements: ['rfc6121-5.2.2-b'], failure: { kind: 'passive' } });
});

test('a lost fence makes the case broken', async () => {
  const result = await run(toChamber, {
    ...echoTo('chamber'),
    onPing: (r, n) => (r === 'chamber' && n > 3 ? 'lost' : 'answer'),
  });
  expect(result).toMatchObject({
    outcome: 'broken',
    reason: { kind: 'fence-lost', session: 'juliet/chamber' },
  });
});

test('a stanza after the fence makes the case broken, and is counted', async () => {
  const deliverLate: Behaviour = {
    // Set-up takes three pings of each session, the expect step up to three more, the fence after a failure two more.
    onPing: (resource, pings, all) => {
      if (resource === 'chamber' && pings === 5) all.get('chamber')?.deliver('<message id="m"/>');
      return 'answer';
    },
  };
  const result = await run(toChamber, deliverLate);
  expect(result).toMatchObject({ outcome: 'broken', lateStanzas: 1 });
});

test('a stream that the server closes makes the case broken with the reason', async () => {
  const end = { kind: 'stream-error', condition: 'conflict' } as const;
  const result = await run(toChamber, { onSend: (_, __, all) => all.get('balcony')?.end(end) });
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'fence-lost' } });
  expect(result.reason === undefined ? '' : reasonText(result.reason, 'en')).toContain('stream error: conflict');
});

const FAULT = { fault: 'ill-formed', detail: 'duplicate attribute: id.', excerpt: `<message id="1" id="2">` } as const;
const endsAtBadXml: Behaviour = {
  onSend: (_, __, all) => all.get('chamber')?.end({ kind: 'ill-formed-xml', ...FAULT }),
};

test('ill-formed XML makes the case broken, for that reason before any other', async () => {
  const passes: Behaviour = { onSend: (...sent) => [echoTo('chamber'), endsAtBadXml].map((b) => b.onSend?.(...sent)) };
  for (const behaviour of [endsAtBadXml, passes]) {
    expect(await run(toChamber, behaviour)).toMatchObject({
      outcome: 'broken',
      reason: { kind: 'ill-formed-xml', session: 'juliet/chamber', cause: { detail: FAULT.detail } },
    });
  }
});

test('an outcome that violates a SHOULD warns and is recorded', async () => {
  const aCase = messageCase({
    alternatives: [
      { name: 'silent', sessions: [], violates: ['should'], place },
      { name: 'copied', sessions: [receives('juliet/chamber', ['<message/>'])], violates: [], place },
    ],
  });
  expect(await run(aCase, {})).toMatchObject({ outcome: 'warned', observed: ['silent'] });
  expect(await run(aCase, echoTo('chamber'))).toMatchObject({ outcome: 'passed', observed: ['copied'] });
  expect(await run(aCase, echoTo('balcony'))).toMatchObject({ outcome: 'failed', observed: [] });
});

test('a violation shows the stanza that no permitted outcome names', async () => {
  const inChamber = (...patterns: string[]) => [receives('juliet/chamber', patterns)];
  const aCase = messageCase({
    alternatives: [
      { name: 'refused', sessions: inChamber('<presence/>'), violates: [], place },
      { name: 'stored', sessions: inChamber('<presence/>', '<message/>'), violates: ['must'], place },
    ],
  });
  const behaviour: Behaviour = {
    onSend: (_, __, all) => {
      all.get('chamber')?.deliver('<presence/>');
      all.get('chamber')?.deliver('<message/>');
    },
  };
  const failure = (await run(aCase, behaviour)).checks.find((check) => check.failure?.kind === 'violates')?.failure;
  expect(failure).toMatchObject({ outcome: 'stored', permitted: ['refused'], closest: { name: 'message' } });
});

test('stanzas out of order fail where order is asked for', async () => {
  const inOrder = { ...receives('juliet/chamber', ['<message id="m"/>', '<presence/>']), inOrder: true };
  const swapped: Behaviour = {
    onSend: (_, stanza, all) => {
      all.get('chamber')?.deliver('<presence/>');
      all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    },
  };
  const result = await run(messageCase({ sessions: [inOrder] }), swapped);
  expect(result.checks.some((c) => c.failure?.kind === 'missing' && c.failure.isOutOfOrder)).toBe(true);
});

test('ambient traffic is let through and marked in the transcript', async () => {
  const target = { name: 'fake', ambient: [parseXml('<message type="headline"/>')], limits: {}, special: {} };
  const welcome: Behaviour = { onSend: (_, __, all) => all.get('balcony')?.deliver('<message type="headline"/>') };
  const { result } = await lookAt(messageCase({}), fakeEnvironment(welcome, { target }));
  expect(result.outcome).toBe('passed');
  expect(result.transcript.entries.filter((entry) => entry.kind === 'ambient')).toHaveLength(1);
});

test('an unmet need skips the case and names the case that reports it', async () => {
  const aCase = messageCase({}, { needs: [{ feature: 'roster-version', reportedBy: 'fake/2/advertised' }] });
  expect(await run(aCase, {})).toMatchObject({
    outcome: 'skipped',
    reason: { kind: 'feature-missing', feature: 'roster-version', reportedBy: 'fake/2/advertised' },
  });
});

test('a further pattern fails its own requirement only', async () => {
  const [check] = receives('juliet/chamber', ['<message/>']).receives;
  const further = [{ pattern: parseXml('<message type="chat"/>'), proves: ['should'], place }];
  const expectation = { ...receives('juliet/chamber', []), receives: [{ ...check!, further }] };
  const result = await run(messageCase({ sessions: [expectation] }), echoTo('chamber'));
  expect(result.requirements).toEqual([
    { id: 'must', level: 'MUST', verdict: 'passed' },
    { id: 'should', level: 'SHOULD', verdict: 'warned' },
  ]);
});

test('a wait that timed out three times in a row is not tried again', async () => {
  const cases = Array.from({ length: 6 }, (_, i) => ({ ...toChamber, id: `fake/2/${i}` }));
  const env = fakeEnvironment({ onPing: () => 'lost' });
  const { summary, results } = await runCases(cases, env, { jobs: 1, bail: undefined, looksAgain: false });
  expect(summary).toMatchObject({ broken: 6, passed: 0 });
  expect(summary.expiredWaits).toBeLessThanOrEqual(6);
  expect(results.at(-1)?.reason).toMatchObject({ kind: 'fence-lost', cause: { kind: 'not-tried', expiries: 3 } });
});

test('starts no more cases once the bail number has failed', async () => {
  const cases = Array.from({ length: 6 }, (_, i) => ({ ...toChamber, id: `fake/2/${i}` }));
  const { results } = await runCases(cases, fakeEnvironment({}), { jobs: 1, bail: 2 });
  expect(results).toHaveLength(2);
});

test('what comes in place of a SHOULD still breaks the MUST NOT that its session cites', async () => {
  const expectation = { ...receives('juliet/chamber', ['<message id="other"/>'], 'should'), proves: ['must'] };
  expect((await run(messageCase({ sessions: [expectation] }), echoTo('chamber'))).outcome).toBe('failed');
});

test('waits for what follows a dropped connection, even if the server notices it late', async () => {
  const noticedLate: Behaviour = {
    onDrop: (_, all) => setImmediate(() => all.get('chamber')?.deliver('<presence type="unavailable"/>')),
  };
  const expectation = receives('juliet/chamber', ['<presence type="unavailable"/>']);
  const [, expectStep] = messageCase({ sessions: [expectation] }).steps;
  const aCase = messageCase({}, { steps: [{ kind: 'drop', place, session: 'juliet/balcony' }, expectStep!] });
  expect((await run(aCase, noticedLate)).outcome).toBe('passed');
});

test('a case for servers without a feature is skipped where it is offered', async () => {
  const aCase = messageCase({}, { needs: [{ feature: 'no roster-get' }] });
  expect(await run(aCase, {})).toMatchObject({
    outcome: 'skipped',
    reason: { kind: 'feature-present', feature: 'roster-get' },
  });
  expect(await run(messageCase({}, { needs: [{ feature: 'no roster-version' }] }), {})).toMatchObject({
    outcome: 'passed',
  });
});

test('takes the outcome whose every part holds, where several hold', async () => {
  const [loose] = receives('juliet/chamber', ['<message/>']).receives;
  const further = [{ pattern: parseXml('<message type="chat"/>'), proves: ['should'], place }];
  const alternatives = [
    {
      name: 'loose',
      sessions: [{ ...receives('juliet/chamber', []), receives: [{ ...loose!, further }] }],
      violates: [],
      place,
    },
    { name: 'exact', sessions: [receives('juliet/chamber', ['<message id="m"/>'])], violates: [], place },
  ];
  expect(await run(messageCase({ alternatives }), echoTo('chamber'))).toMatchObject({
    outcome: 'passed',
    observed: ['exact'],
  });
});

test('settles what was sent before another session connects, and judges it in the next expect step', async () => {
  const log: string[] = [];
  const behaviour: Behaviour = {
    onSend: (_, stanza, all) => {
      log.push(stanza.name);
      all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`);
    },
    onPing: (resource) => {
      log.push(`ping of ${resource}`);
      return 'answer';
    },
  };
  const [juliet] = toChamber.actors;
  const [balcony] = juliet!.sessions;
  const hall = { ...balcony!, ref: 'juliet/hall', resource: 'hall', atStart: false };
  const [send, expectStep] = toChamber.steps;
  const aCase: Case = {
    ...toChamber,
    actors: [{ ...juliet!, sessions: [...juliet!.sessions, hall] }],
    steps: [send!, { kind: 'connect', place, session: 'juliet/hall' }, expectStep!],
  };
  expect((await run(aCase, behaviour)).outcome).toBe('passed');
  const afterMessage = log.slice(log.indexOf('message') + 1);
  expect(afterMessage.indexOf('ping of chamber')).toBeLessThan(afterMessage.indexOf('ping of hall'));
});

test('an answer to an automatic answer fails a case that cites the rule, and no other', async () => {
  const answered: Behaviour = {
    onSend: (_, __, all) => all.get('chamber')?.answerAgain('<iq type="error" id="push"><error/></iq>'),
  };
  const silent = messageCase({ proves: [] });
  expect((await run(silent, answered)).outcome).toBe('passed');
  const { outcome, checks } = await run({ ...silent, requirements: ['rfc6120-8.2.3-b'] }, answered);
  expect(outcome).toBe('failed');
  const fault = { kind: 'answer-to-answer' };
  expect(checks.at(-1)).toMatchObject({ requirements: ['rfc6120-8.2.3-b'], failure: { kind: 'passive', fault } });
});

test('a stanza that no rule forbids is kept for the reports, with its kind and number', async () => {
  const twice: Behaviour = {
    onSend: (_, __, all) => {
      for (const id of ['1', '2']) all.get('chamber')?.deliver(`<message id="${id}"/>`);
    },
  };
  const result = await run(messageCase({ proves: [] }), twice);
  expect(result.outcome).toBe('passed');
  expect(result.unexplained).toMatchObject([{ session: 'juliet/chamber', count: 2 }]);
  expect(result.transcript.entries.filter(({ kind }) => kind === 'unexplained')).toHaveLength(2);
});

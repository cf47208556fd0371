import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ExpectStep } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import type { Environment } from './environment.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

/** Turns of the event loop between a message and its answer: more than the timeout of the run, fewer than the wait's own. */
const TURNS = 10;

const answers = (xml: string): Behaviour => ({
  onSend: async (_, __, all) => {
    for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
    all.get('balcony')?.deliver(xml);
  },
});

const run = async (step: Partial<ExpectStep>, behaviour: Behaviour, changes: Partial<Environment> = {}) => {
  const env = fakeEnvironment(behaviour, changes);
  const { result } = await lookAt(messageCase({ withinMs: 1000, ...step }), env);
  return { ...result, expired: env.waits.expired };
};

const error = { sessions: [receives('juliet/balcony', ['<message type="error"/>'])] };
const alternative = (name: string, patterns: readonly string[], violates: readonly string[] = []) => ({
  ...{ name, violates, place },
  sessions: [receives('juliet/balcony', patterns)],
});

test('an answer that needs the network is waited for longer than the timeout of the run', async () => {
  expect(await run(error, answers('<message type="error"><error/></message>'))).toMatchObject({
    outcome: 'passed',
    lateStanzas: 0,
  });
});

test('an answer that does not come in its time is missing, and is no expired wait', async () => {
  const result = await run(error, {});
  expect(result).toMatchObject({ outcome: 'failed', expired: 0 });
  expect(result.checks[0]).toMatchObject({ failure: { kind: 'missing' } });
});

test('silence is waited for until the time is over', async () => {
  const result = await run({ sessions: [] }, answers('<message type="error"><error/></message>'));
  expect(result.checks[0]).toMatchObject({ failure: { kind: 'unexpected' } });
});

test('an alternative of silence is not taken before the time is over', async () => {
  const alternatives = [alternative('silent', []), alternative('refused', ['<message type="error"/>'])];
  expect((await run({ alternatives }, answers('<message type="error"><error/></message>'))).observed).toEqual([
    'refused',
  ]);
  expect((await run({ alternatives }, {})).observed).toEqual(['silent']);
});

test('an alternative that violates a requirement is not taken before the time is over', async () => {
  const [refusal] = alternative('refused', ['<message type="error"/>']).sessions;
  const refused = { ...alternative('refused', []), sessions: [{ ...refusal!, may: [parseXml('<message id="m"/>')] }] };
  const alternatives = [alternative('echoed', ['<message id="m"/>'], ['must']), refused];
  const echo: Behaviour['onSend'] = (_, { attrs }, all) =>
    all.get('balcony')?.deliver(`<message id="${attrs['id']}"/>`);
  const refuse = answers('<message type="error"><error/></message>').onSend;
  expect((await run({ alternatives }, { onSend: echo })).observed).toEqual(['echoed']);
  const both: Behaviour = { onSend: (...sent) => [echo, refuse].map((send) => send?.(...sent)) };
  expect(await run({ alternatives }, both)).toMatchObject({ outcome: 'passed', observed: ['refused'] });
});

test('a server that connects to no other is not waited for', async () => {
  const target = { name: 'fake', ambient: [], limits: {}, special: {}, isIsolated: true };
  const result = await run(error, answers('<message type="error"><error/></message>'), { target });
  expect(result.checks[0]).toMatchObject({ failure: { kind: 'missing' } });
});

test('a run that is stopped ends the wait, and the case accuses nobody', async () => {
  const user = new AbortController();
  const result = await run(error, { onSend: () => user.abort() }, { signal: user.signal });
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'interrupted' }, checks: [] });
});

// The set-up of a case: what fails in it is no failure of what the case is about.

import { expect, test } from 'vitest';
import type { Step } from '../model/step.ts';
import { parseXml } from '../stanza/xml.ts';
import { type Behaviour, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const send = (xml: string): Step => ({ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml(xml) });
const awaits = (xml: string): Step => ({
  ...{ kind: 'expect', place, alternatives: [], proves: [] },
  sessions: [receives('juliet/chamber', [xml])],
});
const STEPS = [send('<message id="open"/>'), awaits('<message><open xmlns="x"/></message>')];
const OWN = [send('<message id="own"/>'), awaits('<message><own xmlns="x"/></message>')];

/** Answers the two messages with these elements. */
const answering = (...names: readonly string[]): Behaviour => {
  const left = [...names];
  return {
    onSend: (_, stanza, all) => {
      const name = stanza.name === 'message' ? left.shift() : undefined;
      if (name !== undefined) all.get('chamber')?.deliver(`<message><${name} xmlns="x"/></message>`);
    },
  };
};
const play = async (behaviour: Behaviour) =>
  (await lookAt(messageCase({}, { steps: [...STEPS, ...OWN], setup: 2 }), fakeEnvironment(behaviour))).result;

test('a case whose set-up fails is skipped for the requirements of that, and accuses nobody', async () => {
  expect(await play(answering('shut', 'own'))).toMatchObject({
    outcome: 'skipped',
    reason: { kind: 'setup-failed', requirements: ['must'] },
    checks: [],
    requirements: [],
  });
});

test('after a set-up that holds, the case is judged by its own checks alone', async () => {
  const passed = await play(answering('open', 'own'));
  expect([passed.outcome, passed.checks.length]).toEqual(['passed', 1]);
  const failed = await play(answering('open', 'shut'));
  expect([failed.outcome, failed.checks.length]).toEqual(['failed', 1]);
});

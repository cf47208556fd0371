import { expect, test } from 'vitest';
import type { Case, Need } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { Outcome } from '../model/result.ts';
import type { Environment } from './environment.ts';
import { type Behaviour, fakeEnvironment, messageCase, receives } from './fake-session.test-kit.ts';
import { type RunResult, runCases, type Schedule } from './run-cases.ts';

const delivered = { sessions: [receives('juliet/chamber', ['<message id="m"/>'])] };
const roster: Need = { feature: 'roster-get', reportedBy: 'get', isMandatory: true };
const get: Case = messageCase(delivered, { id: 'get' });
const dependent: Case = messageCase(delivered, { id: 'dependent', needs: [roster] });

/** A server that delivers messages, or none. */
const delivers: Behaviour = {
  onSend: (_, stanza, all) => all.get('chamber')?.deliver(`<message id="${stanza.attrs['id']}"/>`),
};

/** Plays cases where the first look at the server has found no feature. */
function play(cases: readonly Case[], behaviour: Behaviour, changes: Partial<Environment & Schedule> = {}) {
  const capabilities = { software: 'fake', version: '0', features: [] };
  const env = fakeEnvironment(behaviour, { capabilities, reporters: [get], ...changes });
  return runCases(cases, env, { jobs: 1, bail: undefined, ...changes });
}

const outcomes = ({ results }: RunResult): readonly (readonly [string, Outcome])[] =>
  results.map(({ case: { id }, outcome }) => [id, outcome]);

test('a feature that seems to be missing is present where the case that reports its absence passes', async () => {
  expect(outcomes(await play([dependent, get], delivers))).toEqual([
    ['dependent', 'passed'],
    ['get', 'passed'],
  ]);
});

test('a case that is not selected is played to decide, and has no result', async () => {
  expect(outcomes(await play([dependent], delivers))).toEqual([['dependent', 'passed']]);
});

test('cases are skipped for a feature whose absence is shown, by a case that is played once', async () => {
  const started: string[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'case-started') started.push(`${event.case.id} ${event.look}`);
  };
  const ran = await play([dependent, get], {}, { emit });
  expect(outcomes(ran)).toEqual([
    ['dependent', 'skipped'],
    ['get', 'failed'],
  ]);
  const reason = { kind: 'feature-missing', feature: 'roster-get', reportedBy: 'get', level: 'MUST', shown: 'failed' };
  expect(ran.results[0]?.reason).toEqual(reason);
  expect(started).toEqual(['get 1', 'get 2', 'dependent 1']);
  expect(ran.summary.lacking).toEqual({ must: 1, should: 0 });
});

test('nothing is shown where the case that reports the absence is broken', async () => {
  const connect = async () => Promise.reject(new Error('no login'));
  const ran = await play([dependent], {}, { connect });
  expect(ran.results[0]?.reason).toMatchObject({ level: 'MUST', shown: 'broken' });
});

test('what the baseline excuses is known to be missing', async () => {
  const baseline: Environment['baseline'] = {
    apply: (result) => ({ ...result, ...(result.outcome === 'failed' && { knownFailure: 'bug 1' }) }),
    staleEntries: () => [],
  };
  const ran = await play([dependent], {}, { baseline });
  expect(ran.results[0]?.reason).toMatchObject({ shown: 'failed', isKnown: true });
});

test('a case that reports the absence and is broken shows nothing, also where the baseline lists it', async () => {
  const connect = async () => Promise.reject(new Error('no login'));
  const baseline: Environment['baseline'] = {
    apply: (result) => ({ ...result, ...(result.outcome === 'broken' && { knownFailure: 'bug 1' }) }),
    staleEntries: () => [],
  };
  const ran = await play([dependent], {}, { connect, baseline });
  const reason = { kind: 'feature-missing', feature: 'roster-get', reportedBy: 'get', level: 'MUST', shown: 'broken' };
  expect(ran.results[0]?.reason).toEqual(reason);
});

test('a case whose reporter needs another missing feature is skipped for that one', async () => {
  const version: Need = { feature: 'roster-version', reportedBy: 'advertised' };
  const advertised = messageCase(delivered, { id: 'advertised', needs: [roster] });
  const further = messageCase(delivered, { id: 'further', needs: [version, roster] });
  const ran = await play([further], {}, { reporters: [get, advertised] });
  expect(ran.results[0]?.reason).toMatchObject({ feature: 'roster-get', shown: 'failed' });
});

test('cases that report the absence of what the other one needs show nothing', async () => {
  const one = messageCase(delivered, { id: 'one', needs: [{ feature: 'b', reportedBy: 'other' }] });
  const other = messageCase(delivered, { id: 'other', needs: [{ feature: 'a', reportedBy: 'one' }] });
  const needing = messageCase(delivered, { id: 'needing', needs: [{ feature: 'a', reportedBy: 'one' }] });
  expect(outcomes(await play([needing], delivers, { reporters: [one, other] }))).toEqual([['needing', 'skipped']]);
});

test('repetitions count the first playing, and the failure of a case that is not selected stops nothing', async () => {
  const ran = await play([dependent, get], {}, { repeat: 2 });
  expect(outcomes(ran)).toEqual([
    ['dependent', 'skipped'],
    ['get', 'failed'],
  ]);
  expect(ran.summary.repetitions).toEqual({ asked: 2, made: 2 });
  const free = messageCase(delivered, { id: 'free' });
  expect(outcomes(await play([dependent, free], {}, { bail: 1 }))).toEqual([
    ['dependent', 'skipped'],
    ['free', 'failed'],
  ]);
});

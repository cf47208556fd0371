// Degenerate servers treat all stanzas alike. The cases that pass on them are listed: each expects silence or an error.

import { describe, expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { CaseResult } from '../model/result.ts';
import type { SessionExpectation } from '../model/step.ts';
import { degenerateServers } from '../reference/mutants/degenerate-servers.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { startMutant } from './mutant-trial.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

const JOBS = 16;

// Waits of one kind are no longer tried after three expiries in a row; all cases that run at once may meet them (run/timeout-breaker.ts).
const MOST_EXPIRED_OF_A_KIND = 3 * JOBS;

/** Why a case may have no verdict on such a server; any other reason is a fault of ours. */
function isExpected(reason: Reason | undefined): boolean {
  switch (reason?.kind) {
    case 'state-not-reached':
    case 'request-not-redelivered':
    case 'roster-get-refused':
      return true;
    // An echo of the questions that later steps ask.
    case 'late-stanzas':
      return true;
    // An echo of many stanzas, each to every resource, floods the session.
    case 'limit-exceeded':
      return reason.cause.kind === 'flooded';
    // A server that delivers nothing never shows that it knows of a dropped connection, nor does one that answers every ping.
    case 'end-unnoticed':
      return reason.cause.kind === 'address-answers' || isLossExpected(reason.cause);
    case 'fence-lost':
    // The state of users without a session is read by the first stanza of their case.
    case 'roster-not-read':
      return isLossExpected(reason.cause);
    default:
      return false;
  }
}

function isLossExpected(cause: Problem): boolean {
  if (cause.kind === 'request-ended' || cause.kind === 'not-sent') return isLossExpected(cause.cause);
  if (cause.kind === 'stream-error') return cause.condition === 'undefined-condition';
  return cause.kind === 'no-answer' || cause.kind === 'not-tried';
}

const requirements = loadRequirements();
const { all: cases } = shippedCases;
/** The default of `run`: at 1000 ms, logins on a busy machine expired. */
const timeoutMs = 5000;
const options = { requirements, timeoutMs, signal: new AbortController().signal };

/** Every step expects nothing but answers to IQs, or one permitted outcome does. */
function isSilenceRight({ steps }: Case): boolean {
  const isSilent = ({ receives }: SessionExpectation) =>
    receives.every(({ pattern: { name, attrs } }) => name === 'iq' && /result|error/.test(attrs['type'] ?? ''));
  return steps.every((step) => {
    if (step.kind !== 'expect') return true;
    const permitted = step.alternatives.filter(({ violates }) => violates.length === 0);
    const isOneSilent = permitted.length === 0 || permitted.some(({ sessions }) => sessions.every(isSilent));
    return step.sessions.every(isSilent) && isOneSilent;
  });
}

/** The steps send no stanza: there is none to echo, and the echo server conforms otherwise. */
const sendsNothing = ({ steps }: Case): boolean => steps.every(({ kind }) => kind !== 'send');

describe.each(degenerateServers)('$name', ({ name, title, fault }) => {
  test(`passes only the cases listed: ${title}`, async () => {
    const server = await startMutant(fault(), options);
    const { results, summary } = await server.run(cases, JOBS).finally(() => server.close());
    const passed = results.filter(({ outcome }) => outcome === 'passed');
    // Reports show traffic that no rule forbids. A case that saw some has not passed by silence.
    const isShown = ({ unexplained }: CaseResult) => unexplained !== undefined;
    const broken = results.filter(({ outcome }) => outcome === 'broken').map(({ reason }) => reason);
    expect(results.length).toBe(cases.length);
    const unknown = broken.filter((reason) => !isExpected(reason));
    expect(unknown).toEqual([]);
    expect(summary.expiredWaits).toBeLessThanOrEqual(MOST_EXPIRED_OF_A_KIND * Object.keys(summary.waits).length);
    const isRight = (aCase: Case) => isSilenceRight(aCase) || (name === 'echo' && sendsNothing(aCase));
    const unshown = passed.filter((one) => !isShown(one) && !isRight(one.case));
    expect(unshown.map((one) => one.case.id)).toEqual([]);
    const list = passed.map((one) => `${one.case.id}${isShown(one) ? ' with unexplained traffic' : ''}\n`).sort();
    await expect(list.join('')).toMatchFileSnapshot(`degenerate-servers/${name}.txt`);
  });
});

// A session binds the resource of another one: the server ends the older stream, or refuses (RFC 6120 7.7.2.2).

import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Connect } from '../model/session.ts';
import { ProblemError } from '../wording/problems.ts';
import { type Behaviour, fakeConnect, fakeEnvironment, messageCase, place, receives } from './fake-session.test-kit.ts';
import { lookAt } from './look.ts';

const CONFLICT = { kind: 'stream-error', condition: 'conflict' } as const;
const GONE = '<presence type="unavailable"/>';

/** A case in which `juliet/again` binds the resource of `juliet/balcony`, and `juliet/chamber` then receives these stanzas. */
function againCase(xml: readonly string[]): Case {
  const [, expectStep] = messageCase({ sessions: [receives('juliet/chamber', xml)] }).steps;
  const [juliet] = messageCase({}).actors;
  const [balcony] = juliet!.sessions;
  const again = { ...balcony!, ref: 'juliet/again', roster: false, atStart: false };
  return messageCase(
    {},
    {
      actors: [{ ...juliet!, sessions: [...juliet!.sessions, again] }],
      steps: [{ kind: 'connect', place, session: 'juliet/again' }, expectStep!],
    },
  );
}

/** The result at a server that does this when a resource is bound a second time. */
async function resultAt(aCase: Case, onSecond: (sessions: Parameters<NonNullable<Behaviour['onPing']>>[2]) => void) {
  let sessions: Parameters<NonNullable<Behaviour['onPing']>>[2] = new Map();
  const connect = fakeConnect({
    onPing: (_, __, all) => {
      sessions = all;
      return 'answer';
    },
  });
  const bound: string[] = [];
  const second: Connect = async (options) => {
    const name = `${options.account.jid}/${options.resource}`;
    if (bound.includes(name)) onSecond(sessions);
    bound.push(name);
    return connect(options);
  };
  const aCaseAfterPing = { ...aCase, steps: [...messageCase({}).steps, ...aCase.steps] };
  const { result, cleanup } = await lookAt(aCaseAfterPing, fakeEnvironment({}, { connect: second }));
  await cleanup;
  return result;
}

test('a session whose stream the server has ended for it is gone, and what follows from that is judged', async () => {
  const { outcome } = await resultAt(againCase([GONE]), (sessions) => {
    sessions.get('balcony')?.end(CONFLICT);
    sessions.get('chamber')?.deliver(GONE);
  });
  expect(outcome).toBe('passed');
});

test('what does not follow from the end of the older stream is missing', async () => {
  const result = await resultAt(againCase([GONE]), (sessions) => sessions.get('balcony')?.end(CONFLICT));
  expect(result.outcome).toBe('failed');
});

test('where the server refuses the resource, the older session goes on', async () => {
  const result = await resultAt(againCase([]), () => {
    throw new ProblemError({ kind: 'binding-refused', condition: 'conflict' });
  });
  expect(result.outcome).toBe('passed');
});

test('another refusal breaks the case', async () => {
  const result = await resultAt(againCase([]), () => {
    throw new ProblemError({ kind: 'binding-refused', condition: 'resource-constraint' });
  });
  expect(result).toMatchObject({ outcome: 'broken', reason: { kind: 'login-failed', session: 'juliet/again' } });
});

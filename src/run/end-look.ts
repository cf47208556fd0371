// After a look the servers are as they were before it, and its lease ends.

import type { Outcome } from '../model/result.ts';
import type { CaseContext } from './case-context.ts';
import { reopenFenceSession } from './environment.ts';
import { washFence } from './fence.ts';
import { disturbsServers } from './schedule.ts';

/** Ends the sessions of a look and gives its accounts back. Unless it is broken, its sessions may go on. Never rejects. */
export async function endLook(context: CaseContext, outcome: Outcome): Promise<void> {
  const { case: aCase, env, lease, sessions, fixed } = context;
  await recover(context);
  await lease.end({
    ...(await sessions.leave()),
    isConclusive: outcome !== 'broken',
    hasPassed: outcome === 'passed',
    mayFollow: disturbsServers(aCase.steps) || sessions.late.count > 0,
    entries: sessions.transcript.entries,
    jids: fixed,
    fence: washFence(aCase, env),
    onWash: () => sessions.transcript.end(),
  });
}

/**
 * Brings the servers back to where the next case finds them, if this one has touched them. Where they do not reach each other after
 * a restart, the one that restarted first has met the end of the other: then it restarts last. Never rejects.
 */
async function recover({ env, link, sessions }: CaseContext): Promise<void> {
  try {
    for (const isReversed of [false, true]) {
      const names = await link.recover(sessions.waysBetween());
      for (const name of isReversed ? names.toReversed() : names) {
        await link.restart(name);
        await reopenFenceSession(name === 'B' && env.peer !== undefined ? env.peer : env);
      }
      if (names.length === 0) return;
    }
  } catch {
    // What is lost is lost for the cases that follow, too: they say so.
  }
}

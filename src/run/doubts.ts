// What makes a look inconclusive, whatever its checks show: one ordered list, of which the first that applies counts.

import type { Reason } from '../model/reason.ts';
import { Broken, brokenByXml, withLastStanza } from './broken.ts';
import type { CaseContext } from './case-context.ts';
import { type Environment, sidesOf } from './environment.ts';
import { brokenByLimit } from './limits/broken-by-limit.ts';
import { componentLoss } from './limits/component-loss.ts';
import { priorityNeed } from './needs.ts';

/** How a case ended that its checks do not decide. */
export interface Ending {
  readonly outcome: 'skipped' | 'broken';
  readonly reason: Reason;
}

/** A case that was played to its end, or until something stopped it. */
export interface Played {
  readonly context: CaseContext;
  /** What stopped its steps; undefined: nothing did. */
  readonly stopped: Ending | undefined;
  /** No other case had the component meanwhile. */
  readonly isAlone: boolean;
}

export const INTERRUPTED: Ending = { outcome: 'broken', reason: { kind: 'interrupted' } };

/** Of these, nothing that the case has shown says anything of the server. */
const SHOWS_NOTHING: readonly Reason['kind'][] = ['interrupted', 'foreign-traffic', 'setup-failed'];

type Doubt = (played: Played) => Ending | undefined;

/** Where two apply, the one that says more of what the others show comes first. */
const DOUBTS: readonly Doubt[] = [
  interrupted,
  foreignSigns,
  priorityOverridden,
  componentShared,
  illFormedXml,
  limit,
  componentAlone,
  ({ stopped }) => stopped,
  setupFailed,
  late,
];

/** How the case ended; undefined: its checks decide. */
export function endingOf(played: Played): Ending | undefined {
  for (const doubt of DOUBTS) {
    const ending = doubt(played);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** The run was stopped, something else used its accounts, or its set-up failed: no check of the case counts. */
export const showsNothing = (ending: Ending | undefined): boolean =>
  ending !== undefined && SHOWS_NOTHING.includes(ending.reason.kind);

/** Something came after its fence. */
export function late({ context: { sessions } }: Pick<Played, 'context'>): Ending | undefined {
  const { count } = sessions.late;
  return count === 0 ? undefined : broken({ kind: 'late-stanzas', count });
}

function interrupted({ context: { env } }: Played): Ending | undefined {
  return env.cutOff.aborted ? INTERRUPTED : undefined;
}

function foreignSigns({ context: { lease, sessions, fixed } }: Played): Ending | undefined {
  return broken(lease.signs({ entries: sessions.transcript.entries, jids: fixed }));
}

function priorityOverridden({ context }: Played): Ending | undefined {
  const reason = priorityNeed(context);
  return reason && { outcome: 'skipped', reason };
}

/** What the case is about was never reached: no failure of the server, which another case may check. */
function setupFailed({ context: { isSettingUp, checks } }: Played): Ending | undefined {
  const failed = checks.filter(({ verdict }) => verdict === 'failed').flatMap(({ requirements }) => requirements);
  if (!isSettingUp || failed.length === 0) return undefined;
  return { outcome: 'skipped', reason: { kind: 'setup-failed', requirements: [...new Set(failed)] } };
}

/** Others may have ended the stream of the component. */
function componentShared(played: Played): Ending | undefined {
  return played.isAlone ? undefined : lossIn(played);
}

function componentAlone(played: Played): Ending | undefined {
  return played.isAlone ? lossIn(played) : undefined;
}

const lossIn = (played: Played): Ending | undefined =>
  broken(componentLoss(played.context, (played.stopped ?? late(played)) !== undefined, played.isAlone));

function illFormedXml({ context: { sessions } }: Played): Ending | undefined {
  return broken(brokenByXml(sessions.transcript.entries));
}

function limit(played: Played): Ending | undefined {
  const { reason } = played.stopped ?? late(played) ?? {};
  const { case: aCase, env, checks, sessions } = played.context;
  const limits = limitsOf(sidesOf(aCase, env), env);
  return broken(brokenByLimit({ actors: aCase.actors, limits, checks, entries: sessions.transcript.entries }, reason));
}

/** Those of the first server of the case that has any. */
const limitsOf = (sides: ReturnType<typeof sidesOf>, env: Environment): Environment['limits'] =>
  (sides.find(({ limits }) => limits?.met.length) ?? env).limits;

function broken(reason: Reason | undefined): Ending | undefined {
  return reason && { outcome: 'broken', reason };
}

/** What an error that ended the steps of a case says of it. One that no part of the engine has thrown on purpose is a bug. */
export function stoppedBy(error: unknown, { sessions }: CaseContext): Ending {
  if (error instanceof Broken) return { outcome: 'broken', reason: withLastStanza(error.reason, sessions.transcript) };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { outcome: 'broken', reason: { kind: 'bug', stack } };
}

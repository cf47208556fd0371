// What cases run with. This room knows no server: everything that touches one comes in as a function.

import type { Actor, Case } from '../model/case.ts';
import type { RunEvent } from '../model/event.ts';
import type { CaseResult, KnownEntry } from '../model/result.ts';
import type { Connect, LeaseFor, LendMany, Session } from '../model/session.ts';
import type { Requirement, StateRecipe } from '../model/standard.ts';
import type { Capabilities, PairControl, RemoteDomain, TargetTraits } from '../model/target.ts';
import type { Known } from './facts.ts';
import type { RemoteTurn } from './limits/remote-turns.ts';
import type { ServerLimits } from './limits/server-limits.ts';
import type { Waits } from './waits.ts';

/** The failures that are already known of the target. */
export interface Baseline {
  /** Marks a result whose every failure is known. Returns any other as it is, or with why an entry no longer counts. */
  apply(result: CaseResult): CaseResult;
  /** Entries with checks that no longer fail, reduced to those checks. */
  staleEntries(results: readonly CaseResult[]): readonly KnownEntry[];
}

/** A server, and what cases need of it. */
export interface Side {
  readonly connect: Connect;
  /** Lends accounts of all these kinds together, or rejects; see `Actor.account`. */
  readonly lend: LendMany;
  /** The number of accounts that can be on loan at once; undefined: no limit. */
  readonly capacity: number | undefined;
  /**
   * A session that belongs to no case. It pings for the fence where a case has no session left on the server; undefined
   * where no account can be spared. It is another one after a restart of the server.
   */
  fenceSession: Session | undefined;
  /** Opens it again. Absent: the server is not restarted. Rejects with a `ProblemError`. */
  readonly reopenFenceSession?: (() => Promise<Session | undefined>) | undefined;
  readonly target: TargetTraits;
  readonly domain: string;
  readonly capabilities: Capabilities;
  /** The limits of the server that were found before the first case; absent: none was looked for. */
  readonly limits?: ServerLimits | undefined;
}

/** Everything that cases need to run: the server under test, and what is beside it. */
export interface Environment extends Side {
  /** The second server, which has the accounts of contacts in federated cases; absent: there is none. */
  readonly peer?: Side | undefined;
  /** What cases may do to the two servers; absent: nothing. */
  readonly pair?: PairControl | undefined;
  /**
   * The longest time in milliseconds for two servers to reach each other again, where it is known that they need no longer;
   * absent: as the standard has it.
   */
  readonly reachMs?: number | undefined;
  /** The longest time in milliseconds that answers need that wait for the network, where it is known; absent: as cases say. */
  readonly networkMs?: number | undefined;
  /** Leases accounts and sessions for a look at a case. */
  readonly lease: LeaseFor;
  /** The remote domain that a component serves; undefined where there is none. */
  readonly remote: RemoteDomain | undefined;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly states: ReadonlyMap<string, StateRecipe>;
  readonly baseline: Baseline;
  /** The cases that establish what others take for granted; absent: none is known. */
  readonly reporters?: readonly Case[] | undefined;
  readonly waits: Waits;
  /** The logins of the run. Absent: they do not wait for each other. */
  readonly logins?: { readonly areSpread: boolean } | undefined;
  /** What the run has learned of its servers. */
  readonly known: Known;
  /**
   * Makes cases with remote contacts take turns: the server limits what one connection of the component may send, or ends it because
   * of one of them. Absent: such cases are played at once.
   */
  readonly remoteTurn?: RemoteTurn | undefined;
  /** The timeout of each wait, in milliseconds. */
  readonly timeoutMs: number;
  readonly emit: (event: RunEvent) => void;
  /** Emit each stanza as an event, too. */
  readonly follows?: boolean | undefined;
  /** Aborted when the run is to stop: cases not yet begun are left out. */
  readonly signal: AbortSignal;
  /** Aborted, some seconds after `signal`, when cases under way are given up: their streams are destroyed. */
  readonly cutOff: AbortSignal;
  /** Called when the last case has ended. The signal that it returns aborts when the clean-up of cases is given up. */
  readonly beginEnd: () => AbortSignal;
}

/** Contacts of the case have their accounts on the second server. */
export const isFederated = ({ actors }: Pick<Case, 'actors'>): boolean => actors.some(({ isPeer }) => isPeer);

/** The server that an actor uses: that of its account, or the one that its component is connected to. */
export const sideOf = (actor: Pick<Actor, 'isPeer'> | undefined, env: Environment): Side =>
  (actor?.isPeer ? env.peer : undefined) ?? env;

/** Opens the session for fences again after a restart of the server. Rejects with a `ProblemError`. */
export async function reopenFenceSession(side: Side): Promise<void> {
  if (side.fenceSession !== undefined) side.fenceSession = await side.reopenFenceSession?.();
}

/** The servers of a case: the one under test, and the second one where the case has both. */
export const sidesOf = (aCase: Pick<Case, 'actors'>, env: Environment): readonly Side[] =>
  env.peer !== undefined && isFederated(aCase) ? [env, env.peer] : [env];

import type { SessionPlan } from '../model/case.ts';
import type { Account, Lease, Session, TranscriptEntry } from '../model/session.ts';
import { actorOf } from '../stanza/jid.ts';
import type { Bindings } from '../stanza/placeholders.ts';
import type { Environment, Side } from './environment.ts';
import type { Facts } from './facts.ts';
import type { PairLink } from './pair/pair-link.ts';
import type { Patience } from './patience.ts';

/** What the sessions of one case are made with. */
export interface CaseSessionsOptions {
  readonly env: Environment;
  /** What is known of the servers at the beginning of the look. */
  readonly facts: Facts;
  /** Makes the ids of this case unique in the run. */
  readonly nonce: string;
  /** Accounts of local actors and addresses of remote ones, by name. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** Has sessions of earlier cases that stand for some of the look. */
  readonly lease: Pick<Lease, 'session'>;
  readonly isRemote: (actor: string) => boolean;
  /** What the case does to its two servers. */
  readonly link: PairLink;
  /** The servers of the case. */
  readonly sides: readonly Side[];
  /** The one of `sides` that an actor uses. */
  readonly sideOf: (actor: string) => Side;
  /** Waits for what is missing; absent: nothing is waited for beyond the fence. */
  readonly patience?: Patience | undefined;
  /** Called with the full JID to which a session was bound. */
  readonly onBound: (ref: string, jid: string) => void;
  readonly bindings: () => Bindings;
  /** Called with each entry of the transcript when it is recorded. */
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
}

/** What the fences of the case need of its servers. */
export const fenceSides = ({ env, facts, sides, isRemote, sideOf, link }: CaseSessionsOptions) => ({
  domain: env.domain,
  settleMs: facts.settleMs,
  rounds: facts.rounds,
  sides,
  sideOf: (ref: string) => (isRemote(actorOf(ref)) ? undefined : sideOf(actorOf(ref))),
  isJoined: () => link.isJoined,
});

/** A connected session of a case. */
export interface OpenSession {
  readonly plan: SessionPlan;
  readonly session: Session;
}

/** The end of a session of which the server may not know: the connection was dropped, or the server did not close. */
export interface UnprovenEnd {
  readonly ref: string;
  /** Full JID. */
  readonly jid: string;
  /** The session sent something that no fence covers. */
  readonly hasSent: boolean;
}

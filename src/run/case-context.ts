// What the steps of one case share while it runs.

import type { Case } from '../model/case.ts';
import type { CheckResult, UnexplainedStanza } from '../model/result.ts';
import type { Lease, TrafficModule } from '../model/session.ts';
import type { Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Bindings } from '../stanza/placeholders.ts';
import { blameOf } from './blame/blame.ts';
import type { CaseSessions } from './case-sessions.ts';
import { type Environment, isFederated } from './environment.ts';
import type { Facts } from './facts.ts';
import type { Rulebook } from './judge/verdict.ts';
import type { PairLink } from './pair/pair-link.ts';
import type { Patience } from './patience.ts';

/** One case while it runs: its sessions, the values of its placeholders, and what its checks have shown so far. */
export interface CaseContext {
  readonly case: Case;
  readonly env: Environment;
  /** See `CaseSessionsOptions.facts`. */
  readonly facts: Facts;
  readonly lease: Lease;
  readonly sessions: CaseSessions;
  /** See `CaseSessionsOptions.link`. */
  readonly link: PairLink;
  /** See `CaseSessionsOptions.patience`. */
  readonly patience: Patience | undefined;
  /** Values of placeholders by name: JIDs of actors and sessions, `domain`, `remote`, `nonce`. */
  readonly fixed: Map<string, string>;
  /** Values that patterns have captured. */
  captures: ReadonlyMap<string, string>;
  readonly checks: CheckResult[];
  /** The step under way and those after it; none: no step is under way. */
  left: readonly Step[];
  /** The steps of a script that were played: as the script gave them. */
  readonly played: Step[];
  /** See `Judgement.holding`, of the last expect step. */
  holding: readonly string[];
  /** The index of the first entry of the transcript after the last expect step. */
  judged: number;
  /** What arrived and no check is about. */
  readonly traffic: {
    readonly unexplained: UnexplainedStanza[];
    readonly modules: TrafficModule[];
    /** Those of the unexplained stanzas that a later step missed: see `withoutEarlier`. */
    readonly taken: Set<XmlElement>;
  };
  /** The server has taken an outcome that ends the case: see `Alternative.ends`. */
  isOver: boolean;
  /** The set-up of the case is under way, or has failed: its checks decide nothing. */
  isSettingUp: boolean;
  /** A failed check ended the case before its last step. */
  isCutShort: boolean;
  /** How often the component had lost its stream before the case. */
  readonly lossesBefore: number;
  /** Names of the permitted outcomes that the server chose, in order. */
  readonly observed: string[];
}

/** The values that templates and patterns are filled with. */
export const bindingsOf = ({ fixed, captures, sessions: { transcript } }: CaseContext): Bindings => ({
  fixed,
  captures,
  arrivalOf: (stanza) => transcript.beganMs + (transcript.atMsOf(stanza) ?? transcript.nowMs),
});

/** What decides whether a check of the case fails or warns. */
export const rulebookOf = ({ case: { disputes }, env: { requirements } }: CaseContext): Rulebook => ({
  requirements,
  disputes,
});

/** The JIDs of the case by actor or session name. */
export function jidsOf({ case: aCase, fixed }: Pick<CaseContext, 'case' | 'fixed'>): Readonly<Record<string, string>> {
  const names = aCase.actors.flatMap((actor) => [actor.name, ...actor.sessions.map((session) => session.ref)]);
  return Object.fromEntries(names.map((name) => [name, fixed.get(name) ?? '']));
}

/** The checks, those that failed in a federated case with the server that broke the rule. */
export function blamed(checks: readonly CheckResult[], context: CaseContext): readonly CheckResult[] {
  if (!isFederated(context.case)) return checks;
  const { case: aCase, fixed: jids, env, sessions, judged: since } = context;
  const scene = { case: aCase, jids, requirements: env.requirements, entries: sessions.transcript.entries, since };
  return checks.map((check) => (check.failure === undefined ? check : { ...check, blame: blameOf(check, scene) }));
}

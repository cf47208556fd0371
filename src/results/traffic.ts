// Traffic that no case is about, over all results of a run: each kind once.

import type { CaseResult } from '../model/result.ts';
import type { TrafficModule } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { kindOf } from '../stanza/xml.ts';

/** A kind of stanza that no rule forbids: the first of them, and where it was seen. */
export interface UnexplainedKind {
  readonly stanza: XmlElement;
  readonly session: string;
  /** Id of the first case. */
  readonly case: string;
  /** Stanzas of this kind in all cases. */
  readonly count: number;
}

/** The parts of a result that traffic needs, with the id of its case. */
export interface ResultTraffic extends Pick<CaseResult, 'unexplained' | 'moduleTraffic' | 'answeredAnswers'> {
  readonly id: string;
}

/** Traffic of a whole run. Counts are of stanzas. */
export interface RunTraffic {
  readonly unexplainedTraffic: readonly UnexplainedKind[];
  readonly moduleTraffic: Partial<Readonly<Record<TrafficModule, number>>>;
  /** Cases in which the server answered automatic answers of sessions; undefined: none. */
  readonly casesWithAnsweredAnswers?: number | undefined;
}

/** What the results show together, in the order of the first case of each kind. */
export function trafficIn(results: readonly ResultTraffic[]): RunTraffic {
  const kinds = new Map<string, UnexplainedKind>();
  const modules = new Map<string, number>();
  for (const { id, unexplained = [], moduleTraffic = {} } of results) {
    for (const { session, stanza, count } of unexplained) {
      const kind = kindOf(stanza);
      const known = kinds.get(kind) ?? { stanza, session, case: id, count: 0 };
      kinds.set(kind, { ...known, count: known.count + count });
    }
    for (const [module, count] of Object.entries(moduleTraffic)) {
      modules.set(module, (modules.get(module) ?? 0) + count);
    }
  }
  return {
    unexplainedTraffic: [...kinds.values()],
    moduleTraffic: Object.fromEntries([...modules].sort()),
    casesWithAnsweredAnswers: results.filter(({ answeredAnswers = 0 }) => answeredAnswers > 0).length || undefined,
  };
}

/** The case that fails where a server answers automatic answers. */
export const ANSWERED_ANSWERS_CASE = 'rfc6121/2.1.4/answers-not-answered[result]';

/** The traffic of a run whose results are at hand. */
export const trafficOf = (results: readonly CaseResult[]): RunTraffic =>
  trafficIn(results.map(({ case: { id }, ...result }) => ({ ...result, id })));

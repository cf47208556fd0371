// Results as totals and tables need them.

import type { Case } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { CountedReport } from './counted-report-schema.ts';

/** The parts of a result that totals and tables need. A `CaseResult` has them all. */
export interface CountedResult
  extends Pick<CaseResult, 'outcome' | 'requirements' | 'observed' | 'passive' | 'knownFailure'> {
  readonly case: Pick<Case, 'id' | 'title' | 'section' | 'topology' | 'cell' | 'requirements'>;
  readonly checks: readonly {
    readonly requirements: readonly string[];
    readonly failure?: { readonly kind: string } | undefined;
  }[];
}

/** The results in a report. */
export function countedResults({ results }: Pick<CountedReport, 'results'>): readonly CountedResult[] {
  return results.map(({ id, title, section, topology, cell, citedRequirements, ...result }) => ({
    ...result,
    case: {
      id,
      title,
      section,
      topology,
      cell,
      requirements: citedRequirements ?? result.requirements.map((r) => r.id),
    },
  }));
}

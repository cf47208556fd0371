// One missing basic is charged once: the cases that establish it fail, and others that show the same are skipped.

import type { Basic, Case } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import { lackingIn } from './lacking-basics.ts';

/** The cases that establish what others take for granted, of all cases that are known, selected or not. */
export function reportersOf(cases: readonly Case[]): readonly Case[] {
  const named = new Set(cases.flatMap(({ needs }) => needs.flatMap(({ reportedBy }) => reportedBy ?? [])));
  return cases.filter(({ id, establishes }) => establishes !== undefined || named.has(id));
}

interface BasicsOptions {
  /** The cases that establish something; absent: none is known. */
  readonly reporters: readonly Case[] | undefined;
  /** Whether the baseline excuses every failure of a result. */
  readonly isExcused: (result: CaseResult) => boolean;
  /** Plays cases that are not among the selected ones, and confirms what they show. */
  readonly play: (cases: readonly Case[]) => Promise<readonly CaseResult[]>;
}

/** Without these, the given state of a case is not reached: it is broken, and no failure is hidden by a missing basic. */
const OF_STATES: readonly Basic[] = ['pending-request', 'approval'];

/** What the outcome of the case that reports it says of something missing. */
const MANDATORY = { level: 'MUST', shown: 'failed' } as const;
const RECOMMENDED = { level: 'SHOULD', shown: 'warned' } as const;

/** What a run has found to be missing. */
export class MissingBasics {
  readonly #options: BasicsOptions;
  /** The results of cases that establish something, by the id of the case. */
  readonly #reports = new Map<string, CaseResult>();

  constructor(options: BasicsOptions) {
    this.#options = options;
  }

  /**
   * Confirmed results, with those as skipped that show what is missing on the server. Only the cases that establish it
   * decide that: where they pass or are broken, the others stay as they are.
   */
  async charge(results: readonly CaseResult[]): Promise<readonly CaseResult[]> {
    const doubted = new Set(results.flatMap(lackingBeside));
    for (const result of results) if (result.case.establishes !== undefined) this.#reports.set(result.case.id, result);
    const unplayed = this.#reporters([...doubted]).filter(({ id }) => !this.#reports.has(id));
    const played = unplayed.length === 0 ? [] : await this.#options.play(unplayed);
    for (const result of played) this.#reports.set(result.case.id, result);
    return results.map((result) => this.#withoutConsequences(result));
  }

  #reporters(basics: readonly Basic[]): readonly Case[] {
    const { reporters = [] } = this.#options;
    return reporters.filter(({ establishes }) => establishes !== undefined && basics.includes(establishes));
  }

  #withoutConsequences(result: CaseResult): CaseResult {
    const [found] = lackingBeside(result).flatMap((basic) => this.#missing(basic) ?? []);
    if (found === undefined) return result;
    const { basic, report } = found;
    const isKnown = this.#options.isExcused(report);
    const lack = report.outcome === 'failed' ? MANDATORY : RECOMMENDED;
    const reportedBy = report.case.id;
    const reason = { kind: 'basic-missing', basic, reportedBy, ...lack, ...(isKnown && { isKnown }) } as const;
    return { ...result, outcome: 'skipped', reason, checks: [], checksLeftOut: undefined, requirements: [] };
  }

  /** The first case that shows that the server lacks it. */
  #missing(basic: Basic): { readonly basic: Basic; readonly report: CaseResult } | undefined {
    const reports = this.#reporters([basic]).flatMap(({ id }) => this.#reports.get(id) ?? []);
    const report = reports.find((one) => shows(one, basic));
    return report && { basic, report };
  }
}

/** Whether a case that establishes something fails for the lack of it. */
function shows(report: CaseResult, basic: Basic): boolean {
  if (report.outcome !== 'failed' && report.outcome !== 'warned') return false;
  return OF_STATES.includes(basic) || lackingIn(report).includes(basic);
}

/** What the case shows to be missing. One that establishes it keeps its own failure. */
function lackingBeside(result: CaseResult): readonly Basic[] {
  const { establishes } = result.case;
  const lacking = lackingIn(result);
  return establishes !== undefined && lacking.includes(establishes) ? [] : lacking;
}

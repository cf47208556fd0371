// One missing basic is charged once: the cases that establish it fail, and others that show the same are skipped.

import type { Basic, Case } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import type { StateRecipe } from '../../model/standard.ts';
import { lackingIn } from './lacking-basics.ts';
import { leadsThrough, showsWrongState, transitionInto } from './unreached-state.ts';
import { excusingIn, withoutExcuse } from './void-disputes.ts';

/** The cases that establish what others take for granted, of all cases that are known, selected or not. */
export function reportersOf(cases: readonly Case[]): readonly Case[] {
  const named = new Set(cases.flatMap(({ needs }) => needs.flatMap(({ reportedBy }) => reportedBy ?? [])));
  return cases.filter(({ id, establishes }) => establishes !== undefined || named.has(id));
}

interface BasicsOptions {
  /** The cases that establish something; absent: none is known. */
  readonly reporters: readonly Case[] | undefined;
  /** Whether a result has failures and the baseline excuses each. */
  readonly isExcused: (result: CaseResult) => boolean;
  /** Recipes of all subscription states, by name. */
  readonly states: ReadonlyMap<string, StateRecipe>;
  /** Plays cases that are not among the selected ones, and confirms what they show. */
  readonly play: (cases: readonly Case[]) => Promise<readonly CaseResult[]>;
}

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

  /** The results of cases that establish something, selected or not. */
  get reports(): readonly CaseResult[] {
    return [...this.#reports.values()];
  }

  /**
   * Confirmed results, with those as skipped that show what is missing on the server. Only the cases that establish it
   * decide that: where they pass or are broken, the others stay as they are. Where they pass, no ruling that is for servers
   * without it makes a warning of a failure.
   */
  async charge(results: readonly CaseResult[]): Promise<readonly CaseResult[]> {
    for (const result of results) if (result.case.establishes !== undefined) this.#reports.set(result.case.id, result);
    for (let doubted = results; doubted.length > 0; ) {
      const wanted = new Set(doubted.flatMap((result) => this.#reportersFor(result)));
      const unplayed = [...wanted].filter(({ id }) => !this.#reports.has(id));
      doubted = unplayed.length === 0 ? [] : await this.#options.play(unplayed);
      for (const result of doubted) this.#reports.set(result.case.id, result);
    }
    return results.map((result) => this.#withoutExcuses(this.#withoutConsequences(result)));
  }

  /** The cases that may show why this one has no verdict of its own. */
  #reportersFor(result: CaseResult): readonly Case[] {
    const { reporters = [], states } = this.#options;
    const basics = [...lackingBeside(result), ...excusingIn(result)];
    const transition = transitionInto(result, states);
    if (basics.length === 0 && transition === undefined) return [];
    return [
      ...this.#reportersOf(basics),
      ...reporters.filter((one) => transition !== undefined && leadsThrough(one, transition)),
    ];
  }

  #reportersOf(basics: readonly Basic[]): readonly Case[] {
    const { reporters = [] } = this.#options;
    return reporters.filter(({ establishes }) => establishes !== undefined && basics.includes(establishes));
  }

  #withoutConsequences(result: CaseResult): CaseResult {
    const found = this.#missing(result);
    if (found === undefined) return result;
    const { basic, report } = found;
    const isKnown = this.#options.isExcused(report);
    const lack = report.outcome === 'failed' ? MANDATORY : RECOMMENDED;
    const reportedBy = report.case.id;
    const reason = { kind: 'basic-missing', basic, reportedBy, ...lack, ...(isKnown && { isKnown }) } as const;
    return { ...result, outcome: 'skipped', reason, checks: [], checksLeftOut: undefined, requirements: [] };
  }

  /** What the server lacks, and the first case that shows it. Where that one did not reach its own state, what shows why. */
  #missing(result: CaseResult): Missing | undefined {
    const reports = this.#reportersFor(result).flatMap(({ id }) => this.#reports.get(id) ?? []);
    for (const report of reports) {
      const basic = report.case.establishes;
      if (basic === undefined || report.case.id === result.case.id) continue;
      const isShown = basic === 'state' ? showsWrongState(report) : lackingIn(report).includes(basic);
      if (isShown && isFault(report)) return { basic, report };
      const deeper = report.outcome === 'broken' ? this.#missing(report) : undefined;
      if (deeper !== undefined) return deeper;
    }
    return undefined;
  }

  #withoutExcuses(result: CaseResult): CaseResult {
    return excusingIn(result)
      .filter((basic) => this.#isShown(basic))
      .reduce(withoutExcuse, result);
  }

  /** Every case that establishes it and was judged has passed. */
  #isShown(basic: Basic): boolean {
    const judged = this.#reportersOf([basic])
      .flatMap(({ id }) => this.#reports.get(id)?.outcome ?? [])
      .filter((outcome) => outcome !== 'skipped' && outcome !== 'broken');
    return judged.length > 0 && judged.every((outcome) => outcome === 'passed');
  }
}

/** Whether a case shows a fault: one without a verdict shows nothing. */
export const isFault = ({ outcome }: CaseResult): boolean => outcome === 'failed' || outcome === 'warned';

interface Missing {
  readonly basic: Basic;
  readonly report: CaseResult;
}

/** What the case shows to be missing. One that establishes it keeps its own failure. */
function lackingBeside(result: CaseResult): readonly Basic[] {
  const { establishes } = result.case;
  const lacking = lackingIn(result);
  if (result.outcome === 'broken') return lacking;
  return establishes !== undefined && lacking.includes(establishes) ? [] : lacking;
}

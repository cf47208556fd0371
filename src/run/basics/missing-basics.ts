// One missing basic is charged once: the cases that establish it fail, and others that show the same are skipped.

import type { Basic, Case, TableCell, Topology } from '../../model/case.ts';
import type { CaseResult, CheckResult, Outcome, Verdict } from '../../model/result.ts';
import type { StateRecipe } from '../../model/standard.ts';
import { actorOf } from '../../stanza/jid.ts';
import { isOnPeer, lackingIn } from './lacking-basics.ts';

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

/** The last transition on the way into a state, as the user sees it whose state is wrong. */
interface Transition extends Pick<TableCell, 'table' | 'row'> {
  /** Where the contact is. */
  readonly topology: Topology;
}

/**
 * The transition after which a broken case did not find its given state; undefined where it is broken for another reason, and where the
 * state is wrong on the peer of the server under test.
 */
export function transitionInto(
  { case: aCase, outcome, reason }: CaseResult,
  states: ReadonlyMap<string, StateRecipe>,
): Transition | undefined {
  if (outcome !== 'broken' || aCase.given === undefined) return undefined;
  if (reason?.kind !== 'state-not-reached' && reason?.kind !== 'request-not-redelivered') return undefined;
  if (isOnPeer(reason.user, aCase)) return undefined;
  const { user, contact } = aCase.given;
  const isOwn = reason.user === user;
  const { moves = [] } = states.get(reason.state) ?? {};
  const last = moves.at(-1);
  const before = [...states.values()].find((one) => isSameWay(one.moves, moves.slice(0, -1)));
  if (last === undefined || before === undefined) return undefined;
  const direction = (last.who === 'user') === isOwn ? 'out' : 'in';
  return {
    table: `appendix-a/${direction}-${last.type}`,
    row: isOwn ? before.name : before.mirror,
    topology: topologyOf(isOwn ? contact : user, aCase),
  };
}

function isSameWay(one: StateRecipe['moves'], other: StateRecipe['moves']): boolean {
  return (
    one.length === other.length && one.every(({ who, type }, at) => other[at]?.who === who && other[at].type === type)
  );
}

function topologyOf(contact: string, aCase: Case): Topology {
  if (isOnPeer(contact, aCase)) return 'federated';
  return aCase.actors.some(({ name, isRemote }) => name === contact && isRemote) ? 'remote' : 'local';
}

/** Whether the case plays this transition and reads the state after it. */
export function leadsThrough({ establishes, cell, topology }: Case, transition: Transition): boolean {
  const isIt = cell?.table === transition.table && cell.row === transition.row;
  return establishes === 'state' && isIt && topology === transition.topology;
}

/** Whether the state after the transition was not the one of the standard. */
export const showsWrongState = ({ outcome, checks }: CaseResult): boolean =>
  (outcome === 'failed' || outcome === 'warned') && checks.some(({ failure }) => failure?.kind === 'state');

/** The basics whose absence makes a warning of a failed check of the result. */
export function excusingIn(result: CaseResult): readonly Basic[] {
  return [...new Set(result.checks.flatMap((check) => excuses(check, result).map(({ basic }) => basic)))];
}

/** The result where the server has the basic: what the rulings dispute for want of it is judged by its level. */
export function withoutExcuse(result: CaseResult, basic: Basic): CaseResult {
  const isVoid = (check: CheckResult, ruling: string) =>
    excuses(check, result).some((one) => one.basic === basic && one.ruling === ruling);
  const checks = result.checks.map((check) => {
    const { disputed = [], ...rest } = check;
    const left = disputed.filter(({ ruling }) => !isVoid(check, ruling));
    if (left.length === disputed.length) return check;
    const isHard = (id: string) => isMust(result, id) && !left.some(({ requirement }) => requirement === id);
    const verdict: Verdict = rest.requirements.some(isHard) ? 'failed' : check.verdict;
    return { ...rest, verdict, ...(left.length > 0 && { disputed: left }) };
  });
  const requirements = result.requirements.map((one) => {
    const { ruling, ...rest } = one;
    const isDisputed = checks.some(({ disputed = [] }) => disputed.some(({ requirement }) => requirement === one.id));
    const isBroken = checks.some(({ failure, requirements: ids }) => failure !== undefined && ids.includes(one.id));
    if (ruling === undefined || !isBroken || isDisputed) return one;
    return { ...rest, verdict: isMust(result, one.id) ? ('failed' as const) : one.verdict };
  });
  const outcome: Outcome = checks.some(({ verdict }) => verdict === 'failed') ? 'failed' : result.outcome;
  return { ...result, checks, requirements, outcome };
}

const isMust = ({ requirements }: CaseResult, wanted: string): boolean =>
  requirements.some(({ id, level }) => id === wanted && level.startsWith('MUST'));

/** What excuses a check, by ruling: its failure shows on the server under test, which alone is known to lack something. */
function excuses(check: CheckResult, { case: aCase }: CaseResult) {
  const { disputed = [], session } = check;
  if (disputed.length === 0 || isOnPeer(actorOf(session), aCase)) return [];
  return (aCase.disputes ?? []).flatMap(({ ruling, lacking: basic }) =>
    basic !== undefined && disputed.some((one) => one.ruling === ruling) ? [{ ruling, basic }] : [],
  );
}

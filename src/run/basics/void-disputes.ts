// Disputes that hold only where the server lacks a basic as a whole: on a server that has it, the failure stands. Pure.

import type { Basic } from '../../model/case.ts';
import type { CaseResult, CheckResult, Outcome, Verdict } from '../../model/result.ts';
import { actorOf } from '../../stanza/jid.ts';
import { isOnPeer } from './lacking-basics.ts';

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

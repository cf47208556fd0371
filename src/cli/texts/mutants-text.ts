// The results of mutant trials as text.

import type { Blame } from '../../model/blame.ts';
import type { Language } from '../../model/language.ts';
import type { Reason } from '../../model/reason.ts';
import type { Requirement } from '../../model/standard.ts';
import { citation } from '../../report/text/citation.ts';
import { groupBy } from '../../results/outcomes.ts';
import { compareSections } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonText } from '../../wording/reasons.ts';

export const MUTANTS = catalogue(
  {
    byChapter: 'by chapter',
    rate: (killed: number, all: number) => `${killed} of ${all}`,
    killed: (killed: number, all: number) => `killed ${killed} of ${all} mutants`,
    named: (named: number, all: number, transcript: number, alone: number) =>
      `server at fault named for ${named} of ${all}: by the transcript ${transcript}, by each server alone ${alone}`,
    uncited: 'no case cites it',
    nearest: (tried: number, id: string) => `nearest of ${tried} cases tried: ${id}`,
    instead: 'blamed instead',
    survived: 'survived',
    blamed: (requirement: string, id: string) => `${requirement} in ${id}`,
  },
  {
    byChapter: '各章',
    rate: (killed, all) => `${killed}/${all}`,
    killed: (killed, all) => `${all} 个变异体中查出 ${killed} 个`,
    named: (named, all, transcript, alone) =>
      `${all} 个中有 ${named} 个指明了有过错的服务器：凭往来记录 ${transcript} 个，凭单独的每台服务器 ${alone} 个`,
    uncited: '没有用例引用它',
    nearest: (tried, id) => `试过 ${tried} 个用例，其中最接近的：${id}`,
    instead: '被归咎的却是',
    survived: '未查出',
    blamed: (requirement, id) => `${id} 中的 ${requirement}`,
  },
);

/** What names the server at fault: what clients of the pair have seen, or the same row on each server alone. */
export type BlameProof = 'transcript' | 'alone';

/** One mutant and the result of its trial. */
export interface MutantTrial {
  readonly id: string;
  readonly title: string;
  readonly requirements: readonly string[];
  /** The case in which a check that cites the first broken requirement failed; absent: the mutant survived. */
  readonly killer?: string;
  /** Number of cases that ran. */
  readonly tried: number;
  /** The case that should have caught it; absent: no case cites the requirement. */
  readonly nearest?: string;
  /** Requirements that did not pass in a case. */
  readonly blamed: readonly { readonly requirement: string; readonly case: string }[];
  /** With a faulty side: the sides that failed checks blame, each once. */
  readonly sides: readonly Blame['side'][];
  /** What names a server at fault in the cases that catch it; absent: nothing does, or there is one server. */
  readonly proof?: BlameProof;
  /** Requirements that the nearest cases cite which did not run, because it was killed before. */
  readonly unseen: readonly string[];
  /** Cases without a verdict, and why. */
  readonly broken: readonly { readonly case: string; readonly cause?: Reason | undefined }[];
}

/** Enough of them to see why the mutant survived. */
const MAX_OTHERS = 5;

/** Kill rates by chapter, every survivor with the nearest case, and `killed K of N mutants` last. */
export function mutantsText(
  trials: readonly MutantTrial[],
  requirements: ReadonlyMap<string, Requirement>,
  lang: Language,
): string {
  const words = MUTANTS[lang];
  const chapterOf = ({ requirements: [first = ''] }: MutantTrial) =>
    first.startsWith('rfc6120') ? 'RFC 6120' : (requirements.get(first)?.rfc.split('.')[0] ?? '');
  const chapters = [...groupBy(trials, chapterOf)].sort(([a], [b]) => compareSections(a, b));
  const survivors = trials.filter(({ killer }) => killer === undefined);
  const rates = chapters.map(([chapter, inside]) => `  ${chapter.padEnd(8)}  ${words.rate(...rateOf(inside))}`);
  const details = survivors.map((trial) => survivorText(trial, requirements, lang));
  const lines = [
    words.byChapter,
    ...rates,
    '',
    ...details,
    ...proofLines(trials, lang),
    words.killed(...rateOf(trials)),
  ];
  return `${lines.join('\n')}\n`;
}

/** For mutants of a pair: how many failures name the server at fault, and by what. */
function proofLines(trials: readonly MutantTrial[], lang: Language): readonly string[] {
  const paired = trials.filter(({ sides }) => sides.length > 0);
  if (paired.length === 0) return [];
  const by = (proof: BlameProof) => paired.filter((trial) => trial.proof === proof).length;
  const [transcript, alone] = [by('transcript'), by('alone')];
  return [MUTANTS[lang].named(transcript + alone, paired.length, transcript, alone)];
}

/** How many were killed, and how many there are. */
function rateOf(trials: readonly MutantTrial[]): readonly [number, number] {
  return [trials.filter(({ killer }) => killer !== undefined).length, trials.length];
}

function survivorText(trial: MutantTrial, requirements: ReadonlyMap<string, Requirement>, lang: Language): string {
  const words = MUTANTS[lang];
  const { id, title, tried, nearest } = trial;
  const rules = trial.requirements.map((rule) => {
    const requirement = requirements.get(rule);
    return `  ${requirement?.level ?? ''}  ${rule}  ${requirement === undefined ? '' : citation(requirement, lang)}`;
  });
  const near = nearest === undefined ? words.uncited : words.nearest(tried, nearest);
  const others = otherResults(trial, lang).map((other) => `    ${escapeControls(other)}`);
  const instead = others.length === 0 ? [] : [`  ${words.instead}`, ...others.slice(0, MAX_OTHERS)];
  return [`${words.survived}  ${id}`, `  ${title}`, ...rules, `  ${near}`, ...instead, ''].join('\n');
}

function otherResults({ blamed, broken }: MutantTrial, lang: Language): readonly string[] {
  return [
    ...blamed.map(({ requirement, case: id }) => MUTANTS[lang].blamed(requirement, id)),
    ...broken.map(({ case: id, cause }) =>
      COMMON[lang].labelled(id, cause === undefined ? '' : reasonText(cause, lang)),
    ),
  ];
}

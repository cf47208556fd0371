// Annotations for GitHub Actions, shown beside the lines of the scenarios that they are about.

import type { Language, Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { DifferenceValue } from '../../model/failure.ts';
import type { CaseResult, CheckResult, KnownFailure } from '../../model/result.ts';
import { distinctFirst } from '../../results/distinct-first.ts';
import { isNewFailure } from '../../results/outcomes.ts';
import { compareSections } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { counted } from '../../wording/counted.ts';
import { differenceText } from '../../wording/differences.ts';
import { cut, MAX_VALUE } from '../../wording/escape-controls.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { FAILURE, failureSentence } from '../failure/failure-words.ts';
import { ruleLines } from '../text/citation.ts';
import { createRename } from '../text/names.ts';
import { rulingLine, rulingsIn } from '../text/ruling.ts';
import type { Rename } from '../text/xml-text.ts';
import { type Annotation, annotationText } from './command.ts';

export const GITHUB = catalogue(
  {
    difference: (path: string, expected: string, actual: string) => `${path}: expected ${expected}, got ${actual}`,
    more: (count: number) => `and ${count} more in this case`,
    stale: 'a baseline entry now passes',
    staleText: (requirement: string, id: string) => `${requirement} in ${id}: update the entry in the baseline`,
    left: 'more than GitHub shows',
    leftText: (errors: number, warnings: number) =>
      `not annotated, see the summary of the step: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
    excused: 'known failures',
    excusedText: (count: string) => `${count} in the baseline`,
  },
  {
    difference: (path, expected, actual) => `${path}：期望 ${expected}，实际 ${actual}`,
    more: (count) => `本用例另有 ${count} 处`,
    stale: '基线条目已不再失败',
    staleText: (requirement, id) => `${id} 的 ${requirement}：请修正基线中的该条目`,
    left: '超出 GitHub 的显示上限',
    leftText: (errors, warnings) => `未标注：错误 ${errors} 个，警告 ${warnings} 个；见步骤摘要`,
    excused: '已知失败',
    excusedText: (count) => `基线豁免了 ${count}`,
  },
);

/** Annotations of each kind that GitHub shows for one step; it silently drops others. */
const MAX_SHOWN = 10;

/** Checks shown of one case. */
const MAX_CHECKS = 3;

/** Writes the annotations when the run is finished. */
export function createAnnotationsReporter(setup: ReporterSetup): Reporter {
  return {
    on(event) {
      if (event.type === 'run-finished') setup.write(annotations(event, setup).map(annotationText).join(''));
    },
  };
}

function annotations(event: RunFinished, setup: ReporterSetup): readonly Annotation[] {
  const { info, results, staleBaseline } = event;
  const inOrder = [...results].sort((a, b) => compareSections(a.case.section, b.case.section));
  const unexcused = inOrder.filter((result) => result.knownFailure === undefined);
  const isError = (result: CaseResult) => isNewFailure(result, info.strict);
  const isWarning = (result: CaseResult) => result.outcome === 'warned' && !isError(result);
  const about = (kind: Annotation['kind']) => (result: CaseResult) => caseAnnotation(result, { kind, event, setup });
  const errors = [
    ...staleBaseline.map((entry) => staleAnnotation(entry, setup)),
    ...distinctFirst(unexcused.filter(isError)).map(about('error')),
  ];
  const warnings = distinctFirst(unexcused.filter(isWarning)).map(about('warning'));
  return [
    ...errors.slice(0, MAX_SHOWN),
    ...warnings.slice(0, MAX_SHOWN),
    ...leftOut(errors.length - MAX_SHOWN, warnings.length - MAX_SHOWN, setup),
    ...excused(results.length - unexcused.length, setup),
  ];
}

interface About {
  readonly kind: Annotation['kind'];
  readonly event: RunFinished;
  readonly setup: ReporterSetup;
}

function caseAnnotation(result: CaseResult, { kind, event, setup }: About): Annotation {
  const { lang } = setup;
  const rename = createRename(result.jids);
  const failed = result.checks.filter((check) => check.failure !== undefined);
  const first = failed.find((check) => check.verdict === result.outcome);
  const all = [...new Set([...(first === undefined ? [] : [first]), ...failed])];
  const checks = all.slice(0, MAX_CHECKS);
  const rules = [...new Set(checks.flatMap((check) => check.requirements))];
  const more = all.length > MAX_CHECKS ? [GITHUB[lang].more(all.length - MAX_CHECKS)] : [];
  return {
    kind,
    title: `${COMMON[lang][result.outcome]}: ${result.case.id}`,
    place: first?.place ?? result.case.place,
    lines: [
      result.case.title,
      ...reasonLines(result, rename, lang).slice(0, 1),
      ...rules.flatMap((id) => ruleLines(id, setup.requirements, lang)),
      ...rulingsIn(checks.flatMap(({ disputed = [] }) => disputed)).map((named) => rulingLine(named, lang)),
      ...checks.flatMap((check) => checkLines(check, rename, lang)),
      ...more,
      FAILURE[lang].rerun(rerunCommand(result, event.info.rerun)),
    ],
  };
}

function checkLines(check: CheckResult, rename: Rename, lang: Language): readonly string[] {
  const { difference } = check.failure ?? {};
  const value = (side: DifferenceValue) => cut(rename(differenceText(side, lang)), MAX_VALUE);
  const sentence = rename(failureSentence(check, lang));
  if (difference === undefined) return [sentence];
  return [sentence, GITHUB[lang].difference(difference.path, value(difference.expected), value(difference.actual))];
}

function staleAnnotation({ requirement, case: id }: KnownFailure, { lang }: ReporterSetup): Annotation {
  return { kind: 'error', title: GITHUB[lang].stale, lines: [GITHUB[lang].staleText(requirement, id)] };
}

/** Notices, because an eleventh error would not be shown. */
function leftOut(errors: number, warnings: number, { lang }: ReporterSetup): readonly Annotation[] {
  if (errors <= 0 && warnings <= 0) return [];
  const text = GITHUB[lang].leftText(Math.max(0, errors), Math.max(0, warnings));
  return [{ kind: 'notice', title: GITHUB[lang].left, lines: [text] }];
}

function excused(count: number, { lang }: ReporterSetup): readonly Annotation[] {
  if (count === 0) return [];
  return [
    { kind: 'notice', title: GITHUB[lang].excused, lines: [GITHUB[lang].excusedText(COMMON[lang].cases(count))] },
  ];
}

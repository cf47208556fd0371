// Annotations for GitHub Actions, shown beside the lines of the scenarios that they are about.

import type { Reporter, ReporterSetup, RunFinished } from '../../model/event.ts';
import type { Finding, RuleFinding } from '../../model/finding.ts';
import type { Place } from '../../model/place.ts';
import type { KnownEntry } from '../../model/result.ts';
import { findingsOf } from '../../results/findings/findings.ts';
import { listedIn } from '../../results/outcomes.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted } from '../../wording/common.ts';
import { cut, escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { FAILURE } from '../failure/failure-words.ts';
import { countText, summaryLines, wholeExample } from '../finding/finding-lines.ts';
import { LABELS } from '../finding/finding-words.ts';
import { ruleLines, ruleSentence } from '../text/citation.ts';
import { createRename } from '../text/names.ts';

export const GITHUB = catalogue(
  {
    title: (verdict: string, key: string, cases: string) => `${verdict}: ${key}, ${cases}`,
    stale: 'a baseline entry no longer holds',
    staleText: (requirement: string, id: string) => `${requirement} in ${id}: update the entry in the baseline`,
    left: 'more than GitHub shows',
    leftText: (errors: number, warnings: number) =>
      `not annotated, see the summary of the step: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`,
    leftMore: (count: number) => `and ${count} more`,
    excused: 'known failures',
    excusedText: (count: string) => `${count} in the baseline`,
  },
  {
    title: (verdict, key, cases) => `${verdict}：${key}，${cases}`,
    stale: '基线条目已不成立',
    staleText: (requirement, id) => `${id} 的 ${requirement}：请修正基线中的该条目`,
    left: '超出 GitHub 的显示上限',
    leftText: (errors, warnings) => `未标注：错误 ${errors} 个，警告 ${warnings} 个；见步骤摘要`,
    leftMore: (count) => `另有 ${count} 个`,
    excused: '已知失败',
    excusedText: (count) => `基线豁免了 ${count}`,
  },
);

/** Annotations of each kind that GitHub shows for one step; it silently drops others. */
const MAX_SHOWN = 10;

/** Lines of the notice about what is not annotated: GitHub cuts a message of more than 64 KiB. */
const MAX_LEFT = 100;

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
  const findings = findingsOf(results);
  const rules = findings.filter((finding) => finding.kind === 'rule').filter(({ newCases }) => newCases.length > 0);
  const isError = ({ verdict }: RuleFinding) => verdict === 'failed' || info.strict;
  const about = (kind: Annotation['kind']) => (finding: RuleFinding) => ruleAnnotation(finding, { kind, event, setup });
  const errors = [
    ...staleBaseline.map((entry) => staleAnnotation(entry, setup)),
    ...rules.filter(isError).map(about('error')),
    ...findings.flatMap((finding) => undecidedAnnotation(finding, { kind: 'error', event, setup })),
  ];
  const warnings = rules.filter((finding) => !isError(finding)).map(about('warning'));
  return [
    ...errors.slice(0, MAX_SHOWN),
    ...warnings.slice(0, MAX_SHOWN),
    ...leftOut(errors.slice(MAX_SHOWN), warnings.slice(MAX_SHOWN), setup),
    ...excused(results.filter(({ knownFailure }) => knownFailure !== undefined).length, setup),
  ];
}

interface About {
  readonly kind: Annotation['kind'];
  readonly event: RunFinished;
  readonly setup: ReporterSetup;
}

/** A finding at the line of the check that shows it: the rule, what the server does instead, and an example. */
function ruleAnnotation(finding: RuleFinding, { kind, event, setup }: About): Annotation {
  const { lang } = setup;
  const { check } = finding.example;
  const context = { ...setup, rerun: event.info.rerun };
  const lines = [...summaryLines(finding, context), ...wholeExample(finding, context)];
  return {
    kind,
    title: ruleSentence(finding.requirement, setup) ?? finding.key,
    place: placeInRepository(check.place, setup),
    lines: [
      GITHUB[lang].title(COMMON[lang][finding.verdict], finding.key, countText(finding, lang)),
      ...ruleLines(finding.requirement, setup.requirements, lang).slice(0, 1),
      ...lines.map(({ label, text }) => COMMON[lang].labelled(LABELS[lang][label], text)),
    ],
    command: rerunCommand(finding.example.result, event.info.rerun),
  };
}

/** Broken or late cases, at the place of one of them. */
function undecidedAnnotation(finding: Finding, { kind, event, setup }: About): readonly Annotation[] {
  if (finding.kind !== 'broken' && finding.kind !== 'late') return [];
  const { key, cases, example } = finding;
  const { lang } = setup;
  return [
    {
      kind,
      title: GITHUB[lang].title(COMMON[lang].broken, key, COMMON[lang].cases(cases.length)),
      place: placeInRepository(example.case.place, setup),
      lines: [
        ...reasonLines(example, createRename(example.jids), lang).slice(0, 1),
        FAILURE[lang].rerun(rerunCommand(example, event.info.rerun)),
      ],
      command: rerunCommand(example, event.info.rerun),
    },
  ];
}

/** GitHub shows an annotation beside a line of the repository; that of a shipped scenario has none. */
function placeInRepository(place: Place, { repositoryPath }: ReporterSetup): Place | undefined {
  if (repositoryPath === undefined) return place;
  const file = repositoryPath(place.file);
  return file === undefined ? undefined : { ...place, file };
}

function staleAnnotation(entry: KnownEntry, { lang }: ReporterSetup): Annotation {
  return { kind: 'error', title: GITHUB[lang].stale, lines: [GITHUB[lang].staleText(listedIn(entry), entry.case)] };
}

/** One notice, because an eleventh error would not be shown: how many are left out, and each in a line. */
function leftOut(
  errors: readonly Annotation[],
  warnings: readonly Annotation[],
  { lang }: ReporterSetup,
): readonly Annotation[] {
  const words = GITHUB[lang];
  const left = [...errors, ...warnings];
  if (left.length === 0) return [];
  const titles = left
    .slice(0, MAX_LEFT)
    .map(({ title, command }) => (command === undefined ? title : `${title}  ${command}`));
  const more = left.length - titles.length;
  const lines = [
    words.leftText(errors.length, warnings.length),
    ...titles,
    ...(more > 0 ? [words.leftMore(more)] : []),
  ];
  return [{ kind: 'notice', title: words.left, lines }];
}

function excused(count: number, { lang }: ReporterSetup): readonly Annotation[] {
  if (count === 0) return [];
  return [
    { kind: 'notice', title: GITHUB[lang].excused, lines: [GITHUB[lang].excusedText(COMMON[lang].cases(count))] },
  ];
}

interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly place?: Place | undefined;
  readonly lines: readonly string[];
  /** The command that shows it, for a report that has no room for the lines. */
  readonly command?: string | undefined;
}

/** Characters shown of a title, which GitHub shows on one line. */
const MAX_TITLE = 200;

/** Characters shown of each line: more than any rule has, and a bound against a server that sends more. */
const MAX_LINE = 1000;

/** One line of the log. Every value is escaped, so that none can end its property, its command or its line. */
export function annotationText({ kind, title, place, lines }: Annotation): string {
  const where = place === undefined ? {} : { file: place.file, line: place.line, col: place.col };
  const properties = Object.entries({ ...where, title: cut(escapeControls(title), MAX_TITLE) });
  const escaped = properties.map(([name, value]) => `${name}=${escapedProperty(escapeControls(String(value)))}`);
  const message = lines.map((line) => cut(escapeControls(line), MAX_LINE)).join('\n');
  return `::${kind} ${escaped.join(',')}::${escapedData(message)}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

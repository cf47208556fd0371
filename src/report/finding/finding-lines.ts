// A finding in labelled lines: the rule, what the server does instead, how many cases show it, and an example.

import type { Language } from '../../model/event.ts';
import type { CasesBy, FindingPart, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import { isOnlyInPair } from '../../results/alone.ts';
import { groupBy } from '../../results/outcomes.ts';
import { placeOf } from '../../spec/sections.ts';
import { caseTitle } from '../../wording/catalogue.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { citation, ruleText } from '../text/citation.ts';
import { createRename, plainNames } from '../text/names.ts';
import { rulingGist } from '../text/ruling.ts';
import { contrastLines } from './contrast-lines.ts';
import { exampleLines } from './example-lines.ts';
import { type FaultOptions, faultText, triggerText } from './fault-text.ts';
import { FAULT } from './fault-words.ts';
import { FINDING } from './finding-words.ts';
import type { LabelledLine } from './labelled-line.ts';
import { outcomeName, outcomeWords } from './outcome-lines.ts';

export interface FindingContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** See `RunInfo.rerun`. */
  readonly rerun: readonly string[];
}

/** Findings that every report shows with an example: about as many as are read. The others are shown in short. */
export const LEADING = 30;

/** Outcomes named in one line. */
const MAX_OUTCOMES = 6;

/** Faults named of one further rule. */
const MAX_FAULTS = 1;

/** Further rules of a finding with a line of their own. */
const MAX_RULES = 2;

/** The server of a pair at fault, by name where the results have it: `prosody`, `server A or B`; undefined: there is one server. */
export function sideText({ side, example }: RuleFinding, lang: Language): string | undefined {
  if (side === undefined) return undefined;
  const { A, B } = example.result.servers ?? { A: 'A', B: 'B' };
  const words = FINDING[lang];
  return escapeControls(side === 'pair' ? words.pair(A, B) : words.side(side === 'A' ? A : B));
}

/** What the server does in the example: one sentence, and the outcomes if cases show several. */
export function didText(part: FindingPart, lang: Language, options: FaultOptions = { hasTrigger: true }): string {
  const { departure, outcomes, example } = part;
  const words = FINDING[lang];
  const fault = faultText(example, lang, options);
  if (departure.kind !== 'outcome' || outcomes.length < 2) return fault;
  const isTable = isOfDeliveryTable(part);
  const { namesOutcomes = true } = options;
  const nameOf = (name: string) =>
    namesOutcomes ? outcomeName(name, isTable, lang) : outcomeWords(name, isTable, lang);
  const named = outcomes.slice(0, MAX_OUTCOMES).flatMap(({ by, cases }) => {
    const name = nameOf(by);
    return name === undefined ? [] : [words.outcome(name, cases.length)];
  });
  if (named.length === 0) return fault;
  const more = outcomes.length > MAX_OUTCOMES ? [words.left(outcomes.length - MAX_OUTCOMES)] : [];
  return FAULT[lang].outcomes(fault, escapeControls([...named, ...more].join(COMMON[lang].comma)));
}

/** How many cases show it, of how many that check it; where the baseline excuses some, how many are new. */
export function countText({ cases, newCases, checkedCases, passing }: RuleFinding, lang: Language): string {
  const { length } = cases;
  const words = FINDING[lang];
  const shown = checkedCases > length ? words.ofChecked(length, checkedCases) : COMMON[lang].cases(length);
  const isRestPassing = passing.length > 0 && length + passing.length === checkedCases;
  const count = isRestPassing ? words.othersPass(shown, passing.length) : shown;
  return newCases.length === cases.length ? count : FINDING[lang].newOf(newCases.length, count);
}

/** Where the rule stands, and the address of the text; the id of a rule that the catalogue does not have. */
export function ruleParts(id: string, { requirements, lang }: Pick<FindingContext, 'requirements' | 'lang'>) {
  const requirement = requirements.get(id);
  if (requirement === undefined) return { where: id, text: '', url: '' };
  return {
    where: citation(requirement, lang),
    text: ruleText(requirement, lang),
    url: placeOf(requirement).url,
  };
}

/** What is said of the finding as a whole: the departure, further rules, known cases, rulings, the server of a pair. */
export function summaryLines(finding: RuleFinding, context: FindingContext): readonly LabelledLine[] {
  const { lang } = context;
  const [words, { cases }] = [FINDING[lang], COMMON[lang]];
  const part = ({ by, cases: ids }: CasesBy<string>) => escapeControls(words.some(cases(ids.length), by));
  return [
    { label: 'did', text: didText(finding, lang) },
    ...contrastLines(finding, lang),
    ...alsoLines(finding, context),
    ...finding.known.map((known) => ({ label: 'known' as const, text: part(known) })),
    ...finding.disputed.map(({ by, cases: ids }) => ({
      label: 'ruling' as const,
      text: rulingGist(by, cases(ids.length), lang),
    })),
    ...(finding.onlyInPair.length === 0
      ? []
      : [{ label: 'note' as const, text: words.some(cases(finding.onlyInPair.length), COMMON[lang].onlyInPair) }]),
  ];
}

/** Whether outcomes are the letters of RFC 6121 8.5.4, table 1. */
const isOfDeliveryTable = ({ shown, outcomes }: FindingPart): boolean =>
  outcomes.length > 0 && shown.some(({ result }) => result.case.cell?.table === 'delivery-table');

/** What else comes of the fault: a line for each of a few rules, the ids of the others, and the rules that the same stanzas break. */
function alsoLines({ parts: [main, ...others], also }: RuleFinding, context: FindingContext): readonly LabelledLine[] {
  if (main === undefined) return [];
  const words = FINDING[context.lang];
  const byRule = [...groupBy(others, ({ requirement }) => requirement)];
  const left = byRule.slice(MAX_RULES).map(([id]) => id);
  const further = left.filter((id) => id !== main.requirement).sort();
  const rules = also.filter((id) => !others.some(({ requirement }) => requirement === id));
  const { semicolon, comma } = COMMON[context.lang];
  const texts = [
    ...byRule.slice(0, MAX_RULES).map(([id, parts]) => partsText(id, parts, { main, context })),
    ...(further.length === 0 ? [] : [words.furtherRules(further.length, escapeControls(further.join(comma)))]),
    ...(rules.length === 0 ? [] : [words.sameStanzas(rules.map((id) => ruleName(id, context)).join(semicolon))]),
  ];
  return texts.map((text) => ({ label: 'also', text }));
}

/**
 * The rule unless it is that of the finding, what the server does if it is something else, after which act if that is another
 * one, and one of the cases.
 */
function partsText(
  id: string,
  parts: readonly FindingPart[],
  { main, context }: { readonly main: FindingPart; readonly context: FindingContext },
): string {
  const { lang } = context;
  const words = FINDING[lang];
  const did = parts
    .filter((part) => didText(part, lang, {}) !== didText(main, lang, {}))
    .slice(0, MAX_FAULTS)
    .map((part) =>
      didText(part, lang, { hasTrigger: triggerText(part.example, lang) !== triggerText(main.example, lang) }),
    );
  const rule = id === main.requirement ? words.sameRule : ruleName(id, context);
  const cases = new Set(parts.flatMap((part) => part.cases)).size;
  const first = parts[0]?.example.result.case.id ?? '';
  const shown = escapeControls(words.suchAs(cases, first));
  return COMMON[lang].labelled(rule, [...did, shown].join(COMMON[lang].semicolon));
}

/** What a rule asks for, with its level, its place and its id. */
export function ruleName(id: string, { requirements, lang }: Pick<FindingContext, 'requirements' | 'lang'>): string {
  const requirement = requirements.get(id);
  if (requirement === undefined) return id;
  const [level, where] = [LEVELS[lang][requirement.level], citation(requirement, lang)];
  return FINDING[lang].ruleKnown(id, level, where, ruleText(requirement, lang));
}

/** What happens in the case of the example, its title, which may have another subject, and the command that runs it alone. */
export function wholeExample({ example }: RuleFinding, context: FindingContext): readonly LabelledLine[] {
  const { lang, rerun } = context;
  return [
    ...exampleLines(example, lang, { ruleOf: (id) => ruleName(id, context) }),
    ...noteTexts(example.result, lang).map((text) => ({ label: 'note' as const, text })),
    { label: 'seen', text: titleText(example.result, lang) },
    { label: 'run', text: rerunCommand(example.result, rerun), isCode: true },
  ];
}

/** That the entry of the baseline has expired, and the cases of each server of a pair alone. */
function noteTexts(result: CaseResult, lang: Language): readonly string[] {
  if (isOnlyInPair(result)) return [];
  return reasonLines({ ...result, knownFailure: undefined }, createRename(result.jids), lang).map(plainNames);
}

const titleText = ({ case: aCase }: CaseResult, lang: Language): string => escapeControls(caseTitle(aCase, lang));

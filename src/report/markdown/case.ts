// A failed or broken case as a folded block of Markdown.

import type { Language } from '../../model/event.ts';
import type { Difference, DifferenceValue, Failure } from '../../model/failure.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import type { Requirement } from '../../model/standard.ts';
import type { XmlElement } from '../../model/xml.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { differenceText } from '../../wording/differences.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { placeText, reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { blameSentence, FAILURE, failureSentence } from '../failure/failure-words.ts';
import { citation, ruleText } from '../text/citation.ts';
import { escapeHtml } from '../text/escape-html.ts';
import { code, plain } from '../text/markdown.ts';
import { createRename } from '../text/names.ts';
import { rulingLine, rulingsIn } from '../text/ruling.ts';
import { prettyXml, type Rename } from '../text/xml-text.ts';
import { MARKDOWN } from './words.ts';

export interface CaseContext {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** See `RunInfo.rerun`. */
  readonly rerun: readonly string[];
}

/** Failed checks shown of one case. The command below shows all of them. */
const MAX_CHECKS = 3;

/** Characters of a sentence, which may quote the server. */
const MAX_SENTENCE = 500;

/** The block; its first line has outcome, id and title. */
export function caseText(result: CaseResult, context: CaseContext): string {
  const { lang, rerun } = context;
  const rename = createRename(result.jids);
  const { id, title } = result.case;
  const failed = result.checks.filter((check) => check.failure !== undefined);
  const worstFirst = failed.sort((a, b) => Number(b.verdict === 'failed') - Number(a.verdict === 'failed'));
  const checks = worstFirst.slice(0, MAX_CHECKS);
  const summary = `<summary>${COMMON[lang][result.outcome]} <code>${oneLine(id)}</code> ${oneLine(title)}</summary>`;
  const parts = [
    ...reasonLines(result, rename, lang)
      .slice(0, 1)
      .map((line) => plain(cut(line, MAX_SENTENCE))),
    ...rulesPart(checks, context),
    ...rulingsPart(checks, lang),
    ...checks.flatMap((check) => checkParts(check, rename, lang)),
    ...(failed.length > MAX_CHECKS ? [MARKDOWN[lang].moreChecks(failed.length - MAX_CHECKS)] : []),
    `${MARKDOWN[lang].runAlone}\n\n${fenced('sh', [rerunCommand(result, rerun)])}`,
  ];
  // Inside HTML, Markdown needs an empty line before it.
  return `<details>${summary}\n\n${parts.join('\n\n')}\n\n</details>\n`;
}

const oneLine = (text: string): string => escapeHtml(escapeControls(text));

/** The rules of these checks, each once. */
function rulesPart(checks: readonly CheckResult[], { lang, requirements }: CaseContext): readonly string[] {
  const rules = [...new Set(checks.flatMap((check) => check.requirements))].map((id) => {
    const requirement = requirements.get(id);
    if (requirement === undefined) return `- ${code(id)}`;
    const where = plain(citation(requirement, lang));
    return `- **${LEVELS[lang][requirement.level]}** ${code(id)} ${where}: ${plain(ruleText(requirement, lang))}`;
  });
  return rules.length === 0 ? [] : [rules.join('\n')];
}

/** The rulings by which some of them only warn. */
function rulingsPart(checks: readonly CheckResult[], lang: Language): readonly string[] {
  const named = rulingsIn(checks.flatMap(({ disputed = [] }) => disputed));
  return named.length === 0 ? [] : [named.map((one) => `- ${plain(rulingLine(one, lang))}`).join('\n')];
}

function checkParts(check: CheckResult, rename: Rename, lang: Language): readonly string[] {
  const { failure, place } = check;
  if (failure === undefined) return [];
  const blame = blameSentence(check, lang);
  const where = COMMON[lang].bracketed(code(placeText(place)));
  return [
    sentence(failureSentence(check, lang), rename) + where,
    ...(blame === undefined ? [] : [plain(blame)]),
    ...failureParts(failure, rename, lang),
  ];
}

function failureParts(failure: Failure, rename: Rename, lang: Language): readonly string[] {
  const words = FAILURE[lang];
  const isAtFault = failure.kind === 'unexpected' || failure.kind === 'passive';
  const { expected, closest, difference } = failure;
  return [
    ...stanzaParts(words.expected, expected, rename),
    ...stanzaParts(isAtFault ? words.received : words.closest, closest, rename),
    ...(difference === undefined ? [] : [differencePart(difference, rename, lang)]),
  ];
}

function differencePart({ path, expected, actual }: Difference, rename: Rename, lang: Language): string {
  const value = (side: DifferenceValue) => plain(cut(rename(differenceText(side, lang)), MAX_VALUE));
  return MARKDOWN[lang].difference(plain(path), value(expected), value(actual));
}

function stanzaParts(title: string, stanza: XmlElement | undefined, rename: Rename): readonly string[] {
  return stanza === undefined ? [] : [`${title}\n\n${fenced('xml', prettyXml(stanza, rename))}`];
}

/** A fenced block. No line of a stanza or a command consists of backticks, so none ends it. */
function fenced(language: string, lines: readonly string[]): string {
  return ['```', language, '\n', ...lines.map((line) => `${line}\n`), '```'].join('');
}

function sentence(text: string, rename: Rename): string {
  return plain(cut(rename(text), MAX_SENTENCE));
}

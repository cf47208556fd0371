// The checks of a case that did not hold: the rules, what was expected, and what came instead.

import type { DifferenceValue, Failure } from '../../model/failure.ts';
import type { CaseResult, CheckResult } from '../../model/result.ts';
import { differenceText } from '../../wording/differences.ts';
import { placeText } from '../failure/failed-case-text.ts';
import { FAILURE, failureSentence } from '../failure/failure-words.ts';
import { createRename, plainNames } from '../text/names.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { ruleHtml } from './case-rules.ts';
import { CASE } from './case-words.ts';
import { markedXml, type Spend } from './case-xml.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** Failures told in full; a server that breaks everything is not better understood by the rest. */
const MAX_FAILURES = 6;
/** Patterns listed of what was allowed instead of an unexpected stanza. */
const MAX_ALLOWED = 8;

/** Checks that failed for one and the same thing: the first of them, and what all of them cite. */
interface Group {
  readonly failure: Failure;
  readonly first: CheckResult;
  readonly requirements: readonly string[];
  readonly isFailed: boolean;
}

interface Telling {
  readonly page: Page;
  readonly rename: Rename;
  readonly spend: Spend;
  readonly told: Set<string>;
}

/** What did not hold in a case, each thing once with all rules that it breaks, which it adds to `told`. */
export function failures(result: CaseResult, page: Page, { spend, told }: Pick<Telling, 'spend' | 'told'>): Html {
  const telling = { page, rename: createRename(result.jids), spend, told };
  const groups = groupsOf(result.checks);
  const left = groups.length - MAX_FAILURES;
  const more = left > 0 ? html`<p class="note">${CASE[page.lang].more(left)}</p>` : undefined;
  return html`${groups.slice(0, MAX_FAILURES).map((group) => failureHtml(group, telling))}${more}`;
}

/** Checks of the same thing stand together. */
function groupsOf(checks: readonly CheckResult[]): readonly Group[] {
  const groups: Group[] = [];
  for (const check of checks) {
    const { failure } = check;
    if (failure === undefined) continue;
    const last = groups.at(-1);
    const before = last !== undefined && isSame(last.first, check) ? groups.pop() : undefined;
    const requirements = [...new Set([...(before?.requirements ?? []), ...check.requirements])];
    const isFailed = before?.isFailed === true || check.verdict === 'failed';
    groups.push({ failure, first: before?.first ?? check, requirements, isFailed });
  }
  return groups;
}

/** Whether two checks failed for the same stanzas and the same reason: they are shown once, with all their rules. */
function isSame(one: CheckResult, other: CheckResult): boolean {
  if (failureSentence(one, 'en') !== failureSentence(other, 'en')) return false;
  return one.failure?.expected === other.failure?.expected && one.failure?.closest === other.failure?.closest;
}

function failureHtml({ failure, first, requirements, isFailed }: Group, telling: Telling): Html {
  const { page, rename, spend } = telling;
  const sentence = spend(() => oneLine(plainNames(rename(failureSentence(first, page.lang)))));
  return html`<section class="failure o-${isFailed ? 'failed' : 'warned'}">${requirements.map((id) => ruleHtml(id, page, { told: telling.told }))}
<h4><span aria-hidden="true">${isFailed ? '✗' : '▲'}</span> ${sentence} <small>${placeText(first.place)}</small></h4>
${stanzasHtml(failure, telling)}${differenceHtml(failure, telling)}${allowedHtml(failure, telling)}</section>
`;
}

/** What was expected beside the closest that came. */
function stanzasHtml({ kind, expected, closest, difference }: Failure, { page, rename, spend }: Telling): Html {
  const words = FAILURE[page.lang];
  const isItself = kind === 'unexpected' || kind === 'passive' || expected === undefined;
  const parts = [
    expected === undefined
      ? undefined
      : html`<div><h5>${words.expected}</h5>${markedXml(expected, rename, spend, difference, valueText(difference?.expected))}</div>`,
    closest === undefined
      ? undefined
      : html`<div><h5>${isItself ? words.received : words.closest}</h5>${markedXml(closest, rename, spend, difference, valueText(difference?.actual))}</div>`,
  ];
  return html`<div class="pair">${parts}</div>`;
}

function differenceHtml({ difference }: Failure, { page, rename }: Telling): Html | undefined {
  if (difference === undefined) return undefined;
  const { path, expected, actual } = difference;
  const [words, values] = [FAILURE[page.lang], CASE[page.lang]];
  const side = (value: DifferenceValue) => oneLine(rename(differenceText(value, page.lang)));
  return html`<p>${words.difference(oneLine(path))} · ${values.expectedValue} <mark>${side(expected)}</mark> · ${values.actualValue} <mark>${side(actual)}</mark></p>
`;
}

/** The value of an attribute as it stands in XML; empty for any other side of a difference. */
function valueText(side: DifferenceValue | undefined): string {
  return side?.kind === 'value' ? JSON.stringify(side.value) : '';
}

function allowedHtml(failure: Failure, { page, rename, spend }: Telling): Html | undefined {
  if (failure.kind !== 'unexpected') return undefined;
  const { allowed } = failure;
  const words = FAILURE[page.lang];
  if (allowed.length === 0) return html`<p>${words.nothingAllowed}</p>`;
  const patterns = allowed.slice(0, MAX_ALLOWED).flatMap((pattern) => spend(() => compactXml(pattern, rename)) ?? []);
  return html`<h5>${words.allowed}</h5><pre>${patterns.join('\n')}</pre>`;
}

// The failed checks of a case: the rules, the expected stanza and the received one.

import type { DifferenceValue, Failure } from '../../model/failure.ts';
import type { CaseResult, CheckResult, DisputedRequirement } from '../../model/result.ts';
import type { XmlElement } from '../../model/xml.ts';
import { isSameFailure } from '../../results/findings/showings.ts';
import { passageUrl } from '../../spec/rulings.ts';
import { differenceText } from '../../wording/differences.ts';
import { placeText } from '../failure/failed-case-text.ts';
import { blameSentence, FAILURE, failureSentence } from '../failure/failure-words.ts';
import { createRename, plainNames } from '../text/names.ts';
import { type NamedRuling, rulingLine, rulingOf, rulingsIn } from '../text/ruling.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { CASE, ruleHtml } from './case-rules.ts';
import { type Budget, markedXml } from './case-xml.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** Failures shown in full. Further failures of one case seldom help. */
const MAX_FAILURES = 6;
/** Patterns listed of the stanzas that were allowed instead of an unexpected one. */
const MAX_ALLOWED = 8;

/** Checks with the same failure: the first of them, and the requirements that they cite. */
interface Group {
  readonly failure: Failure;
  readonly first: CheckResult;
  readonly requirements: readonly string[];
  readonly disputed: readonly DisputedRequirement[];
  readonly isFailed: boolean;
}

interface FailureContext {
  readonly page: Page;
  readonly rename: Rename;
  readonly budget: Budget;
  /** Requirements whose text the case shows already. */
  readonly shownRules: Set<string>;
}

/** The failures of a case, each once with all the rules that it breaks. Adds these rules to `shownRules`. */
export function failures(
  result: CaseResult,
  page: Page,
  { budget, shownRules }: Pick<FailureContext, 'budget' | 'shownRules'>,
): Html {
  const context = { page, rename: createRename(result.jids), budget, shownRules };
  const groups = groupsOf(result.checks);
  const left = Math.max(0, groups.length - MAX_FAILURES) + (result.checksLeftOut ?? 0);
  const more = left > 0 ? html`<p class="note">${CASE[page.lang].more(left)}</p>` : undefined;
  return html`${groups.slice(0, MAX_FAILURES).map((group) => failureHtml(group, context))}${more}`;
}

function groupsOf(checks: readonly CheckResult[]): readonly Group[] {
  const groups: Group[] = [];
  for (const check of checks) {
    const { failure } = check;
    if (failure === undefined) continue;
    const last = groups.at(-1);
    const before = last !== undefined && isSameFailure(last.first, check) ? groups.pop() : undefined;
    const requirements = [...new Set([...(before?.requirements ?? []), ...check.requirements])];
    const isFailed = before?.isFailed === true || check.verdict === 'failed';
    const disputed = [...(before?.disputed ?? []), ...(check.disputed ?? [])];
    groups.push({ failure, first: before?.first ?? check, requirements, disputed, isFailed });
  }
  return groups;
}

function failureHtml({ failure, first, requirements, disputed, isFailed }: Group, context: FailureContext): Html {
  const { page, rename, budget, shownRules } = context;
  const known =
    first.knownFailure === undefined
      ? undefined
      : html`<p class="note">${oneLine(page.common.knownFailure(first.knownFailure))}</p>`;
  const sentence = budget.fit(() => oneLine(plainNames(rename(failureSentence(first, page.lang)))));
  return html`<section class="failure o-${isFailed ? 'failed' : 'warned'}">${requirements.map((id) => ruleHtml(id, page, { shownRules }))}${rulingsIn(disputed).map((named) => rulingHtml(named, page))}${known}
<h4><span aria-hidden="true">${isFailed ? '✗' : '▲'}</span> ${sentence} <small>${placeText(first.place)}</small></h4>
${evidenceHtml(first, failure, context)}</section>
`;
}

function evidenceHtml(check: CheckResult, failure: Failure, context: FailureContext): Html {
  const parts = [stanzasHtml, differenceHtml, orderHtml, allowedHtml, meaningsHtml];
  return html`${blameHtml(check, context.page)}${parts.map((part) => part(failure, context))}`;
}

function blameHtml(check: CheckResult, { lang }: Page): Html | undefined {
  const sentence = blameSentence(check, lang);
  return sentence === undefined ? undefined : html`<p class="note">${sentence}</p>\n`;
}

/** The expected stanza beside the closest one received, or beside a note that nothing arrived. */
function stanzasHtml({ kind, expected, closest, difference }: Failure, { page, rename, budget }: FailureContext): Html {
  const words = FAILURE[page.lang];
  const isAtFault = kind === 'unexpected' || kind === 'passive' || expected === undefined;
  const stanza = (title: string, xml: XmlElement | undefined, side: DifferenceValue | undefined) =>
    xml && html`<div><h5>${title}</h5>${markedXml(xml, { rename, budget, difference, side })}</div>`;
  const hasNothing = kind === 'missing' && closest === undefined;
  const nothing = hasNothing ? html`<div><h5>${words.received}</h5><p>${CASE[page.lang].nothing}</p></div>` : undefined;
  return html`<div class="pair">${stanza(words.expected, expected, difference?.expected)}${stanza(isAtFault ? words.received : words.closest, closest, difference?.actual)}${nothing}</div>`;
}

/** The stanzas of the session in the required order. */
function orderHtml(failure: Failure, { page, rename, budget }: FailureContext): Html | undefined {
  if (failure.kind !== 'missing' || failure.order === undefined) return undefined;
  const items = failure.order.map(
    (pattern) => html`<li><code>${budget.fit(() => compactXml(pattern, rename))}</code></li>`,
  );
  return html`<h5>${CASE[page.lang].order}</h5><ol class="order">${items}</ol>`;
}

/** What the outcome taken, and each permitted one, consists of. */
function meaningsHtml(failure: Failure, { page, rename, budget }: FailureContext): Html | undefined {
  if (failure.kind !== 'violates' || failure.meanings === undefined) return undefined;
  const words = CASE[page.lang];
  const items = failure.meanings.map(({ name, arrivals }) => {
    const lines = arrivals.flatMap(
      ({ session, stanza }) => budget.fit(() => `${oneLine(session)} ← ${compactXml(stanza, rename)}`) ?? [],
    );
    const what = lines.length === 0 ? html`<dd>${words.nothing}</dd>` : html`<dd><pre>${lines.join('\n')}</pre></dd>`;
    const mark = name === failure.outcome ? words.taken : words.permittedOne;
    return html`<div><dt><strong>${oneLine(name)}</strong> <small>${mark}</small></dt>${what}</div>`;
  });
  return html`<h5>${words.meanings}</h5><dl class="meanings">${items}</dl>`;
}

function differenceHtml({ difference }: Failure, { page, rename }: FailureContext): Html | undefined {
  if (difference === undefined) return undefined;
  const { path, expected, actual } = difference;
  const [words, values] = [FAILURE[page.lang], CASE[page.lang]];
  const side = (value: DifferenceValue) => oneLine(rename(differenceText(value, page.lang)));
  return html`<p>${words.difference(oneLine(path))} · ${values.expectedValue} <mark>${side(expected)}</mark> · ${values.actualValue} <mark>${side(actual)}</mark></p>
`;
}

function allowedHtml(failure: Failure, { page, rename, budget }: FailureContext): Html | undefined {
  if (failure.kind !== 'unexpected') return undefined;
  const { allowed } = failure;
  const words = FAILURE[page.lang];
  if (allowed.length === 0) return html`<p>${words.nothingAllowed}</p>`;
  const patterns = allowed
    .slice(0, MAX_ALLOWED)
    .flatMap((pattern) => budget.fit(() => compactXml(pattern, rename)) ?? []);
  return html`<h5>${words.allowed}</h5><pre>${patterns.join('\n')}</pre>`;
}

/** The ruling folded into one line. Links lead to the texts of the passages. */
function rulingHtml(named: NamedRuling, { lang }: Page): Html {
  const ruling = rulingOf(named.id);
  const line = rulingLine(named, lang);
  if (ruling === undefined) return html`<p class="ruling">${line}</p>`;
  const passages = ruling.passages.map(
    ({ place, says }) => html`<p><a href="${passageUrl(place)}">${place}</a> ${says[lang]}</p>`,
  );
  return html`<details class="ruling"><summary>${line}</summary>${passages}<p><strong>${ruling.id}</strong> ${ruling.ruling[lang]}</p></details>`;
}

// What the page opens on: the findings of the run. Each unfolds to one case in full, and to the list of all its cases.

import type { BrokenFinding, Finding, LateFinding, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { groupBy } from '../../results/outcomes.ts';
import { caseTitle, catalogue } from '../../wording/catalogue.ts';
import { COMMON, counted, LEVELS } from '../../wording/common.ts';
import { reasonText } from '../../wording/reasons.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { exampleLines } from '../finding/example-lines.ts';
import { countText, didText, LEADING, ruleName, ruleParts, sideText, summaryLines } from '../finding/finding-lines.ts';
import { LABELS } from '../finding/finding-words.ts';
import type { LabelledLine } from '../finding/labelled-line.ts';
import { createRename } from '../text/names.ts';
import { caseAnchor, findingAnchor, requirementAnchor } from './anchor.ts';
import { isWrong } from './case-bodies.ts';
import { sequenceHtml } from './case-part.ts';
import { CASE, ruleHtml } from './case-rules.ts';
import { badge } from './outcome.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/**
 * Findings whose example is there without scripts, and cases of a finding that are listed without. What unfolds of the others is
 * packed, and of findings beyond there is only a link.
 */
const MAX_STATIC = 20;
const MAX_PACKED = 300;
/** Cases named in a finding. The link of their number shows all of them. */
const MAX_NAMED = 200;

/** A finding that says something of a verdict. Stanzas that no rule forbids are among the notes. */
type ShownFinding = RuleFinding | BrokenFinding | LateFinding;

/** The findings of the run on this page. */
export function findings(page: Page): Html {
  const { words, common, results } = page;
  const all = page.findings.filter((finding): finding is ShownFinding => finding.kind !== 'traffic');
  const wrong = results.filter(isWrong).length;
  const intro =
    all.length === 0 ? words.findingsNone : words.findingsIntro(common.cases(wrong), words.findingsCount(all.length));
  const items = all.map((finding, at) => findingItem(finding, at, page));
  return html`<section id="findings" aria-labelledby="findings-h"><h2 id="findings-h">${words.findings}</h2>
<p class="note">${intro}</p>
${listOf(items.slice(0, LEADING))}${furtherList(items.slice(LEADING), page)}${items.length === 0 ? undefined : html`<p class="more-on-screen note">${words.moreOnScreen}</p>`}</section>
`;
}

const listOf = (items: readonly Html[]): Html | undefined =>
  items.length === 0 ? undefined : html`<ol class="findings">${items}</ol>`;

/** The findings that weigh less, in a line each until they are unfolded. */
function furtherList(items: readonly Html[], { lang }: Page): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<p class="note further-note">${PAGE_FINDING[lang].further(items.length)}</p>
<ol class="findings further" start="${LEADING + 1}">${items}</ol>`;
}

function findingItem(finding: ShownFinding, at: number, page: Page): Html {
  const { common, words } = page;
  const count = finding.kind === 'rule' ? countText(finding, page.lang) : common.cases(finding.cases.length);
  const outcome = finding.kind === 'rule' ? finding.verdict : 'broken';
  const link = exampleLink(finding, page);
  const body = at < MAX_PACKED ? html`${exampleOf(finding, `f${at}`, page)}${caseIndex(finding, page)}` : link;
  const isPacked = at >= MAX_STATIC && at < MAX_PACKED;
  const part = isPacked ? html` data-part="${page.later(body)}"` : undefined;
  const content = isPacked ? html`${link}<p class="note" data-static>${words.laterNote}</p>` : body;
  return html`<li><details class="finding w-${outcome}" id="${findingAnchor(finding.key)}"${part}><summary>${badge(outcome, page, levelOf(finding, page))}
<span class="what">${headline(finding, page)}</span> <span class="count">${count}</span></summary>
<div class="list">${content}</div></details></li>
`;
}

const exampleOf = (finding: ShownFinding, key: string, page: Page): Html =>
  finding.kind === 'rule' ? ruleExample(finding, key, page) : brokenExample(finding, key, page);

const levelOf = (finding: ShownFinding, { lang }: Page): string =>
  finding.kind === 'rule' ? LEVELS[lang][finding.level] : PAGE_FINDING[lang].noVerdict;

/** The rule, what the server does instead and, of a pair, the server at fault; why there is no verdict. */
function headline(finding: ShownFinding, page: Page): Html {
  const { lang } = page;
  const words = PAGE_FINDING[lang];
  if (finding.kind === 'late') return html`<h3>${words.late}</h3>`;
  if (finding.kind === 'broken') {
    const { reason } = finding.example;
    return html`<h3>${oneLine((reason === undefined ? '' : reasonText(reason, lang)).split('\n')[0] ?? '')}</h3>`;
  }
  const { requirement: id, newCases, onlyInPair } = finding;
  const { where, text } = ruleParts(id, page);
  const did = didText(finding, lang);
  const fault = sideText(finding, lang);
  const known = newCases.length === 0 ? html` <span class="tag">${words.allKnown}</span>` : undefined;
  const pair = onlyInPair.length > 0 ? html` <strong>${COMMON[lang].onlyInPair}</strong>` : undefined;
  return html`<h3>${anchorsOf(finding, page)}${text === '' ? oneLine(id) : text}</h3>
<span class="did">${fault === undefined ? did : page.common.labelled(oneLine(fault), did)}</span>
<small>${oneLine(text === '' ? where : `${where} · ${id}`)}${known}${pair}</small>`;
}

/** Where links to its rules lead, and links to the keys of its other parts. */
function anchorsOf(finding: RuleFinding, { findingOf }: Page): readonly Html[] {
  const rules = [finding.requirement, ...finding.also].filter((id) => findingOf.get(id) === finding);
  const keys = finding.parts.map(({ key }) => key).filter((key) => key !== finding.key);
  return [...rules.map(requirementAnchor), ...keys.map(findingAnchor)].map((id) => html`<span id="${id}"></span>`);
}

/** The id of the example. */
const firstOf = (finding: Finding): string =>
  finding.kind === 'rule' ? finding.example.result.case.id : finding.example.case.id;

function exampleLink(finding: ShownFinding, { lang }: Page): Html {
  const id = firstOf(finding);
  return html`<p>${PAGE_FINDING[lang].caseLink} <a href="#${caseAnchor(id)}"><code>${oneLine(id)}</code></a></p>`;
}

/** The cases by scenario: `rfc6121/A.2.1/state` and its rows. */
function caseIndex({ cases }: ShownFinding, page: Page): Html | undefined {
  const { lang, common, words } = page;
  if (cases.length < 2) return undefined;
  const scenarios = groupBy(cases.slice(0, MAX_NAMED), (id) => id.replace(/\[.*$/, ''));
  const items = [...scenarios].map(([scenario, ids]) => {
    const links = ids.map((id) => html`<a href="#${caseAnchor(id)}">${oneLine(rowOf(id, scenario))}</a> `);
    return html`<li><code>${oneLine(scenario)}</code> ${links}</li>`;
  });
  const left = cases.length - MAX_NAMED;
  const list = html`<ul>${items}${left > 0 ? html`<li>${words.more(left)}</li>` : undefined}</ul>`;
  const isPacked = cases.length > MAX_STATIC;
  const part = isPacked ? html` data-part="${page.later(list)}"` : undefined;
  const content = isPacked ? html`<p class="note" data-static>${words.laterNote}</p>` : list;
  return html`<details class="others"${part}><summary>${PAGE_FINDING[lang].others(common.cases(cases.length))}</summary><div class="list">${content}</div></details>`;
}

/** `none,remote` of `rfc6121/A.2.1/state[none,remote]`; the name of a scenario that has one case. */
function rowOf(id: string, scenario: string): string {
  return id === scenario ? (id.split('/').at(-1) ?? id) : id.slice(scenario.length + 1, -1);
}

/** The rule, what is said of the finding as a whole, and its example; `key` begins the ids of its stanzas. */
function ruleExample(finding: RuleFinding, key: string, page: Page): Html {
  const { lang, info } = page;
  const { requirement, also, example } = finding;
  // The head of the finding has the text of the rule and what the server does.
  const shownRules = new Set([requirement]);
  const others = also.map((id) => ruleHtml(id, page, { shownRules, isInFinding: true }));
  const more =
    others.length === 0
      ? undefined
      : html`<details><summary>${PAGE_FINDING[lang].also(others.length)}</summary>${others}</details>`;
  const lines = summaryLines(finding, { ...page, rerun: info.rerun });
  const notes = lines.filter(({ label }) => label !== 'did');
  return html`${ruleHtml(requirement, page, { shownRules, isInFinding: true })}${more}${labelled(notes, page)}<h4>${PAGE_FINDING[lang].example}</h4>
${labelled(exampleLines(example, lang, { ruleOf: (id) => ruleName(id, page) }), page)}${seenIn(example.result, page)}${ending(example.result, key, page)}`;
}

/** Why a case has no verdict, and what happened in it. */
function brokenExample({ example }: BrokenFinding | LateFinding, key: string, page: Page): Html {
  const reason = reasonLines(example, createRename(example.jids), page.lang).join('\n');
  return html`<h4>${PAGE_FINDING[page.lang].example}</h4>${seenIn(example, page)}${reason === '' ? undefined : html`<p class="reason">${oneLine(reason)}</p>`}${ending(example, key, page)}`;
}

/** The title of the case, which may have another subject than the finding. */
function seenIn({ case: aCase }: CaseResult, { lang }: Page): Html {
  const { id } = aCase;
  return html`<p>${COMMON[lang].labelled(LABELS[lang].seen, oneLine(caseTitle(aCase, lang)))} <a href="#${caseAnchor(id)}"><code>${oneLine(id)}</code></a></p>`;
}

/** Lines with their labels; lines that follow each other share one. */
function labelled(lines: readonly LabelledLine[], { lang }: Page): Html | undefined {
  if (lines.length === 0) return undefined;
  const items = lines.map(({ label, text, isCode }, at) => {
    const isRepeated = lines[at - 1]?.label === label;
    const head = isRepeated ? undefined : html`<dt class="l-${label}">${LABELS[lang][label]}</dt>`;
    return html`${head}<dd class="l-${label}">${isCode === true ? html`<code>${text}</code>` : text}</dd>`;
  });
  return html`<dl class="labelled">${items}</dl>`;
}

function ending(result: CaseResult, key: string, page: Page): Html {
  const words = CASE[page.lang];
  return html`${sequenceHtml(result, page, key)}<h4>${words.rerun}</h4><pre>${rerunCommand(result, page.info.rerun)}</pre>`;
}

const PAGE_FINDING = catalogue(
  {
    also: (count: number) => `${counted(count, 'further rule')} not met by the same fault`,
    further: (count: number) => `${counted(count, 'further finding')}. Each unfolds to its example.`,
    noVerdict: 'no verdict',
    late: 'stanzas came too late to be judged',
    example: 'One case in full',
    others: (cases: string) => `All ${cases}`,
    allKnown: 'known',
    caseLink: 'The case',
  },
  {
    also: (count) => `同一缺陷不符合的其他要求：${count} 项`,
    further: (count) => `其余 ${count} 个问题，均可展开查看示例。`,
    noVerdict: '无法判定',
    late: '节到达过迟，无法判定',
    example: '一个完整的用例',
    others: (cases) => `全部 ${cases}`,
    allKnown: '已知',
    caseLink: '用例',
  },
);

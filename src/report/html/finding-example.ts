// What a finding unfolds to: the rule with its links, and one case in full.

import type { BrokenFinding, LateFinding, RuleFinding } from '../../model/finding.ts';
import type { CaseResult } from '../../model/result.ts';
import { caseTitle } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { reasonLines, rerunCommand } from '../failure/failed-case-text.ts';
import { exampleLines } from '../finding/example-lines.ts';
import { ruleName, summaryLines } from '../finding/finding-lines.ts';
import { LABELS } from '../finding/finding-words.ts';
import type { LabelledLine } from '../finding/labelled-line.ts';
import { createRename } from '../text/names.ts';
import { caseAnchor } from './anchor.ts';
import { sequenceHtml } from './case.ts';
import { ruleHtml } from './case-rules.ts';
import { CASE } from './case-words.ts';
import { PAGE_FINDING } from './finding-words.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** The rule, what is said of the finding as a whole, and its example; `key` begins the ids of its stanzas. */
export function ruleExample(finding: RuleFinding, key: string, page: Page): Html {
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
export function brokenExample({ example }: BrokenFinding | LateFinding, key: string, page: Page): Html {
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

// The requirements of a case: broken, proven and undecided ones.

import type { CaseResult } from '../../model/result.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { placeOf } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { citation, ruleText } from '../text/citation.ts';
import { requirementAnchor, rowAnchor } from './anchor.ts';
import { CASE } from './case-words.ts';
import { oneLine, type Page } from './page-context.ts';
import { type Html, html } from './template.ts';

/** Places named for a requirement. */
const MAX_PLACES = 6;

interface RuleContext {
  /** Requirements whose text the case shows already. */
  readonly shownRules: Set<string>;
  readonly note?: string | undefined;
  /** Of a finding, to which the address of the rule leads: links to its row in the list instead. */
  readonly isInFinding?: boolean;
}

/**
 * The rule, in a finding with the words of the RFC. Its text appears once in a case, and is added to `shownRules`; later only its id
 * appears.
 */
export function ruleHtml(id: string, page: Page, { shownRules, note, isInFinding = false }: RuleContext): Html {
  const requirement = page.requirements.get(id);
  if (requirement === undefined) return html`<p class="rule"><code>${oneLine(id)}</code></p>`;
  const { level } = requirement;
  const place = html`<a href="${placeOf(requirement).url}">${citation(requirement, page.lang)}</a>`;
  const anchor = isInFinding ? rowAnchor(id) : requirementAnchor(id);
  const head = html`<p><strong>${LEVELS[page.lang][level]}</strong> <a href="#${anchor}">${id}</a> <small>${place}${note === undefined ? undefined : ` · ${note}`}</small></p>`;
  const quote = isInFinding ? quoteOf(id) : undefined;
  const quoted = quote === undefined ? undefined : html`<blockquote lang="en">${quote}</blockquote>`;
  if (shownRules.has(id)) return html`<div class="rule">${head}${quoted}</div>`;
  shownRules.add(id);
  return html`<div class="rule">${head}<p class="text">${ruleText(requirement, page.lang)}</p>${quoted}</div>`;
}

/** The requirements of the case that its failures do not show. A group that matters least is folded. */
export function otherRules(result: CaseResult, page: Page, shownRules: Set<string>): readonly (Html | undefined)[] {
  const words = CASE[page.lang];
  const verdicts = new Map(result.requirements.map(({ id, verdict }) => [id, verdict]));
  const left = [...new Set([...result.case.requirements, ...verdicts.keys()])].filter((id) => !shownRules.has(id));
  const rulesOf = (ids: readonly string[]) =>
    ids.map((id) => ruleHtml(id, page, { shownRules, note: placesOf(id, result, page) }));
  const isKept = (id: string) => verdicts.get(id) === 'passed';
  const kept = left.filter(isKept);
  const broken = left.filter((id) => verdicts.has(id) && !isKept(id));
  const undecided = left.filter((id) => !verdicts.has(id));
  return [
    group(words.alsoBroken(broken.length), rulesOf(broken), true),
    group(words.proves(kept.length), rulesOf(kept), result.outcome === 'passed'),
    group(words.undecided(undecided.length), rulesOf(undecided), verdicts.size === 0),
  ];
}

function group(title: string, rules: readonly Html[], isOpen: boolean): Html | undefined {
  if (rules.length === 0) return undefined;
  const heading = isOpen ? html`<h4>${title}</h4>` : html`<summary>${title}</summary>`;
  const inside = html`${heading}${rules}`;
  return isOpen ? html`${inside}\n` : html`<details>${inside}</details>\n`;
}

/** The places in the scenario that check the requirement: `12:9, 17:9`. */
function placesOf(id: string, { checks }: CaseResult, page: Page): string | undefined {
  const places = checks.filter(({ requirements }) => requirements.includes(id)).map(({ place }) => place);
  const texts = [...new Set(places.map(({ line, col }) => `${line}:${col}`))];
  if (texts.length === 0) return undefined;
  return CASE[page.lang].checkedAt(texts.slice(0, MAX_PLACES).join(', ') + (texts.length > MAX_PLACES ? ', …' : ''));
}

// The rules of a case on the page, and the words of a single case. `../failure/failure-words.ts` has those of a failure.

import type { Topology } from '../../model/case.ts';
import type { CaseResult } from '../../model/result.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { placeOf } from '../../spec/sections.ts';
import { catalogue } from '../../wording/catalogue.ts';
import { counted, LEVELS } from '../../wording/common.ts';
import { citation, ruleText } from '../text/citation.ts';
import { requirementAnchor, rowAnchor } from './anchor.ts';
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

export const CASE = catalogue(
  {
    topology: (topology: Topology) =>
      ({ local: 'local contact', remote: 'remote contact', federated: 'contact on the peer' })[topology],
    sequence: 'What happened',
    xml: (stanzas: string) => `XML of ${stanzas}`,
    folded: (stanzas: string, fences: number) =>
      `XML of ${stanzas} not in the diagram${fences > 0 ? `, without ${counted(fences, 'stanza')} of pings` : ''}`,
    sent: (session: string) => `${session} → server`,
    received: (session: string) => `server → ${session}`,
    names: 'JIDs of this run',
    rerun: 'Run this case alone',
    expectedValue: 'expected',
    actualValue: 'received',
    more: (count: number) => `and ${counted(count, 'more failed check')}: see the JSON report`,
    cut: 'Cut here. The JSON report has more.',
    proves: (count: number) => `${counted(count, 'requirement')} met`,
    alsoBroken: (count: number) => `${counted(count, 'more requirement')} not met`,
    undecided: (count: number) => `${counted(count, 'requirement')} not decided`,
    close: 'Close',
    nothing: 'nothing arrived',
    order: 'required order',
    meanings: 'what these outcomes consist of',
    taken: 'the server did this',
    permittedOne: 'permitted',
    checkedAt: (places: string) => `checked at ${places}`,
    looks: (outcomes: string) => `runs: ${outcomes}`,
  },
  {
    topology: (topology) =>
      ({ local: '本地联系人', remote: '远程联系人', federated: '对端服务器上的联系人' })[topology],
    sequence: '经过',
    xml: (stanzas) => `${stanzas}的 XML`,
    folded: (stanzas, fences) => `图中折叠的 ${stanzas}的 XML${fences > 0 ? `，不含栅栏的 ${fences} 个节` : ''}`,
    sent: (session) => `${session} → 服务器`,
    received: (session) => `服务器 → ${session}`,
    names: '本次运行的 JID',
    rerun: '单独运行',
    expectedValue: '期望',
    actualValue: '实际',
    more: (count) => `另有 ${count} 项检查失败，见 JSON 报告`,
    cut: '以下从略，详见 JSON 报告。',
    proves: (count) => `符合的要求：${count} 项`,
    alsoBroken: (count) => `同样不符合的要求：${count} 项`,
    undecided: (count) => `未判定的要求：${count} 项`,
    close: '关闭',
    nothing: '没有收到任何节',
    order: '要求的次序',
    meanings: '各种做法的含义',
    taken: '服务器的做法',
    permittedOne: '允许',
    checkedAt: (places) => `检查于 ${places}`,
    looks: (outcomes) => `各次运行：${outcomes}`,
  },
);

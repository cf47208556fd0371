// The rules of an issue: its title, and the rules with the words of the RFC.

import type { RuleFinding } from '../../model/finding.ts';
import type { Requirement } from '../../model/standard.ts';
import { quoteOf } from '../../spec/requirements.ts';
import { loadSectionTitles, placeOf, sectionTitle } from '../../spec/sections.ts';
import { LEVELS } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import type { FindingContext } from '../finding/finding-lines.ts';
import { citation, ruleText } from '../text/citation.ts';
import { plain } from '../text/markdown.ts';
import { ISSUE } from './words.ts';

type RulesContext = Pick<FindingContext, 'lang' | 'requirements'>;

/** The title: a line of plain text, as it goes into the title field of a tracker. `fault` stands for a rule that is not known. */
export function titleLine({ requirement: id, verdict }: RuleFinding, fault: string, context: RulesContext): string {
  const { lang, requirements } = context;
  const words = ISSUE[lang];
  const requirement = requirements.get(id);
  if (requirement === undefined) return escapeControls(fault);
  const [chapter] = /^[^.\s]+(\.[^.\s]+)?/.exec(requirement.rfc) ?? [''];
  const subject = requirement.link === undefined ? sectionTitle(loadSectionTitles(), chapter, lang) : '';
  const title = words.title(subject, placeOf(requirement).name);
  const isDisputed = verdict === 'warned' && requirement.level.startsWith('MUST');
  return escapeControls(
    title + words.notMet(LEVELS[lang][requirement.level], isDisputed) + textOf(requirement, context),
  );
}

/** The text without its full stop. */
const textOf = (requirement: Requirement, { lang }: RulesContext): string =>
  ruleText(requirement, lang).replace(/[.。]$/, '');

/** The rule of the finding and those that the same fault breaks, each with its link and the words of the RFC. */
export function rulesPart({ requirement, also }: RuleFinding, context: RulesContext): string {
  return [requirement, ...also].map((id) => ruleItem(id, context)).join('\n');
}

function ruleItem(id: string, context: RulesContext): string {
  const { lang, requirements } = context;
  const words = ISSUE[lang];
  const requirement = requirements.get(id);
  if (requirement === undefined) return `- ${plain(id)}`;
  const where = `[${plain(whereOf(requirement, context))}](${placeOf(requirement).url})`;
  const line = words.ruleLine(LEVELS[lang][requirement.level], where, plain(ruleText(requirement, lang)));
  const quote = quoteOf(id);
  return quote === undefined ? `- ${line}` : `- ${line}\n  > ${plain(quote)}`;
}

/** Where it stands. Readers of English issues do not have YD/T 2936. */
const whereOf = (requirement: Requirement, { lang }: RulesContext): string =>
  lang === 'en' ? placeOf(requirement).name : citation(requirement, lang);

/** A rule in words with its level and its place, for readers who know no ids of ours. */
export function ruleNamed(id: string, context: RulesContext): string {
  const requirement = context.requirements.get(id);
  if (requirement === undefined) return id;
  const level = LEVELS[context.lang][requirement.level];
  return ISSUE[context.lang].ruleNamed(textOf(requirement, context), level, whereOf(requirement, context));
}

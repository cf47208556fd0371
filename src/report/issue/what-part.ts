// What the server does, and how grave that is: the part of an issue that is read first.

import type { RuleFinding, Showing } from '../../model/finding.ts';
import { situationOf } from '../../results/findings/situation.ts';
import { COMMON, LEVELS } from '../../wording/common.ts';
import { faultText } from '../finding/fault-text.ts';
import { countText, didText, type FindingContext, summaryLines } from '../finding/finding-lines.ts';
import { startText } from '../finding/situation-text.ts';
import { plain } from '../text/markdown.ts';
import { rulingOf } from '../text/ruling.ts';
import type { Rename } from '../text/xml-text.ts';
import { ISSUE } from './words.ts';

interface WhatContext extends Pick<FindingContext, 'lang' | 'requirements'> {
  readonly hide: Rename;
}

/** Whether the rule is broken, or why that is only a warning. */
export function verdictPart({ verdict, level, disputed }: RuleFinding, { lang }: WhatContext): string {
  const words = ISSUE[lang];
  const name = LEVELS[lang][level];
  if (verdict === 'failed') return words.failed(name);
  const passages = disputed.flatMap(({ by }) => rulingOf(by)?.passages ?? []);
  const places = [...new Set(passages.map(({ place }) => place))].join(COMMON[lang].comma);
  return places === '' ? words.advised(name) : words.disputed(name, plain(places));
}

/**
 * What the server does in the example; what it does in other cases, each with its start and what was sent; and what is to be
 * known of that. Baselines and names of cases are no matter of the server.
 */
export function whatPart(finding: RuleFinding, context: WhatContext): string {
  const { lang, hide } = context;
  const words = ISSUE[lang];
  const [main, ...others] = finding.parts;
  const options = { hide, hasTrigger: true, hasPermitted: true, namesOutcomes: false };
  const shown = new Map(others.map((part) => [faultText(part.example, lang, { hide }), part.example]));
  if (main !== undefined) shown.delete(faultText(main.example, lang, { hide }));
  const lines = summaryLines(finding, { ...context, rerun: [] });
  const notes = lines.filter(({ label }) => label === 'note').map(({ text }) => text);
  const said = [
    ...(main === undefined ? [] : [didText(main, lang, options)]),
    ...[...shown.values()].map((showing) => elsewhere(showing, context)),
    ...notes,
    words.cases(countText({ ...finding, newCases: finding.cases }, lang)),
  ];
  return said.map((text) => `- ${plain(hide(text))}`).join('\n');
}

/** The fault as another case shows it, with how that begins. */
function elsewhere(showing: Showing, { lang, hide }: WhatContext): string {
  const { case: aCase } = showing.result;
  const start = startText(aCase, situationOf(showing), lang);
  const fault = faultText(showing, lang, { hide, hasTrigger: true, hasPermitted: true });
  return ISSUE[lang].elsewhere(start, fault);
}

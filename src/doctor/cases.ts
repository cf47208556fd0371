// Which of the selected cases can run on what was found.

import type { Case } from '../model/case.ts';
import type { Language } from '../model/event.ts';
import type { SkipReason } from '../model/reason.ts';
import { type Offer, unmetNeed } from '../run/needs.ts';
import type { Checked, Seen, Sheet } from './checklist.ts';
import type { CaseCount } from './text.ts';
import { SIGHT } from './words.ts';

/** Counts by the rule by which a run skips. */
export async function checkCases(sheet: Sheet, cases: readonly Case[], offer: Checked<Offer>): Promise<CaseCount> {
  const counted = await sheet.check('cases', offer, async (value) => countCases(cases, value, sheet.lang));
  const count = counted.value ?? { selected: cases.length, canRun: 0, leftOut: [] };
  for (const { need, cases: left } of count.leftOut) {
    const remedy = remedyFor(need, sheet.lang);
    const told = { name: 'cases', status: 'missing', text: leftOutText(need, left, sheet.lang) } as const;
    sheet.note(remedy === undefined ? told : { ...told, remedy });
  }
  return count;
}

function countCases(cases: readonly Case[], offer: Offer, lang: Language): Seen<CaseCount> {
  const unmet = cases
    .map((aCase) => unmetNeed(aCase, offer))
    .flatMap((reason) => (reason === undefined ? [] : [needOf(reason)]));
  const needs = [...new Set(unmet)];
  const leftOut = needs.map((need) => ({ need, cases: unmet.filter((other) => other === need).length }));
  const value = { selected: cases.length, canRun: cases.length - unmet.length, leftOut };
  const status = value.canRun === 0 ? 'failed' : 'ok';
  return { status, text: SIGHT[lang].canRun(value.canRun, cases.length), value };
}

/** The need that is not met: a feature, `remote`, `account:rosterless`, `no roster-version`, or `accounts`. */
function needOf(reason: SkipReason): string {
  switch (reason.kind) {
    case 'feature-missing':
      return reason.feature;
    case 'feature-present':
      return `no ${reason.feature}`;
    case 'no-remote-domain':
      return 'remote';
    case 'no-special-account':
      return `account:${reason.name}`;
    default:
      return 'accounts';
  }
}

function leftOutText(need: string, count: number, lang: Language): string {
  const words = SIGHT[lang];
  if (need.startsWith('no ')) return words.without(count, need.slice(3));
  return need === 'accounts' ? words.moreAccounts(count) : words.needed(count, need);
}

/** What to do about a need that an option or the config file meets. */
function remedyFor(need: string, lang: Language): string | undefined {
  const words = SIGHT[lang];
  if (need.startsWith('account:')) return words.seeSpecial;
  if (need === 'remote') return words.mendRemote;
  return need === 'accounts' ? words.giveAccounts : undefined;
}

// Which of the selected cases can run on what was found.

import type { Case } from '../model.ts';
import type { CaseCount } from '../report/doctor-text.ts';
import { type Offer, type UnmetNeed, unmetNeed } from '../run/needs.ts';
import type { Checked, Seen, Sheet } from './doctor-sheet.ts';

/** What to do about needs that an option meets. */
const REMEDIES: Readonly<Record<string, string>> = {
  remote: 'make "component" and both ways to the remote domain work',
  accounts: 'give more accounts with --account JID',
};

/** Counts by the rule by which a run skips. */
export async function checkCases(sheet: Sheet, cases: readonly Case[], offer: Checked<Offer>): Promise<CaseCount> {
  const counted = await sheet.check('cases', offer, async (value) => countCases(cases, value));
  const count = counted.value ?? { selected: cases.length, canRun: 0, leftOut: [] };
  for (const { need, cases: left } of count.leftOut) {
    const remedy = need.startsWith('account:') ? 'see "special" in the config file' : REMEDIES[need];
    const told = { name: 'cases', status: 'missing', text: leftOutText(need, left) } as const;
    sheet.note(remedy === undefined ? told : { ...told, remedy });
  }
  return count;
}

function countCases(cases: readonly Case[], offer: Offer): Seen<CaseCount> {
  const unmet = cases.map((aCase) => unmetNeed(aCase, offer)).filter((need): need is UnmetNeed => need !== undefined);
  const needs = [...new Set(unmet.map(({ need }) => need))];
  const leftOut = needs.map((need) => ({ need, cases: unmet.filter((other) => other.need === need).length }));
  const value = { selected: cases.length, canRun: cases.length - unmet.length, leftOut };
  const status = value.canRun === 0 ? 'failed' : 'ok';
  return { status, text: `${value.canRun} of ${cases.length} can run`, value };
}

function leftOutText(need: string, count: number): string {
  if (need.startsWith('no ')) return `${count} left out: for servers without ${need.slice(3)}`;
  if (need === 'accounts') return `${count} left out: they need more accounts`;
  return `${count} left out: they need ${need}`;
}

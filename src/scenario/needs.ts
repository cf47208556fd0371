// Features that a case cannot run without.

import type { Basic, Need } from '../model/case.ts';
import { ORDINARY_ACCOUNTS } from './actors.ts';
import { type CaseScope, type Cursor, cursorAt, type RowScope, unknown } from './scope.ts';

/** The features that a case needs, those of "needs" first. `reportedBy` is added when all files are read. */
export function readNeeds(scope: CaseScope): readonly Need[] {
  const { needs, establishes } = scope.file;
  const declared = typeof needs === 'string' ? [needs] : (needs ?? []);
  const special = scope.actors.map(({ account }) => account).filter((account) => !ORDINARY_ACCOUNTS.includes(account));
  const usesRoster = scope.actors.some(({ sessions }) => sessions.some(({ roster }) => roster));
  const all = [
    ...declared,
    ...special.map((account) => `account:${account}`),
    ...(usesRoster ? ['roster-get'] : []),
    ...(scope.topology === 'remote' ? ['remote'] : []),
  ];
  return [...new Set(all)].filter((feature) => feature !== establishes).map((feature) => ({ feature }));
}

/** `no roster-version`: the case is for servers without the feature. */
const NEGATED = /^no (?=[a-z])/;
const SPECIAL_ACCOUNT = /^account:[a-z][a-z0-9-]*$/;

/** What a scenario can establish that no feature stands for. */
const BASICS = {
  ask: true,
  'roster-set': true,
  'roster-push': true,
  'item-not-found': true,
  'pending-request': true,
  approval: true,
} satisfies Record<Basic, true>;

/** Whether a scenario that establishes this reports what a server lacks, instead of a feature that it may leave out. */
export const isBasic = (name: string): name is Basic => Object.hasOwn(BASICS, name);

/** Reports unknown features in "needs" and "establishes". */
export function checkFeatures(scope: RowScope): void {
  const { needs, establishes } = scope.file;
  if (needs === undefined && establishes === undefined) return;
  const known = new Set([...scope.standards.requirements.values()].map(({ feature }) => feature));
  known.delete('none');
  known.add('remote');
  const check = (feature: string, here: Cursor<RowScope>) => {
    if (known.has(feature.replace(NEGATED, '')) || SPECIAL_ACCOUNT.test(feature)) return;
    here.report(unknown('feature', feature, { known, scope }));
  };
  const top = cursorAt(scope);
  if (typeof needs === 'string') check(needs, top.at('needs'));
  else for (const [index, need] of (needs ?? []).entries()) check(need, top.at('needs', index));
  if (establishes !== undefined && !isBasic(establishes)) check(establishes, top.at('establishes'));
}

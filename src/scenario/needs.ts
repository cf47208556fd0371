// Features that a case cannot run without.

import type { Need } from '../model/case.ts';
import { ORDINARY_ACCOUNTS } from './actors.ts';
import { isBasic } from './basics.ts';
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
    ...(scope.topology === 'federated' ? ['peer'] : []),
  ];
  return [...new Set(all)].filter((feature) => feature !== establishes).map((feature) => ({ feature }));
}

/** `no roster-version`: the case is for servers without the feature. */
const NEGATED = /^no (?=[a-z])/;
const SPECIAL_ACCOUNT = /^account:[a-z][a-z0-9-]*$/;

/** Reports unknown features in "needs" and "establishes". */
export function checkFeatures(scope: RowScope): void {
  const { needs, establishes } = scope.file;
  if (needs === undefined && establishes === undefined) return;
  const known = new Set([...scope.standards.requirements.values()].map(({ feature }) => feature));
  known.delete('none');
  known.add('remote');
  known.add('peer');
  known.add('silent-domain');
  const check = (feature: string, here: Cursor<RowScope>) => {
    if (known.has(feature.replace(NEGATED, '')) || SPECIAL_ACCOUNT.test(feature)) return;
    here.report(unknown('feature', feature, { known, scope }));
  };
  const top = cursorAt(scope);
  if (typeof needs === 'string') check(needs, top.at('needs'));
  else for (const [index, need] of (needs ?? []).entries()) check(need, top.at('needs', index));
  if (establishes !== undefined && !isBasic(establishes)) check(establishes, top.at('establishes'));
}

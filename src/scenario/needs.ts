// Features that a case cannot run without.

import type { Need } from '../model/case.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { allSteps, ORDINARY_ACCOUNTS, restartedActor } from './actors.ts';
import { isBasic } from './basics.ts';
import { allText } from './columns.ts';
import { DECLARED_LIMITS } from './placeholders.ts';
import type { AuthoredSteps, ScenarioFile } from './schema.ts';
import { type CaseScope, type Cursor, cursorAt, type RowScope, type Standards, unknown } from './scope.ts';

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
    ...neededBy(allSteps(scope.file)),
    ...limitsIn(scope.file),
  ];
  return [...new Set(all)].filter((feature) => feature !== establishes).map((feature) => ({ feature }));
}

/** What steps do to the two servers. */
const neededBy = (steps: AuthoredSteps): readonly string[] => [
  ...(steps.some(({ network }) => network === 'cut') ? ['stream-cut'] : []),
  ...(steps.some(({ network }) => restartedActor(network) !== undefined) ? ['server-restart'] : []),
  ...steps.flatMap(({ do: verbs = {}, shows = {} }) =>
    Object.keys({ ...verbs, ...shows }).flatMap((verb) => (verb === 'proves' ? [] : [`does:${verb}`])),
  ),
];

/** The limits of the target that the texts of a case refer to. */
function limitsIn(file: ScenarioFile): readonly string[] {
  const text = allText({ ...file, cases: undefined }).join('\n');
  return DECLARED_LIMITS.filter((limit) => text.includes(`\${text:${limit}}`));
}

/** `no roster-version`: the case is for servers without the feature. */
const NEGATED = /^no (?=[a-z])/;
const SPECIAL_ACCOUNT = /^account:[a-z][a-z0-9-]*$/;

/** `disco:urn:xmpp:ping`: a feature that the server lists in its service discovery (XEP-0030). */
const DISCOVERED = /^disco:\S+$/;

/** `does:roster`: a verb of the driver of the client under test. */
const DRIVEN = /^does:[a-z]+$/;

/** What a target or a pair of servers may offer besides features of RFC 6121. */
const OFFERED = ['remote', 'peer', 'silent-domain', 'stream-cut', 'stream-outage', 'server-restart'];

/** The names that needs can have. Those of features of suites stand for what shows them: `inSuite` replaces them. */
export function knownNeeds({ requirements }: Pick<Standards, 'requirements'>): readonly string[] {
  const all = [...requirements.values()];
  const features = all.flatMap(({ feature, ofSuite }) => (ofSuite === undefined ? [feature] : []));
  return [...new Set(features)].filter((name) => name !== 'none').concat(OFFERED);
}

/** Whether a need is one of these, a special account, or a feature of the service discovery. */
export function isNeed(need: string, known: readonly string[]): boolean {
  const positive = need.replace(NEGATED, '');
  return known.includes(positive) || SPECIAL_ACCOUNT.test(need) || DISCOVERED.test(positive) || DRIVEN.test(positive);
}

/** Reports unknown features in "needs" and "establishes". */
export function checkFeatures(scope: RowScope): void {
  const { needs, establishes } = scope.file;
  if (needs === undefined && establishes === undefined) return;
  const known = knownNeeds(scope.standards);
  const check = (feature: string, here: Cursor<RowScope>) => {
    if (isNeed(feature, known)) return;
    const positive = feature.replace(NEGATED, '');
    here.report(
      /^disco(:|$)/.test(positive) ? scenarioMistake('noNamespace') : unknown('feature', feature, { known, scope }),
    );
  };
  const top = cursorAt(scope);
  if (typeof needs === 'string') check(needs, top.at('needs'));
  else for (const [index, need] of (needs ?? []).entries()) check(need, top.at('needs', index));
  if (establishes !== undefined && !isBasic(establishes)) check(establishes, top.at('establishes'));
}

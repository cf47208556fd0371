// What a suite says for all of its scenarios, added to each as if it stood in the file.

import type { Mistake } from '../model/place.ts';
import { CLIENT } from '../stanza/jid.ts';
import { CORE, type Suite, sectionIn } from '../suite/suite.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { nameKind } from '../wording/scenario-names.ts';
import { suggest } from '../wording/suggest.ts';
import { show } from '../yaml/wrong-value.ts';
import { actorNames } from './actors.ts';
import { isNeed, knownNeeds } from './needs.ts';
import type { ScenarioFile } from './schema.ts';
import type { Standards } from './scope.ts';

/**
 * The file with the section, the needs and the accounts of its suite. `folder`: its name is the section where it is a number, otherwise
 * the file belongs to the specification as a whole. A name of a feature of the suite stands for what shows it.
 */
export function inSuite(file: ScenarioFile, suite: Suite, folder: string): ScenarioFile {
  const named = sectionIn(suite, file.section ?? folder);
  const isWhole = file.section === undefined && named === folder && suite.specification !== CORE;
  const section = isWhole ? suite.specification : named;
  const found = new Map(suite.features.flatMap(({ name, found: shown }) => (shown ? [[name, shown] as const] : [])));
  const asFound = (need: string) => need.replace(/^(no )?(.*)$/, (_, no = '', name) => no + (found.get(name) ?? name));
  const own = (typeof file.needs === 'string' ? [file.needs] : (file.needs ?? [])).map(asFound);
  const shared = suite.needs.map(({ feature }) => asFound(feature)).filter((need) => !own.includes(`no ${need}`));
  const needs = [...own, ...shared];
  const { accounts = file.accounts } =
    suite.accounts === undefined ? {} : { accounts: accountsOf(file, suite.accounts) };
  const actors = suite.role === 'client' ? withClient(file.actors) : file.actors;
  return { ...file, section, actors, ...(needs.length > 0 && { needs }), ...(accounts !== undefined && { accounts }) };
}

/** The user of the client under test. Contacts come after the first actor. */
const USER = 'romeo';

const withClient = ({ [USER]: own, ...contacts }: ScenarioFile['actors']): ScenarioFile['actors'] => ({
  [USER]: { [CLIENT]: {}, ...own },
  ...contacts,
});

const accountsOf = (file: ScenarioFile, usual: string): NonNullable<ScenarioFile['accounts']> => ({
  ...Object.fromEntries(actorNames(file).map((name) => [name, usual])),
  ...file.accounts,
});

/** The needs of the suite that are none. */
export function wrongNeeds({ needs, features }: Suite, standards: Standards): readonly Mistake[] {
  const known = [
    ...knownNeeds(standards),
    ...features.flatMap(({ name, found }) => (found === undefined ? [] : [name])),
  ];
  return needs.flatMap(({ feature, place }) => {
    if (isNeed(feature, known)) return [];
    return [
      { place, message: scenarioMistake('unknown', nameKind('feature'), show(feature), suggest(feature, known)) },
    ];
  });
}

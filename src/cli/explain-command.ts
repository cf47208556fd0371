// `xmppspec explain`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { LANGUAGE, SCENARIO_FILES, SUITE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const explainCommand = defineCommand({
  command: 'explain <id> [file...]',
  describe:
    'explain a requirement (text, clauses, cases that check it), a ruling such as R1, a case (actors, steps, requirements), a section, a feature, an outcome, a finding by its key, or a word of reports such as rosterless',
  builder: (y) =>
    y
      .positional('id', { type: 'string', demandOption: true, describe: 'an id or a name' })
      .positional('file', SCENARIO_FILES)
      .options(SUITE)
      .options(LANGUAGE)
      .example('$0 explain rfc6121-2.3.2-c', 'a requirement')
      .example('$0 explain 2.3.2', 'a section')
      .example('$0 explain roster-push', 'a feature')
      .example('$0 explain stored', 'an outcome')
      .example('$0 explain roster-read-only', 'a special account, and how the config file names it'),
  async run({ id, file: paths, suite: suites, lang = localeLanguage(process.env) }) {
    const [{ loadCases }, { explanationOf }, { placeWords }] = await Promise.all([
      import('./load-cases.ts'),
      import('./explain/explanation.ts'),
      import('./files/places.ts'),
    ]);
    const loaded = await loadCases({ selectors: [], places: paths, suites, besideShipped: true });
    const beside = [...(suites ?? []).flatMap((suite) => ['--suite', suite]), ...placeWords(paths)];
    process.stdout.write(explanationOf(id, { ...loaded, cases: loaded.all, beside }, lang));
    return EXIT.ok;
  },
});

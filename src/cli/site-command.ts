// `xmppspec site`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { LANGUAGE, SUITE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';

export const siteCommand = defineCommand({
  command: 'site <directory> <file...>',
  describe: 'write a static site: a scoreboard of several servers, a page for each, badges, and history',
  builder: (y) =>
    y
      .positional('directory', { type: 'string', demandOption: true, describe: 'directory to write to' })
      .positional('file', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'JSON reports: FILE, LABEL=FILE, or the directory that `federate` wrote; several with one label are its history',
      })
      .options(SUITE)
      .options(LANGUAGE)
      .example('$0 site public prosody.json ejabberd.json', 'two servers')
      .example('$0 site public trunk=1.json trunk=2.json stable=3.json', 'two versions, one with its history')
      .example('$0 site public event', 'all that federate -o event wrote'),
  async run({ directory, file: files, suite: suites, lang = 'en' }) {
    const [{ writeSite, siteText }, { loadCases }, { toolVersion }, { loadRequirements }] = await Promise.all([
      import('./site/write-site.ts'),
      import('./load-cases.ts'),
      import('./version.ts'),
      import('../spec/requirements.ts'),
    ]);
    const requirements = loadRequirements();
    const { all } = await loadCases({ selectors: [], suites });
    const idsOf = (isPair: boolean) =>
      new Set(all.filter(({ topology }) => (topology === 'federated') === isPair).map(({ id }) => id));
    const suite = { version: toolVersion(), single: idsOf(false), pair: idsOf(true) };
    const site = await writeSite({ directory, files, lang }, { suite, requirements });
    process.stdout.write(siteText(site, directory, lang));
    return EXIT.ok;
  },
});

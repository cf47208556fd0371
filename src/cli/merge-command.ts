// `xmppspec merge`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { LANGUAGE, REPORTER, TEXT, VERBOSE } from './command-line/options.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const mergeCommand = defineCommand({
  command: 'merge <file...>',
  describe: 'join the JSON reports of shards, or write a JSON report in another format or language',
  builder: (y) =>
    y
      .positional('file', { type: 'string', array: true, demandOption: true, describe: 'JSON reports' })
      .options(LANGUAGE)
      .option('output', {
        ...TEXT,
        alias: 'o',
        describe: 'file for the joined JSON report [default: standard output, unless --reporter is given]',
      })
      .option('reporter', { ...REPORTER, describe: 'NAME[=PATH], repeatable: the reporters of `run`' })
      .option('verbose', {
        ...VERBOSE,
        describe: 'show every case that did not pass with its transcript, and all tables',
      })
      .example('$0 merge 1.json 2.json 3.json -o report.json', 'after run --shard 1/3, 2/3 and 3/3')
      .example('$0 merge 1.json 2.json 3.json -r html=report.html -r junit=report.xml', 'as a page, and for CI')
      .example('$0 merge report.json -r html=report.html --lang zh', 'one report as a page in Chinese')
      .epilog('Exit code: that of one run with these results; 3 if cases are left that did not run.'),
  async run({ file: files, output, reporter, verbose: verbosity, lang = localeLanguage(process.env) }) {
    const { mergeFiles } = await import('./merge-files.ts');
    return mergeFiles({ files, output, wanted: reporter ?? [], lang, verbosity });
  },
});

// `xmppspec federate`.

import { availableParallelism } from 'node:os';
import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { optionalNumber } from './command-line/number-options.ts';
import { LANGUAGE, SELECTORS, SERVER_OPTIONS, TEXT } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import { RUN_OPTIONS } from './command-line/run-options.ts';
import { localeLanguage } from './terminal/terminal.ts';

const { config, suite, timeout, wait } = SERVER_OPTIONS;
const { jobs, strict } = RUN_OPTIONS;
const { 'peer-proof': proof } = PEER_OPTIONS;

const EXIT_CODES =
  'Exit code: 1 if a run failed; otherwise 3 if a run is inconclusive or a pair cannot be tested; 2 usage error, or nothing selected can run; 0 all as expected.';

export const federateCommand = defineCommand({
  command: 'federate <server...>',
  describe: 'run every ordered pair of servers, and each server alone; write one grid',
  builder: (y) =>
    y
      .positional('server', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'names from the config file, servers to launch, or xmpp://host[:port]',
      })
      .option('output', {
        ...TEXT,
        alias: 'o',
        default: 'federation',
        describe: 'directory of the grid (index.html, and index.json for `site`) and of the reports of each pair',
      })
      .option('cases', {
        type: 'string',
        alias: 'c',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'selector of cases, repeatable [default: all]',
      })
      .option('baselines', {
        ...TEXT,
        describe:
          'directory of known failures, which do not fail the run: NAME.yaml for a server alone, NAME+NAME.yaml for a pair; by default those of the config file',
      })
      .option('at-once', {
        ...optionalNumber('at-once'),
        describe:
          'number of runs at once; a server that is not launched is never in two [default: one more than processors, as runs wait much]',
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: 'keep the complete runs that the directory has, and make the others',
      })
      .option('since', {
        ...TEXT,
        describe: 'directory of an earlier event, whose differences the grid shows [default: what the directory held]',
      })
      .option('title', { ...TEXT, describe: 'name of the event, for the page' })
      .option('peer-proof', { nargs: proof.nargs, choices: proof.choices, describe: proof.describe })
      .options(LANGUAGE)
      .options({ config, suite, timeout, wait, jobs, strict })
      .epilog(`${SELECTORS}\n\n${EXIT_CODES}`)
      .example('$0 federate prosody ejabberd jabberd2', 'three servers, launched for each run')
      .example('$0 federate alpha beta gamma -o event -c 3', 'chapter 3 on three servers of the config file'),
  async run({ lang = localeLanguage(process.env), atOnce = availableParallelism() + 1, ...args }) {
    const [{ federate }, { inLanguage }] = await Promise.all([import('./federate.ts'), import('./known-errors.ts')]);
    return inLanguage(lang, () => federate({ ...args, lang, atOnce }));
  },
});

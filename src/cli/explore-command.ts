// `xmppspec explore`.

import { defineCommand } from './command-line/command.ts';
import { numberOption, optionalNumber } from './command-line/number-options.ts';
import { LANGUAGE, SERVER_OPTIONS } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import { RUN_OPTIONS } from './command-line/run-options.ts';
import { EXIT } from './ending/exit-code.ts';

const {
  reporter,
  baseline,
  'update-baseline': update,
  reason,
  strict,
  bail,
  jobs,
  trace,
  verbose,
  write,
} = RUN_OPTIONS;

const EXIT_CODES =
  'Exit code: 0 as expected; 1 a play failed that the baseline does not list; 2 usage error, or a report cannot be written; 3 no failures, but some plays are inconclusive.';

/** Seeds that are drawn: short enough to type. */
const SEEDS = 1_000_000;

export const exploreCommand = defineCommand({
  command: 'explore',
  describe: 'random plays that nobody wrote, judged by a model of the standard',
  builder: (y) =>
    y
      .option('seed', { ...optionalNumber('seed'), describe: 'the same seed, the same plays [default: a new one]' })
      .option('plays', {
        ...numberOption('plays'),
        default: 200,
        describe: 'number of plays, half of them with remote contacts; with --peer, all with contacts there',
      })
      .option('minutes', {
        ...optionalNumber('minutes'),
        describe: 'play further seeds, until a play fails or so much time is over',
      })
      .options(SERVER_OPTIONS)
      .options(PEER_OPTIONS)
      .options(LANGUAGE)
      .options({ reporter, baseline, 'update-baseline': update, reason, strict, bail, jobs, trace, verbose, write })
      .epilog(EXIT_CODES)
      .example('$0 explore -t prosody', '100 plays with local and 100 with remote contacts')
      .example('$0 explore -t prosody --peer ejabberd', '200 plays, all with contacts on ejabberd')
      .example('$0 run explore/7@2/local/12 -t prosody --trace', 'one of them again: its id says all')
      .example('$0 explore --write found; xmppspec run --suite found', 'the shortest plays that fail, as scenarios'),
  async run({ seed, plays, minutes = 0, ...given }) {
    const [{ runPipeline }, { argumentsFrom }, { inLanguage }] = await Promise.all([
      import('./run-pipeline.ts'),
      import('./run-from-options.ts'),
      import('./known-errors.ts'),
    ]);
    const end = performance.now() + minutes * 60_000;
    // The parser adds aliases, and names with dashes.
    const options = Object.fromEntries(Object.entries(given).filter(([name]) => /^[a-z][a-zA-Z]+$/.test(name)));
    const { target, reporter, lang } = given;
    for (let next = seed ?? Math.floor(Math.random() * SEEDS); ; next += 1) {
      const args = argumentsFrom({ target: '', ...options, explore: plays, seed: next, onlyPlays: true });
      const code = await inLanguage(lang, () => runPipeline({ ...args, target, reporter }));
      if (code !== EXIT.ok || performance.now() >= end) return code;
    }
  },
});

// `xmppspec run`.

import { defineCommand } from './command-line/command.ts';
import { EXCLUDE, LANGUAGE, SELECTOR, SELECTORS, SERVER_OPTIONS } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';
import { RUN_OPTIONS } from './command-line/run-options.ts';

const EXIT_CODES =
  'Exit code: 0 as expected; 1 a case failed that the baseline does not list, or the baseline lists what is gone; 2 usage error, nothing selected can run, or a report cannot be written; 3 no failures, but some results are inconclusive and the baseline does not list them, or no case has a verdict.';

export const runCommand = defineCommand({
  command: 'run [selector...]',
  describe: 'run cases against a server',
  builder: (y) =>
    y
      .positional('selector', SELECTOR)
      .options(EXCLUDE)
      .options(SERVER_OPTIONS)
      .options(PEER_OPTIONS)
      .options(LANGUAGE)
      .options(RUN_OPTIONS)
      .epilog(`${SELECTORS}\n\n${EXIT_CODES}`)
      .example('$0 run', 'all cases, on the embedded reference server')
      .example('$0 run 2 -t prosody -r junit=out.xml', 'chapter 2 on prosody, which is launched for the run')
      .example(
        '$0 run roster-push -t xmpp://127.0.0.1 --account a@example.org --account b@example.org',
        'one feature, with two existing accounts (their rosters are emptied)',
      ),
  async run(args) {
    const [{ runPipeline }, { inLanguage }] = await Promise.all([
      import('./run-pipeline.ts'),
      import('./known-errors.ts'),
    ]);
    return inLanguage(args.lang, () => runPipeline(args));
  },
});

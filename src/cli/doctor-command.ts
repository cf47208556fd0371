// `xmppspec doctor`.

import { defineCommand } from './command-line/command.ts';
import { EXCLUDE, JSON_OUTPUT, LANGUAGE, SELECTOR, SELECTORS, SERVER_OPTIONS } from './command-line/options.ts';
import { PEER_OPTIONS } from './command-line/peer-options.ts';

export const doctorCommand = defineCommand({
  command: 'doctor [selector...]',
  describe: 'check what works with a target, what is missing, and how many cases can run',
  builder: (y) =>
    y
      .positional('selector', SELECTOR)
      .options(EXCLUDE)
      .options(SERVER_OPTIONS)
      .options(PEER_OPTIONS)
      .options(LANGUAGE)
      .options(JSON_OUTPUT)
      .epilog(`${SELECTORS}\n\nExit code: 0 if no check failed, otherwise 3.`)
      .example('$0 doctor -t xmpp://127.0.0.1 -d example.org', 'with the options of the run to come'),
  async run(args) {
    const [{ examineTarget }, { inLanguage }] = await Promise.all([import('./doctor.ts'), import('./known-errors.ts')]);
    return inLanguage(args.lang, () => examineTarget(args));
  },
});

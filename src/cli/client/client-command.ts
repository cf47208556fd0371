// `xmppspec client`.

import process from 'node:process';
import { usageError } from '../../wording/usage.ts';
import { type CommandEntry, defineCommand } from '../command-line/command.ts';
import { afterDashes } from '../command-line/dashes.ts';
import { EXCLUDE, LANGUAGE, SELECTOR, SELECTORS, SUITE } from '../command-line/options.ts';
import type { ExitCode } from '../ending/exit-code.ts';
import { CLIENT_OPTIONS, type ClientArguments } from './client-options.ts';

const CONTRACT =
  'COMMAND is started for each login, with XMPP_JID, XMPP_PASSWORD, XMPP_HOST, XMPP_PORT, XMPP_TLS and XMPP_CA in its environment. It logs in, requests the roster and sends presence. What it sends is judged. A driver does more: it takes verbs from standard input and answers with JSON; see docs/client-driver.md.';

const EXIT_CODES =
  'Exit code: 0 as expected; 1 a case failed that the baseline does not list, or the baseline lists what is gone; 2 usage error, or nothing selected can run; 3 the client cannot be tested, or some results are inconclusive.';

/** The command that tests clients. `run` does the work. */
export const clientCommandFor = (run: () => Promise<(args: ClientArguments) => Promise<ExitCode>>): CommandEntry =>
  defineCommand({
    command: 'client [selector...]',
    describe: 'run cases against an XMPP client: client -- COMMAND ARGS',
    builder: (y) =>
      y
        .positional('selector', SELECTOR)
        .options(EXCLUDE)
        .options(SUITE)
        .options(LANGUAGE)
        .options(CLIENT_OPTIONS)
        .epilog(`${CONTRACT}\n\n${SELECTORS}\n\n${EXIT_CODES}`)
        .example('$0 client -- python3 bot.py', 'all cases, on a client that python3 bot.py starts')
        .example('$0 client 2.1.6 -j 1 --trace -- ./driver', 'one section, with the stanzas as they flow'),
    async run(args) {
      const [first, ...rest] = afterDashes(process.argv);
      if (first === undefined) throw usageError('clientCommandMissing');
      const runClients = await run();
      return runClients({ ...args, command: [first, ...rest] });
    },
  });

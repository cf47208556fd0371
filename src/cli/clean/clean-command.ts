// `xmppspec clean`.

import process from 'node:process';
import { PASSWORD_VARIABLE } from '../../wording/secrets.ts';
import { defineCommand } from '../command-line/command.ts';
import { EXIT } from '../ending/exit-code.ts';
import { journalDirectory } from '../files/paths.ts';
import { notices, notify, ownLanguage } from '../terminal/terminal.ts';

/** Bounds each login and answer, in milliseconds; the default of `run`. */
const TIMEOUT_MS = 5000;

export const cleanCommand = defineCommand({
  command: 'clean',
  describe: 'remove the accounts and directories that interrupted runs left behind',
  builder: (y) => y,
  async run() {
    const { cleanJournals } = await import('../../lease/clean-journals.ts');
    const { createConnect, createOpenStream } = await import('../../xmpp/connect.ts');
    const { OpenStreams } = await import('../../xmpp/open-streams.ts');
    const { leftoverLines } = await import('../../lease/leftover-text.ts');
    const streams = new OpenStreams();
    const { accounts, directories, leftovers, running } = await cleanJournals(journalDirectory(process.env), {
      alive: isAlive,
      connect: (address) => createConnect(address, streams),
      openStream: createOpenStream(streams),
      adminPassword: () => process.env[PASSWORD_VARIABLE],
      timeoutMs: TIMEOUT_MS,
    });
    const words = notices();
    process.stdout.write(`${words.removed(words.left(accounts, directories))}\n`);
    for (const { pid, file, ...left } of running) {
      const counts = words.left(left.accounts.length, left.directories.length);
      process.stdout.write(`${words.leftAlone(counts, pid, file)}\n`);
    }
    for (const line of leftoverLines(leftovers, ownLanguage())) notify(line);
    return leftovers.length === 0 ? EXIT.ok : EXIT.inconclusive;
  },
});

/** True for a process that exists, also one of another user (`EPERM`). Signal 0 only asks. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// `xmppspec clean`.

import process from 'node:process';
import { cleanJournals } from '../accounts/clean-journals.ts';
import { problemText } from '../wording/problems.ts';
import { createConnect } from '../xmpp/connect.ts';
import { PASSWORD_VARIABLE } from './credentials.ts';
import { journalDirectory } from './paths.ts';

/** Bounds each login and answer, in milliseconds: as the default of `run`. */
const TIMEOUT_MS = 5000;

/** Removes what interrupted runs left, and tells what it removed. Resolves with 0, or 3 when something is still there. */
export async function cleanCommand(): Promise<number> {
  const report = await cleanJournals(journalDirectory(process.env), {
    alive: isAlive,
    connect: createConnect,
    adminPassword: () => process.env[PASSWORD_VARIABLE],
    timeoutMs: TIMEOUT_MS,
  });
  process.stdout.write(`removed ${count(report.accounts, 'account')} and ${count(report.directories, 'directory')}\n`);
  for (const { name, problem } of report.leftovers) process.stderr.write(`${name}: ${problemText(problem, 'en')}\n`);
  return report.leftovers.length === 0 ? 0 : 3;
}

const count = (number: number, what: 'account' | 'directory'): string =>
  `${number} ${number === 1 ? what : what === 'account' ? 'accounts' : 'directories'}`;

/** Signal 0 only asks; EPERM means that the process is there and somebody else's. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// The command line: a table of commands, each with its options in a file of its own.

import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { hideBin } from 'yargs/helpers';
import { hideSecrets } from '../wording/secrets.ts';
import { beforeDashes } from './command-line/dashes.ts';
import { columnsOf, parse, withTraceAll } from './command-line/parser.ts';
import { COMMANDS } from './commands.ts';
import { EXIT_AFTER_SIGNAL, errorExit, exitAfterLoss } from './ending/exit-code.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';
import { toolVersion } from './version.ts';

/** Parses the arguments and runs the command. Rejects with `UsageError`, and with what the command rejects with. */
async function execute(given: readonly string[]): Promise<void> {
  const lang = ownLanguage();
  const argv = withTraceAll(withHelp(beforeDashes(given)));
  if (argv.includes('--version') && argv.some((word) => /^-v+$|^--verbose$/.test(word))) {
    const { environmentText } = await import('./command-line/variables.ts');
    process.stdout.write(environmentText(toolVersion(), process.env, lang));
    return;
  }
  const translation = lang === 'en' ? undefined : (await import('./command-line/chinese.ts')).CHINESE;
  await parse(argv, { commands: COMMANDS, version: toolVersion(), lang, translation, columns: columnsOf() });
}

/** `help run` as `run --help`, and nothing as `--help`. */
function withHelp([first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined) return ['--help'];
  return first === 'help' ? [...rest, '--help'] : [first, ...rest];
}

/** Writes the error, without any password, and sets the exit code. */
async function report(error: unknown): Promise<void> {
  const { errorText } = await import('./known-errors.ts');
  const { givenSecrets } = await import('./given/credentials.ts');
  process.exitCode = errorExit(error);
  const secrets = await givenSecrets(hideBin(process.argv), process.env);
  const { text } = errorText(error, ownLanguage(), (shown) => hideSecrets(shown, secrets));
  process.stderr.write(`${text}\n`);
}

/** After a signal, standard output may have no reader any more. Without one, a slow reader gets everything. */
const FLUSH_MS = 2000;

/** Ends the process once its output is written, also where sockets, timers or children are left. */
async function exit(): Promise<void> {
  const written = Promise.all([process.stdout, process.stderr].map(flush));
  const isStopped = Object.values<unknown>(EXIT_AFTER_SIGNAL).includes(process.exitCode);
  await (isStopped ? Promise.race([written, pause(FLUSH_MS)]) : written);
  process.exit();
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** A reader that leaves, such as head, stops a run as an interrupt does, so that everything is cleaned up; the exit code is 0. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (hasLostOutput) return;
  hasLostOutput = true;
  if (error.code !== 'EPIPE') notify(notices().outputLost(error.message));
  const isInterruptible = process.listenerCount('SIGTERM') > 0;
  if (!isInterruptible) process.exit(exitAfterLoss(error));
}

let hasLostOutput = false;
process.stdout.on('error', onOutputError);
// There is nowhere else to say it.
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => void report(error).then(exit));

// Lets the heap double between two collections instead of growing fourfold: a full run takes 100 MB less.
setFlagsFromString('--heap-growing-percent=100');
// Node 20 optimizes later: a command of a second takes a fifth less CPU time, a full run no more. V8 12 has no such flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');

await execute(hideBin(process.argv)).catch(report);
await exit();

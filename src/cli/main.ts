// The command line: a table of commands, each with its options in a file of its own.

import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { hideSecrets } from '../wording/secrets.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { cleanCommand } from './clean-command.ts';
import { coverageCommand } from './coverage-command.ts';
import { diffCommand } from './diff-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { EXIT_AFTER_SIGNAL, errorExit } from './exit-code.ts';
import { explainCommand } from './explain-command.ts';
import { federateCommand } from './federate-command.ts';
import { listCommand } from './list-command.ts';
import { matrixCommand } from './matrix-command.ts';
import { mergeCommand } from './merge-command.ts';
import { mutantsCommand } from './mutants-command.ts';
import { refuseDoubled } from './options.ts';
import { runCommand } from './run-command.ts';
import { serveCommand } from './serve-command.ts';
import { validateCommand } from './validate-command.ts';
import { toolVersion } from './version.ts';

const COMMANDS = [
  runCommand,
  listCommand,
  explainCommand,
  coverageCommand,
  validateCommand,
  doctorCommand,
  mutantsCommand,
  mergeCommand,
  diffCommand,
  matrixCommand,
  federateCommand,
  serveCommand,
  cleanCommand,
];

/** What yargs says of wrong arguments. */
const MESSAGES = {
  'Unknown argument: %s': { one: 'unknown option "%s"; see --help', other: 'unknown options "%s"; see --help' },
  'Not enough arguments following: %s': 'the option "%s" expects a value, got nothing',
  'Not enough non-option arguments: got %s, need at least %s': {
    one: 'expected more arguments: got %s, need at least %s; see --help',
    other: 'expected more arguments: got %s, need at least %s; see --help',
  },
  // The next text follows on a line of its own. An empty text would leave the original.
  'Invalid values:': ' ',
  'Argument: %s, Given: %s, Choices: %s': '--%s: got %s, expected one of %s',
};

/** Parses the arguments and runs the command. Rejects with `UsageError`, and with what the command rejects with. */
async function execute(argv: readonly string[]): Promise<void> {
  const parser = yargs([...argv])
    .scriptName('xmppspec')
    .usage('$0 <command>\n\nTests XMPP servers for conformance to RFC 6121 and YD/T 2936-2015.')
    .version(toolVersion())
    // English whatever the locale: the descriptions are English.
    .locale('en')
    // The type knows no forms of plural.
    .updateStrings(MESSAGES as object as Record<string, string>)
    .strict()
    .demandCommand(1, 'expected a command, such as: xmppspec run')
    .wrap(110)
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .exitProcess(false)
    .middleware([refuseUnknownCommand, refuseDoubled], true)
    .fail((message, error) => {
      throw error instanceof Error && error.name !== 'YError' ? error : new UsageError(withoutValues(message.trim()));
    })
    .command(COMMANDS);
  await parser.parseAsync();
}

/** The message of yargs without values that may be secrets: of `-pPASSWORD`, it lists every letter as an option. */
function withoutValues(message: string): string {
  const [, list] = /^unknown options? "(.*)"; see --help$/s.exec(message) ?? [];
  if (list === undefined) return message.replace(/: got .*, expected one of/s, ': expected one of');
  const names = list.split(', ').filter((name) => /^[a-z][a-z-]*$/i.test(name));
  const shown = names.filter((name) => name.length > 1);
  const letter = shown.length === 0 ? names.slice(0, 1) : shown;
  const what = letter.length > 1 ? 'unknown options' : 'unknown option';
  return letter.length === 0 ? `${what}; see --help` : `${what} "${letter.join(', ')}"; see --help`;
}

/** Throws `UsageError` when the first word is no command. */
function refuseUnknownCommand({ _: [word] }: { readonly _: readonly (string | number)[] }): void {
  const known = COMMANDS.map(({ command }) => String(command).split(' ')[0] ?? '');
  if (word === undefined || known.includes(String(word))) return;
  const hint = didYouMean(String(word), known) || '; see xmppspec --help';
  throw new UsageError(`unknown command "${word}"${hint}`);
}

/** Writes the error, without any password, and sets the exit code. */
async function report(error: unknown): Promise<void> {
  const { errorText } = await import('./known-errors.ts');
  const { givenSecrets } = await import('./given/credentials.ts');
  process.exitCode = errorExit(error);
  const secrets = await givenSecrets(hideBin(process.argv), process.env);
  process.stderr.write(`${hideSecrets(errorText(error).text, secrets)}\n`);
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

/** A reader that leaves, such as head, stops a run as an interrupt does, so that everything is cleaned up. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (hasLostOutput) return;
  hasLostOutput = true;
  if (error.code !== 'EPIPE') process.stderr.write(`cannot write to standard output: ${error.message}\n`);
  const isInterruptible = process.listenerCount('SIGTERM') > 0;
  if (!isInterruptible) process.kill(process.pid, 'SIGTERM');
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

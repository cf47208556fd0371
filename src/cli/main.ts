// argv to a command. Each command is a file of its own and loads what is heavy only when it runs.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { stderr } from 'node:process';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { UsageError } from '../wording/usage-error.ts';
import { numberOption } from './numbers.ts';
import { languageOption, refuseDoubled, serverOptions, TEXT, targetOptions } from './options.ts';
import { wording } from './yargs-words.ts';

const manifest = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

const SELECTORS =
  'Selectors add up: a case id or glob (rfc6121/2.3/**), a section or chapter (2.3.3, 2, A), a requirement id, or a feature name of RFC 6121 section 12 (roster-push).';

/** Runs the command line. Resolves with the exit code: 0 as expected, 1 failed, 2 wrong use, 3 broken. */
async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const parser = yargs([...argv])
    .scriptName('xmppspec')
    .usage('$0 <command>\n\nTells whether an XMPP server keeps the rules of RFC 6121 and YD/T 2936-2015.')
    .version(version)
    // The help is English, whatever the locale: yargs would speak the user's language around it.
    .locale('en')
    .strict()
    .strictCommands()
    .demandCommand(1, 'expected a command, such as: xmppspec run')
    .recommendCommands()
    .wrap(110)
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .exitProcess(false)
    .middleware(refuseDoubled, true)
    .fail((message, error) => {
      const isOfYargs = !(error instanceof Error) || error.name === 'YError';
      throw isOfYargs ? new UsageError(wording(message, argv)) : error;
    })
    .command(
      'run [selector...]',
      'run cases against a server',
      (y) =>
        targetOptions(y)
          .positional('selector', { type: 'string', array: true, default: [] as string[] })
          .epilog(SELECTORS)
          .example('$0 run', 'everything, on the embedded reference server')
          .example('$0 run 2 -t prosody -r junit=out.xml', 'chapter 2 on prosody, launched for the run')
          .example(
            '$0 run roster-push -t xmpp://127.0.0.1 --account a@example.org --account b@example.org',
            'a spot check of one feature with two existing accounts (their rosters are emptied)',
          ),
      async (args) => {
        const { runCommand } = await import('./run-command.ts');
        exitCode = await runCommand(args, version);
      },
    )
    .command(
      'list [selector...]',
      'list cases',
      (y) =>
        languageOption(y)
          .positional('selector', { type: 'string', array: true, default: [] as string[] })
          .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
          .epilog(SELECTORS),
      async (args) => {
        const { listCommand } = await import('./list-command.ts');
        await listCommand(args);
      },
    )
    .command(
      'explain <id>',
      'explain a requirement (its text, its clauses, the cases that prove it) or a case (its play)',
      (y) => languageOption(y).positional('id', { type: 'string', demandOption: true }),
      async (args) => {
        const { explainCommand } = await import('./explain-command.ts');
        await explainCommand(args);
      },
    )
    .command(
      'coverage',
      'requirements by chapter, feature and level: checked of observable, and what is missing',
      (y) => languageOption(y).option('json', { type: 'boolean', default: false, describe: 'as JSON' }),
      async (args) => {
        const { coverageCommand } = await import('./coverage-command.ts');
        await coverageCommand(args);
      },
    )
    .command(
      'validate [file...]',
      'check scenario files; without a file, those that come with xmppspec',
      (y) => y.positional('file', { type: 'string', array: true, default: [] as string[] }),
      async (args) => {
        const { validateCommand } = await import('./validate-command.ts');
        await validateCommand(args.file);
      },
    )
    .command(
      'doctor [selector...]',
      'tell what works with a target, what is missing, and which cases that leaves out',
      (y) =>
        languageOption(serverOptions(y))
          .positional('selector', { type: 'string', array: true, default: [] as string[] })
          .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
          .epilog(SELECTORS)
          .example('$0 doctor -t xmpp://127.0.0.1 -d example.org', 'with the options that the run is to have'),
      async (args) => {
        const { doctorCommand } = await import('./doctor-command.ts');
        exitCode = await doctorCommand(args, version);
      },
    )
    .command(
      'mutants [selector...]',
      'run against reference servers with one rule broken each; every one must be caught',
      (y) =>
        y
          .positional('selector', { type: 'string', array: true, default: [] as string[] })
          .option('jobs', {
            ...numberOption('jobs'),
            alias: 'j',
            default: availableParallelism(),
            describe: 'processes that share them',
          })
          .option('shard', { ...TEXT, describe: 'I/N: only this part of them' })
          .option('timeout', {
            ...numberOption('timeout'),
            default: 1000,
            describe: 'bound of each wait, in milliseconds',
          })
          .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
          .epilog('A selector is the id of a mutant or a glob, a requirement id, or a section or chapter.'),
      async (args) => {
        const { mutantsCommand } = await import('./mutants-command.ts');
        exitCode = await mutantsCommand(args, version);
      },
    )
    .command(
      'merge <file...>',
      'join the JSON reports of shards to one, or write a JSON report in another form or language',
      (y) =>
        languageOption(y)
          .positional('file', { type: 'string', array: true, demandOption: true })
          .option('output', {
            ...TEXT,
            alias: 'o',
            describe: 'file for the JSON [default: standard output, where no reporter is asked for]',
          })
          .option('reporter', {
            alias: 'r',
            type: 'string',
            array: true,
            nargs: 1,
            describe: 'NAME[=PATH], repeatable: the reporters of run',
          })
          .example('$0 merge 1.json 2.json 3.json -o report.json', 'after run --shard 1/3, 2/3 and 3/3')
          .example('$0 merge 1.json 2.json 3.json -r html=report.html -r junit=report.xml', 'as a page and for CI')
          .example('$0 merge report.json -r html=report.html --lang zh', 'one report, as a page in Chinese'),
      async (args) => {
        const { mergeCommand } = await import('./merge-command.ts');
        mergeCommand(args);
      },
    )
    .command(
      'diff <old> <new>',
      'compare two JSON reports: what got worse, better, is new, gone; exit code 1 when something got worse',
      (y) =>
        languageOption(y)
          .positional('old', { type: 'string', demandOption: true })
          .positional('new', { type: 'string', demandOption: true })
          .option('json', { type: 'boolean', default: false, describe: 'as JSON' }),
      async (args) => {
        const { diffCommand } = await import('./diff-command.ts');
        exitCode = diffCommand(args);
      },
    )
    .command(
      'matrix <file...>',
      'JSON reports of several servers or versions side by side',
      (y) =>
        languageOption(y)
          .positional('file', { type: 'string', array: true, demandOption: true })
          .option('html', { ...TEXT, describe: 'also as a page, into this file' })
          .example('$0 matrix prosody.json ejabberd.json --html matrix.html', 'the text, and a page'),
      async (args) => {
        const { matrixCommand } = await import('./matrix-command.ts');
        matrixCommand(args);
      },
    )
    .command(
      'serve',
      'the reference server, for trying a client by hand',
      (y) =>
        y
          .option('mutant', {
            ...TEXT,
            describe: 'inject this fault: the id of a mutant, or the name of a degenerate server',
          })
          .option('domain', { ...TEXT, alias: 'd', describe: 'domain it serves [default: xmppspec.localhost]' })
          .option('host', { ...TEXT, default: '127.0.0.1', describe: 'address to listen on' })
          .option('port', { ...numberOption('port'), default: 5222, describe: 'port to listen on, 0 for a free one' }),
      async (args) => {
        const { serveCommand } = await import('./serve-command.ts');
        exitCode = await serveCommand(args, version);
      },
    )
    .command(
      'clean',
      'remove accounts and directories that an interrupted run left',
      (y) => y,
      async () => {
        const { cleanCommand } = await import('./clean-command.ts');
        exitCode = await cleanCommand();
      },
    );
  await parser.parseAsync();
  return exitCode;
}

/** Known errors are told without a stack trace; anything else is a bug and says so. */
async function tell(error: unknown): Promise<number> {
  const { isBroken, isKnown } = await import('./known-errors.ts');
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError || isKnown(error)) stderr.write(`${message}\n`);
  else if (isBroken(error)) {
    stderr.write(`${message}\n`);
    return 3;
  } else {
    const stack = error instanceof Error ? error.stack : message;
    // A bug may have left sockets and timers behind, which would keep the process alive.
    stderr.write(`${stack}\nthis is a bug in xmppspec: please report it\n`, () => process.exit(2));
  }
  return 2;
}

let isReaderGone = false;
/** A reader that leaves, such as head, ends a run as an interrupt does, so that everything is cleaned up. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isReaderGone) process.kill(process.pid, 'SIGTERM');
  isReaderGone = true;
});

process.exitCode = await main(hideBin(process.argv)).catch(tell);

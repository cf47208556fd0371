// The manual page xmppspec(1), from the table of commands. In the macros of man(7), which every system has.

import type { CommandEntry } from './command.ts';
import { optionLabel, optionValues } from './help.ts';

/** The page as roff. */
export function manPage(commands: readonly CommandEntry[], version: string): string {
  return `${[
    `.TH XMPPSPEC 1 "" "xmppspec ${version}" "User Commands"`,
    // Long words, such as options, would stretch the lines beside them, and be broken with a hyphen that is not theirs.
    '.ad l',
    '.nh',
    '.SH NAME',
    'xmppspec \\- tests XMPP servers for conformance to RFC 6121 and YD/T 2936-2015',
    '.SH SYNOPSIS',
    '.B xmppspec',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...DESCRIPTION.flatMap((paragraph) => ['.PP', text(paragraph)]),
    '.SH COMMANDS',
    ...commands.flatMap((command) => ['.TP', `.B ${text(command.command)}`, text(command.describe)]),
    ...commands.flatMap(commandSection),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(([line, about]) => ['.PP', `${text(about)}:`, '.RS', text(line), '.RE']),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, meaning]),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => ['.TP', `.B ${name}`, meaning]),
    '.SH FILES',
    '.TP',
    '.B xmppspec.config.yaml',
    'targets and peers by name, and reporters; read from the working directory, or named by \\-\\-config.',
  ].join('\n')}\n`;
}

const DESCRIPTION = [
  'xmppspec plays test cases against an XMPP server as clients, and as a remote domain, and reports which requirements of RFC 6121 and YD/T 2936-2015 the server does not meet: each with the rule, what the server does instead, and the command that shows it alone.',
  'It tests a server that runs already, or starts one that is installed on the machine, with a configuration of its own. It makes test accounts and removes them.',
] as const;

const EXAMPLES = [
  ['xmppspec doctor -t xmpp://127.0.0.1:5222 -d example.org', 'what works with a server, and what is missing'],
  ['xmppspec run -t xmpp://127.0.0.1:5222 -d example.org', 'all cases'],
  ['xmppspec run 2.3 roster-push -t prosody', 'a section and a feature, on the installed Prosody'],
  ['xmppspec run -t prosody -r console -r json=report.json -r html=report.html', 'with reports in files'],
  ['xmppspec bug report.json 2.3.3-d', "a finding as an issue for the server's tracker"],
] as const;

const EXIT_STATUS = [
  ['0', 'all as expected'],
  ['1', 'something failed'],
  ['2', 'usage error, nothing selected can run, or a report cannot be written'],
  ['3', 'inconclusive: no failures, but some results are inconclusive, or the server cannot be tested'],
  ['130, 143', 'stopped by SIGINT, SIGTERM'],
] as const;

const ENVIRONMENT = [
  ['XMPPSPEC_PASSWORD', 'password of accounts that are given without one'],
  ['XMPPSPEC_REMOTE_SECRET', 'secret of the component that plays the remote domain'],
  ['LC_ALL, LC_MESSAGES, LANG', 'language of reports, help and errors: English or Chinese'],
  ['XDG_STATE_HOME', 'where the journal of accounts to remove is kept'],
  ['NO_COLOR', 'if set, output has no colours'],
] as const;

function commandSection({ command, describe, options, epilogs, examples }: CommandEntry): readonly string[] {
  const shown = Object.entries(options).filter(([, { hidden }]) => !hidden);
  return [
    `.SH "xmppspec ${text(command)}"`,
    text(describe),
    ...shown.flatMap(([name, option]) => [
      '.TP',
      `.B ${text(optionLabel(name, option))}`,
      text(`${option.describe ?? ''}${optionValues(option)}`),
    ]),
    ...epilogs.flatMap((epilog) => ['.PP', text(epilog)]),
    ...examples.flatMap(([line, about]) => [
      '.PP',
      `${text(about)}:`,
      '.RS',
      text(line.replace('$0', 'xmppspec')),
      '.RE',
    ]),
  ];
}

/** Text for roff: no character of it is a request or an escape. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

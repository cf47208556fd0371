// The table of commands: the parser, the help, completion and the manual page are made from it.

import { bugCommand } from './bug-command.ts';
import { cleanCommand } from './clean/clean-command.ts';
import { clientCommandFor } from './client/client-command.ts';
import type { CommandEntry } from './command-line/command.ts';
import { completionCommandFor } from './completion-command.ts';
import { coverageCommand } from './coverage-command.ts';
import { diffCommand } from './diff-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { explainCommand } from './explain-command.ts';
import { exploreCommand } from './explore-command.ts';
import { federateCommand } from './federate-command.ts';
import { listCommand } from './list-command.ts';
import { matrixCommand } from './matrix-command.ts';
import { mergeCommand } from './merge-command.ts';
import { mutantsCommand } from './mutants-command.ts';
import { runCommand } from './run-command.ts';
import { serveCommand } from './serve-command.ts';
import { siteCommand } from './site-command.ts';
import { validateCommand } from './validate-command.ts';

const clientCommand = clientCommandFor(async () => (await import('./client-pipeline.ts')).runClients);

export const COMMANDS: readonly CommandEntry[] = [
  runCommand,
  listCommand,
  explainCommand,
  coverageCommand,
  validateCommand,
  doctorCommand,
  exploreCommand,
  clientCommand,
  mutantsCommand,
  mergeCommand,
  diffCommand,
  bugCommand,
  matrixCommand,
  federateCommand,
  siteCommand,
  serveCommand,
  cleanCommand,
  completionCommandFor(() => COMMANDS),
];

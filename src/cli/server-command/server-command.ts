// The command that starts a server of the user, from the command line and the config file.

import { statSync } from 'node:fs';
import { usageError } from '../../wording/usage.ts';

/** In the environment of the runs of `federate`: the servers run already, so no run starts or stops one. */
export const SERVERS_RUN = 'XMPPSPEC_SERVERS_RUN';

/** `server` of a target in the config file. */
export interface ConfiguredServer {
  /** For /bin/sh. */
  readonly command: string;
  /** Its working directory; absent: that of the run. */
  readonly cwd?: string | undefined;
  /** Added to the environment of the run. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** File for what it writes. */
  readonly log?: string | undefined;
}

/** How to start a server. */
export type ServerCommand = ConfiguredServer & { readonly log: string };

interface GivenServer {
  /** What the options begin with. */
  readonly prefix: '' | 'peer-';
  readonly command: string | undefined;
  readonly log: string | undefined;
}

/** The options override the config file. Undefined where neither starts a server. Throws `UsageError`. */
export function chooseServerCommand(
  { prefix, command: given, log }: GivenServer,
  configured: ConfiguredServer | undefined,
): ServerCommand | undefined {
  const command = given ?? configured?.command;
  if (command === undefined) {
    if (log !== undefined) throw usageError('serverLogAlone', prefix);
    return undefined;
  }
  if (command.trim() === '') throw usageError('serverCommandEmpty', prefix);
  const cwd = configured?.cwd;
  if (cwd !== undefined && statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usageError('serverDirectory', cwd);
  }
  return { ...configured, command, log: log ?? configured?.log ?? `xmppspec-${prefix}server.log` };
}

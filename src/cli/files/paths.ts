// Directories of the package and of the user.

import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Directory of the shipped scenarios, relative if it is below the current directory. */
export const shippedScenarios = (): string => shipped('scenarios');

/** Directory of the shipped suite for clients, likewise. */
export const shippedClientScenarios = (): string => shipped('scenarios-client');

function shipped(name: string): string {
  const absolute = fileURLToPath(new URL(`../../../${name}`, import.meta.url));
  const below = relative(process.cwd(), absolute);
  return below.startsWith('..') ? absolute : below;
}

/** Directory of the journals, which list accounts and directories to remove (XDG Base Directory Specification). */
export function journalDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const state = env['XDG_STATE_HOME'] ?? '';
  return join(state === '' ? join(homedir(), '.local', 'state') : state, 'xmppspec');
}

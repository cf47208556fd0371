// Where things are: in the package and on the user's machine.

import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Directory of the scenarios that come with xmppspec, relative where it lies below the current one. */
export function shippedScenarios(): string {
  const absolute = fileURLToPath(new URL('../../scenarios', import.meta.url));
  const below = relative(process.cwd(), absolute);
  return below.startsWith('..') ? absolute : below;
}

/** Directory of the journals of accounts and directories not yet removed (XDG base directories). */
export function journalDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const state = env['XDG_STATE_HOME'] ?? '';
  return join(state === '' ? join(homedir(), '.local', 'state') : state, 'xmppspec');
}

// Servers that are started once for several runs of this program.

import process from 'node:process';
import type { Language } from '../../model/event.ts';
import { SERVERS_RUN, type ServerCommand } from './server-command.ts';
import { withServers } from './with-servers.ts';

/** A server, and how to wait for it. */
export interface SharedServer {
  readonly name: string;
  readonly server: ServerCommand;
  /**
   * Looks, before the server is started, that nothing answers in its place. Resolves with what then waits until it answers or cannot
   * come; undefined: it answers. Rejects with `TestBedError`.
   */
  look(): Promise<((signal: AbortSignal) => Promise<unknown>) | undefined>;
}

/**
 * Starts the servers, waits for them, does the work, and stops them. The runs that the work starts do not start them again. One that does
 * not come is a matter of the runs. Rejects as the work does.
 */
export async function withSharedServers<T>(
  servers: readonly SharedServer[],
  { lang, signal }: { readonly lang: Language; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  if (servers.length === 0) return work();
  const waits = await Promise.all(servers.map((server) => server.look()));
  return withServers(servers, { lang, signal }, async ({ ended }) => {
    const until = AbortSignal.any([signal, ended]);
    await Promise.all(waits.map((wait) => wait?.(until)));
    process.env[SERVERS_RUN] = '1';
    return work();
  });
}

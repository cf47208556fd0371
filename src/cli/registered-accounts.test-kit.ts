// Existing accounts on a server that is thrown away with them.

import { createAccounts } from '../lease/accounts.ts';
import { openJournal } from '../lease/journal.ts';
import type { Address } from '../model/target.ts';
import { createConnect, createOpenStream } from '../xmpp/connect.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { temporaryDirectory } from './cli.test-kit.ts';

/** Registers accounts and returns them as arguments. */
export async function registered(address: Address, count: number): Promise<readonly string[]> {
  const streams = new OpenStreams();
  const reach = { address, openStream: createOpenStream(streams), connect: createConnect(address, streams) };
  const journal = openJournal(temporaryDirectory(), 4242);
  const provision = { kind: 'in-band' } as const;
  const accounts = createAccounts({ ...reach, journal, provision, special: {}, disposable: true, timeoutMs: 10_000 });
  const loans = await accounts.lendMany(Array.from({ length: count }, () => 'fresh'));
  await accounts.close();
  return loans.flatMap(({ account: { jid, password } }) => ['--account', `${jid}:${password}`]);
}

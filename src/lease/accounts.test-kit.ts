import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAccounts } from './accounts.ts';
import type { AccountsOptions } from './accounts-options.ts';
import { address, type fakeServer } from './fake-server.test-kit.ts';
import { openJournal } from './journal.ts';

/** A directory that is removed when the test has finished. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'xmppspec-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Accounts on a fake server, with a journal in a directory of its own. */
export function lendFrom(server: ReturnType<typeof fakeServer>, changes: Partial<AccountsOptions> = {}) {
  const directory = temporaryDirectory();
  const journal = openJournal(directory, 4242);
  const accounts = createAccounts({
    address,
    connect: server.connect,
    openStream: server.openStream,
    provision: { kind: 'in-band' },
    special: {},
    disposable: false,
    timeoutMs: 50,
    journal,
    ...changes,
  });
  return { accounts, journal, directory };
}

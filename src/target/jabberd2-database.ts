import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ProblemError, problemOf } from '../wording/problems.ts';

/** The definition of the tables, as installed by the package. */
const SCHEMA = '/usr/share/doc/jabberd2/db-setup.sqlite.gz';

/**
 * Indexes that those tables lack. Every login searches the tables, and a run makes thousands of accounts: without the
 * indexes jabberd2 reads whole tables and becomes slower with every case. The index on the realm is dropped, because
 * sqlite3 would prefer it although all accounts have the same realm.
 */
const INDEXES = `
DROP INDEX i_authreg_realm;
CREATE INDEX i_authreg_account ON "authreg"("username", "realm");
${['status', 'logout', 'privacy-default', 'vacation-settings', 'motd-times']
  .map((table, at) => `CREATE INDEX i_owner_${at} ON "${table}"("collection-owner");`)
  .join('\n')}
`;

/** sqlite3 makes the tables in about 10 ms; after ten seconds it hangs. */
const TIMEOUT_MS = 10_000;

/** Makes an empty SQLite database for jabberd2. Rejects with `ProblemError`. */
export async function createDatabase(file: string): Promise<void> {
  const schema = await readSchema();
  const making = promisify(execFile)('/usr/bin/sqlite3', ['-bail', file], { env: {}, timeout: TIMEOUT_MS });
  making.child.stdin?.on('error', () => undefined).end(`${schema}${INDEXES}`);
  await making.catch((error: unknown) => {
    const problem = { kind: 'database-not-made', debianPackage: 'jabberd2', cause: problemOf(error) } as const;
    throw new ProblemError(problem, { cause: error });
  });
}

async function readSchema(): Promise<Buffer> {
  try {
    return await promisify(gunzip)(await readFile(SCHEMA));
  } catch (error) {
    throw new ProblemError({ kind: 'schema-unreadable', path: SCHEMA, debianPackage: 'jabberd2' }, { cause: error });
  }
}

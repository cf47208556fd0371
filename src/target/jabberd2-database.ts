import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The tables, as the package brings them. */
const SCHEMA = '/usr/share/doc/jabberd2/db-setup.sqlite.gz';

/**
 * Indexes that those tables lack: every login looks into them, and a run makes thousands of accounts. Without them
 * jabberd2 reads whole tables, the slower the more cases have run. The index on the realm, of which there is one, would
 * be taken before the better one.
 */
const INDEXES = `
DROP INDEX i_authreg_realm;
CREATE INDEX i_authreg_account ON "authreg"("username", "realm");
${['status', 'logout', 'privacy-default', 'vacation-settings', 'motd-times']
  .map((table, at) => `CREATE INDEX i_owner_${at} ON "${table}"("collection-owner");`)
  .join('\n')}
`;

/** sqlite3 makes the tables in about 10 ms; ten seconds bound a machine that is stuck. */
const TIMEOUT_MS = 10_000;

/** Makes an empty SQLite database for jabberd2. Rejects when the schema cannot be read, and with what sqlite3 says. */
export async function createDatabase(file: string): Promise<void> {
  const schema = await readSchema();
  const making = promisify(execFile)('/usr/bin/sqlite3', ['-bail', file], { env: {}, timeout: TIMEOUT_MS });
  making.child.stdin?.on('error', () => undefined).end(`${schema}${INDEXES}`);
  await making;
}

async function readSchema(): Promise<Buffer> {
  try {
    return await promisify(gunzip)(await readFile(SCHEMA));
  } catch (error) {
    const why = 'images without documentation lack it: reinstall jabberd2 with dpkg --path-include';
    throw new Error(`expected the database schema of jabberd2 in ${SCHEMA}; ${why}`, { cause: error });
  }
}

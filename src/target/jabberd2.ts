// jabberd2 from the Debian package: four processes. The session manager (sm), the client side (c2s) and the side of other
// servers (s2s) connect to the router, which accepts components on the same port. s2s looks for other servers, and finds that
// their names do not exist. Without it the router would bounce stanzas to them, with errors that are not for senders.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ProblemError, problemOf } from '../wording/problems.ts';
import type { ServerRecipe, ServerSettings } from './launched-target.ts';
import { startNameServer } from './name-server.ts';
import type { Command } from './server-process.ts';
import { libraryDirectory } from './this-machine.ts';

/** jabberd2 with accounts in SQLite and in-band registration. It has no administrator commands. */
export const jabberd2: ServerRecipe = {
  name: 'jabberd2',
  debianPackage: 'jabberd2',
  programs: {
    '/usr/sbin/jabberd2-router': 'jabberd2',
    '/usr/sbin/jabberd2-sm': 'jabberd2',
    '/usr/sbin/jabberd2-c2s': 'jabberd2',
    '/usr/sbin/jabberd2-s2s': 'jabberd2',
    '/usr/bin/sqlite3': 'sqlite3',
  },
  directories: [],
  files: (settings) => ({
    'router.xml': router(settings),
    'router-users.xml': `<users><user><name>jabberd</name><secret>${settings.component.secret}</secret></user></users>\n`,
    'router-filter.xml': '<filter/>\n',
    'sm.xml': sessionManager(settings),
    'c2s.xml': clientSide(settings),
    's2s.xml': serverSide(settings),
    'cert.pem': `${settings.cert}${settings.key}`,
    'authority.pem': settings.federation?.authority?.cert ?? '',
  }),
  prepare: ({ directory }) => createDatabase(join(directory, DATABASE)),
  commands,
  givesUpSoon: true,
  companion: ({ host, s2sPort, federation }) => startNameServer({ host, port: s2sPort, servers: federation?.servers }),
  logFiles: ['router.log', 'sm.log', 'c2s.log', 's2s.log'],
  isIsolated: false,
  hasAdmin: false,
};

const DATABASE = 'jabberd2.db';

// A process that finds no router tries again only after a second. c2s starts last: before the session manager runs, it
// would accept registrations and leave incomplete accounts; before s2s runs, the router would bounce what is for others.
function commands({ directory, domain, host, s2sPort }: ServerSettings): readonly Command[] {
  const command = (name: string): Command => ({
    file: `/usr/sbin/jabberd2-${name}`,
    args: ['-c', join(directory, `${name}.xml`)],
    env: {},
  });
  const routerShows = (text: string) => ({ after: { file: 'router.log', text } });
  // Read by its resolver, udns, instead of /etc/resolv.conf.
  const resolver = { NAMESERVERS: host, RES_OPTIONS: `port:${s2sPort}` };
  return [
    command('router'),
    { ...command('s2s'), env: resolver, ...routerShows('listening for incoming connections') },
    { ...command('sm'), ...routerShows('[s2s] set as default route') },
    { ...command('c2s'), ...routerShows(`[${domain}] online`) },
  ];
}

// Without a <filter> it reads the one in /etc. A limit of 0 means no limit.
function router({ directory, host, component }: ServerSettings): string {
  return `<router>
  <id>router</id>
  <pidfile>${directory}/router.pid</pidfile>
  ${logTo(directory, 'router')}
  <local>
    <ip>${host}</ip>
    <port>${component.port}</port>
    <users>${directory}/router-users.xml</users>
    <secret>${component.secret}</secret>
  </local>
  <io>
    <max_fds>1024</max_fds>
    <limits><bytes>0</bytes><connects>0</connects></limits>
  </io>
  <aci>
    <acl type='all'><user>jabberd</user></acl>
    <filter>${directory}/router-filter.xml</filter>
  </aci>
</router>
`;
}

/**
 * The modules that handle a stanza, in this order, for each place it comes from or goes to. Unlike in the package's
 * configuration, "disco" is not in pkt-router, where it would send each new component a request that has no answer.
 * "status" stores the last presence, which answers probes of offline users (RFC 6121 4.3.2).
 */
const CHAINS = {
  'sess-start': ['status'],
  'sess-end': ['status'],
  'in-sess': ['validate', 'status', 'roster', 'iq-ping', 'disco', 'offline', 'presence', 'deliver'],
  'in-router': ['session', 'validate', 'presence'],
  'pkt-sm': ['iq-ping', 'iq-version', 'disco', 'status', 'presence'],
  'pkt-user': ['roster', 'presence', 'disco', 'deliver', 'offline'],
  'pkt-router': ['session'],
  'user-load': ['active', 'roster'],
  'user-create': ['active'],
  'user-delete': ['active', 'offline', 'roster', 'status'],
} as const;

function sessionManager(settings: ServerSettings): string {
  const { directory, domain } = settings;
  const chains = Object.entries(CHAINS).map(([id, names]) => {
    const modules = names.map((name) => `<module>${name}</module>`);
    return `<chain id='${id}'>${modules.join('')}</chain>`;
  });
  return `<sm>
  <id>sm</id>
  <pidfile>${directory}/sm.pid</pidfile>
  ${routerOf(settings)}
  ${logTo(directory, 'sm')}
  <local><id>${domain}</id></local>
  <storage>
    <path>${modulesDirectory()}</path>
    <driver>sqlite</driver>
    <sqlite>${databaseOf(directory)}</sqlite>
  </storage>
  <modules>
    <path>${modulesDirectory()}</path>
    ${chains.join('\n    ')}
  </modules>
  <discovery><identity><category>server</category><type>im</type><name>jabberd2</name></identity></discovery>
</sm>
`;
}

// register-enable: in-band registration. Only PLAIN, inside TLS: it costs least. A limit or interval of 0 means none.
function clientSide(settings: ServerSettings): string {
  const { directory, host, port, domain } = settings;
  const mechanisms = '<sasl><plain/></sasl>';
  return `<c2s>
  <id>c2s</id>
  <pidfile>${directory}/c2s.pid</pidfile>
  ${routerOf(settings)}
  ${logTo(directory, 'c2s')}
  <local>
    <id register-enable='true' pemfile='${directory}/cert.pem'>${domain}</id>
    <ip>${host}</ip>
    <port>${port}</port>
  </local>
  <io>
    <max_fds>4096</max_fds>
    <limits><bytes>0</bytes><stanzas>0</stanzas><connects>0</connects><stanzasize>0</stanzasize></limits>
    <access><order>allow,deny</order></access>
    <check><interval>0</interval><idle>0</idle><keepalive>0</keepalive></check>
  </io>
  <authreg>
    <path>${modulesDirectory()}</path>
    <module>sqlite</module>
    <mechanisms>${mechanisms}</mechanisms>
    <ssl-mechanisms>${mechanisms}</ssl-mechanisms>
    <sqlite>${databaseOf(directory)}<password_type><plaintext/></password_type></sqlite>
  </authreg>
</c2s>
`;
}

// A lookup that failed is not remembered: for as long as it is, s2s returns <service-unavailable/>, and the error of a stanza
// would depend on what was sent before. The time to live is in seconds; below 0, the next stanza asks again.
// check, in seconds: by default, s2s looks every 60 s for connections that have got no answer for 60 s, and tries again until a
// stanza has waited for 300 s. Here a stanza comes back at the first connection that got no answer for 15 s.
function serverSide(settings: ServerSettings): string {
  const { directory, host, s2sPort, federation } = settings;
  const files = `<pemfile>${directory}/cert.pem</pemfile><cachain>${directory}/authority.pem</cachain>`;
  const tls = federation?.authority === undefined ? '' : files;
  return `<s2s>
  <id>s2s</id>
  <pidfile>${directory}/s2s.pid</pidfile>
  ${routerOf(settings)}
  ${logTo(directory, 's2s')}
  <local><ip>${host}</ip><port>${s2sPort}</port>${tls}</local>
  <lookup><srv>xmpp-server</srv><min-ttl>-1</min-ttl><max-ttl>-1</max-ttl></lookup>
  <check><interval>1</interval><queue>15</queue><retry>15</retry></check>
</s2s>
`;
}

function routerOf({ host, component }: ServerSettings): string {
  const login = `<user>jabberd</user><pass>${component.secret}</pass>`;
  return `<router><ip>${host}</ip><port>${component.port}</port>${login}</router>`;
}

function logTo(directory: string, name: string): string {
  return `<log type='file'><file>${directory}/${name}.log</file></log>`;
}

// synchronous: the database is not needed after a crash. busy-timeout, in milliseconds: two processes write to it, and what one of
// them cannot write in time is lost without a word, such as a message or its removal. On a busy machine, 2 s were too short.
function databaseOf(directory: string): string {
  const pragma = '<sql>PRAGMA synchronous = OFF;</sql>';
  return `<dbname>${join(directory, DATABASE)}</dbname>${pragma}<busy-timeout>60000</busy-timeout>`;
}

function modulesDirectory(): string {
  return join(
    libraryDirectory('jabberd2', (path) => existsSync(join(path, 'jabberd2'))),
    'jabberd2',
  );
}

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
async function createDatabase(file: string): Promise<void> {
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

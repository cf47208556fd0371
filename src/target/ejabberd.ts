// ejabberd: with a configuration of ours, with that of the Debian package, and beside another server.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServerRecipe, ServerSettings } from './launched-target.ts';
import { startNameServer } from './name-server.ts';
import type { Command } from './server-process.ts';
import { libraryDirectory } from './this-machine.ts';

/** ejabberd from the Debian package. It is started without ejabberdctl, which refuses ordinary users. */
export const ejabberd: ServerRecipe = {
  name: 'ejabberd',
  debianPackage: 'ejabberd',
  programs: { '/usr/sbin/ejabberdctl': 'ejabberd', '/usr/bin/erl': 'erlang-base' },
  directories: ['spool', 'logs'],
  files: (settings) => ({
    'ejabberd.yml': ejabberdConfiguration(settings, ISOLATED),
    'cert.pem': `${settings.cert}${settings.key}`,
    inetrc: NO_DNS,
  }),
  commands: (settings) => [command(settings)],
  logFiles: ['logs/ejabberd.log'],
  isIsolated: true,
  hasAdmin: true,
};

/** What the configuration says of other servers. */
interface EjabberdFederation {
  /** Entries of "listen". */
  readonly listeners: string;
  readonly settings: string;
  /** Entries of "modules". */
  readonly modules: string;
}

const ISOLATED: EjabberdFederation = { listeners: '', settings: 's2s_access: none', modules: '' };

/** Settings of Erlang's resolver: no name server, no files of the system. */
const NO_DNS = `{lookup,["file"]}.
{host,{127,0,0,1},["localhost"]}.
{hosts_file,""}.
{resolv_conf,""}.
`;

function command({ directory }: ServerSettings): Command {
  return {
    file: '/usr/bin/erl',
    args: [
      ...['-noinput', '+K', 'true', '+B', 'i', '-mnesia', 'dir', `"${directory}/spool"`],
      ...['-ejabberd', 'quiet', 'true', '-s', 'ejabberd'],
    ],
    env: {
      ERL_LIBS: librariesDirectory(),
      ERL_INETRC: `${directory}/inetrc`,
      ERL_CRASH_DUMP_BYTES: '0',
      EJABBERD_CONFIG_PATH: `${directory}/ejabberd.yml`,
      EJABBERD_LOG_PATH: `${directory}/logs/ejabberd.log`,
      EJABBERD_PID_PATH: `${directory}/ejabberd.pid`,
    },
  };
}

/** The directory that holds ejabberd and the other Erlang libraries. */
function librariesDirectory(): string {
  return libraryDirectory('ejabberd', (path) => readdirSync(path).some((name) => name.startsWith('ejabberd-')));
}

// registration_timeout: by default the second registration from one address is refused for ten minutes.
// backlog: with the default of 5, the sixth session that connects at the same time waits a second for the TCP retry.
// disable_sasl_mechanisms: leaves PLAIN, inside TLS. With SCRAM a login costs 14 ms of CPU instead of 5, half of a run.
// versioning: by default roster versioning is not offered.
/** The configuration of an ejabberd without limits. */
function ejabberdConfiguration(launch: ServerSettings, { listeners, settings, modules }: EjabberdFederation): string {
  const { directory, host, port, domain, admin, component } = launch;
  return `
loglevel: info
log_rotate_count: 0
hosts: ["${domain}"]
certfiles: ["${directory}/cert.pem"]
listen:
  - port: ${port}
    ip: "${host}"
    module: ejabberd_c2s
    starttls: true
    starttls_required: false
    access: all
    shaper: none
    backlog: 128
  - port: ${component.port}
    ip: "${host}"
    module: ejabberd_service
    access: all
    shaper: none
    hosts:
      "${component.domain}":
        password: "${component.secret}"
${listeners}
${settings}
auth_method: mnesia
auth_password_format: plain
disable_sasl_mechanisms: ["X-OAUTH2", "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"]
registration_timeout: infinity
acl:
  admin:
    user: "${admin.jid}"
access_rules:
  configure:
    allow: admin
shaper: {}
shaper_rules:
  max_user_sessions: infinity
  max_user_offline_messages: infinity
modules:
  mod_adhoc: {}
  mod_configure: {}
  mod_disco: {}
  mod_offline:
    access_max_user_messages: max_user_offline_messages
  mod_ping: {}
  mod_register:
    ip_access: all
    access: all
    allow_modules: all
    password_strength: 0
  mod_roster:
    versioning: true
    store_current_id: true
  mod_version:
    show_os: false
${modules}
`;
}

/** No server listens at this port of the server's own address (tcpmux, which only root can open). */
const CLOSED_PORT = 1;

/**
 * ejabberd that looks for other servers. For those that its name server does not know, it finds an address where none answers:
 * a name that does not exist would make it ask the resolver of this machine, which no setting of Erlang's replaces.
 */
export const ejabberdS2s: ServerRecipe = {
  ...ejabberd,
  name: 'ejabberd-s2s',
  files: (settings) => ({
    ...ejabberd.files(settings),
    'ejabberd.yml': ejabberdConfiguration(settings, federation(settings)),
    'authority.pem': settings.federation?.authority?.cert ?? '',
    inetrc: resolver(settings),
  }),
  companion: ({ host, s2sPort, federation }) =>
    startNameServer({
      host,
      port: s2sPort,
      servers: federation?.servers,
      others: { host, port: CLOSED_PORT },
    }),
  isIsolated: false,
  givesUpSoon: true,
};

// s2s_max_retry_delay: where no connection can be had, it returns all stanzas for up to 300 s by default.
function federation(settings: ServerSettings): EjabberdFederation {
  const entries = Object.entries(authorityOf(settings)).map(([key, value]) => `${key}: ${value}\n`);
  const tls = entries.length > 0 ? 'required' : 'optional';
  return {
    listeners: `  - port: ${settings.s2sPort}
    ip: "${settings.host}"
    module: ejabberd_s2s_in
    shaper: none`,
    settings: `s2s_access: all\nnegotiation_timeout: 15\ns2s_max_retry_delay: 1\ns2s_use_starttls: ${tls}\n${entries.join('')}`,
    modules: '  mod_s2s_dialback: {}',
  };
}

/** Settings that trust the authority of the other servers, where there is one. */
function authorityOf({ directory, federation }: ServerSettings): Readonly<Record<string, string>> {
  return federation?.authority === undefined ? {} : { ca_file: `${directory}/authority.pem` };
}

/** Settings of Erlang's resolver: our name server, no files of the system. The name server answers after 2 s. */
function resolver({ host, s2sPort }: ServerSettings): string {
  return `{lookup,["file","dns"]}.
{host,{127,0,0,1},["localhost"]}.
{hosts_file,""}.
{resolv_conf,""}.
{nameserver,{${host.replaceAll('.', ',')}},${s2sPort}}.
{edns,0}.
{timeout,5000}.
{retry,1}.
`;
}

/** The configuration that Debian's package installs as /etc/ejabberd/ejabberd.yml, and that no user edits. */
const DEBIAN_CONFIGURATION = '/usr/share/ejabberd/ejabberd.yml.example';

/** What is read of Debian's configuration; the rest is kept as it is. */
interface Configuration {
  readonly listen: readonly Listener[];
  readonly modules: Readonly<Record<string, unknown>>;
}

interface Listener {
  readonly module: string;
  /** TLS from the first byte. */
  readonly tls?: boolean;
}

/** ejabberd with Debian's configuration: other addresses, paths and certificates, a domain, a component, open registration. */
export const ejabberdDebian: ServerRecipe = {
  ...ejabberdS2s,
  name: 'ejabberd-debian',
  programs: { ...ejabberd.programs, [DEBIAN_CONFIGURATION]: 'ejabberd' },
  files: (settings) => {
    // Every run loads this module, and few read YAML.
    const { parse, stringify } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
    const configuration = changed(parse(readFileSync(DEBIAN_CONFIGURATION, 'utf8')), settings);
    return { ...ejabberdS2s.files(settings), 'ejabberd.yml': stringify(configuration) };
  },
  hasAdmin: false,
  // Up to 300 s (s2s_max_retry_delay).
  waitsLong: true,
  // 30 s (negotiation_timeout).
  givesUpSoon: false,
  requiresTls: true,
};

// registration_timeout is part of registration: by default the second one from an address is refused for ten minutes.
function changed(configuration: Configuration, settings: ServerSettings) {
  return {
    ...configuration,
    hosts: [settings.domain],
    certfiles: [`${settings.directory}/cert.pem`],
    listen: listeners(configuration.listen, settings),
    registration_timeout: 'infinity',
    ...authorityOf(settings),
    modules: { ...configuration.modules, mod_register: { ip_access: 'all' } },
  };
}

/** Debian's listeners for clients and servers, at other addresses, and one for the component. There is none for other protocols. */
function listeners(shipped: readonly Listener[], { host, port, s2sPort, component }: ServerSettings) {
  const ports: Readonly<Record<string, number>> = { ejabberd_c2s: port, ejabberd_s2s_in: s2sPort };
  const kept = shipped.filter(({ module, tls }) => module in ports && tls !== true);
  const service = { module: 'ejabberd_service', hosts: { [component.domain]: { password: component.secret } } };
  return [
    ...kept.map((listener) => ({ ...listener, ip: host, port: ports[listener.module] })),
    { ...service, ip: host, port: component.port },
  ];
}

import { readdirSync } from 'node:fs';
import { libraryDirectory } from './library-directory.ts';
import type { Command } from './server-process.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

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
export interface EjabberdFederation {
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
export function ejabberdConfiguration(
  launch: ServerSettings,
  { listeners, settings, modules }: EjabberdFederation,
): string {
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

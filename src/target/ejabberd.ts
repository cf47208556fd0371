import { readdirSync } from 'node:fs';
import { libraryDirectory } from './library-directory.ts';
import type { Command } from './server-process.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

/** ejabberd from the Debian package, started without ejabberdctl, which refuses ordinary users, and without a node name. */
export const ejabberd: ServerRecipe = {
  name: 'ejabberd',
  debianPackage: 'ejabberd',
  programs: { '/usr/sbin/ejabberdctl': 'ejabberd', '/usr/bin/erl': 'erlang-base' },
  directories: ['spool', 'logs'],
  files: (settings) => ({
    'ejabberd.yml': configuration(settings),
    'cert.pem': `${settings.cert}${settings.key}`,
    inetrc: NO_DNS,
  }),
  commands: (settings) => [command(settings)],
  logFiles: ['logs/ejabberd.log'],
  hasAdmin: true,
};

/** Erlang's resolver settings: no name server, no files of the system. */
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

// registration_timeout: otherwise the second registration from one address is refused for ten minutes.
// backlog: ejabberd's own, 5, makes the sixth of many sessions that connect at once wait a second for TCP to try again.
// PLAIN alone, inside TLS: with SCRAM a login takes the server 14 ms of CPU instead of 5, half of a whole run.
// versioning: otherwise roster versioning is not offered. s2s_access: no stray stanza may make it call out.
function configuration({ directory, host, port, domain, admin, component }: ServerSettings): string {
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
s2s_access: none
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
`;
}

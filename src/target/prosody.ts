import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

/** prosody from the Debian package, in the foreground. */
export const prosody: ServerRecipe = {
  name: 'prosody',
  debianPackage: 'prosody',
  programs: { '/usr/bin/prosody': 'prosody' },
  directories: ['data', 'certs'],
  files: (settings) => ({
    'prosody.cfg.lua': prosodyConfiguration(settings, ISOLATED),
    [`certs/${settings.domain}.crt`]: settings.cert,
    [`certs/${settings.domain}.key`]: settings.key,
  }),
  commands: ({ directory }) => [
    { file: '/usr/bin/prosody', args: ['-F', '--config', `${directory}/prosody.cfg.lua`], env: {} },
  ],
  logFiles: ['prosody.log'],
  isIsolated: true,
  hasAdmin: true,
};

/** What the configuration says of other servers. */
export interface ProsodyFederation {
  readonly modules: readonly string[];
  readonly settings: string;
}

/** It bounces stanzas to unknown domains instead of connecting to other servers. */
const ISOLATED: ProsodyFederation = {
  modules: [],
  settings: `s2s_ports = { }
modules_disabled = { "s2s" }`,
};

/** Where the server keeps its files and listens. "local_interfaces" is for components, which do not follow "interfaces". */
export function prosodyPlace({ directory, host, port, component }: ServerSettings): string {
  return `
pidfile = "${directory}/prosody.pid"
data_path = "${directory}/data"
log = { info = "${directory}/prosody.log" }
run_as_root = true
use_ipv6 = false

interfaces = { "${host}" }
local_interfaces = { "${host}" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = { }
component_ports = { ${component.port} }
s2s_direct_tls_ports = { }
http_ports = { }
https_ports = { }`;
}

// The modules "limits" and "register_limits" are absent: nothing is throttled.
// gc: by default a collection begins whenever the heap has grown by 5 %; in a server that only grows that took half of a run.
// internal_plain: hashing a password costs 3 ms at each login. disable_sasl_mechanisms leaves PLAIN, inside TLS: SCRAM
// would cost both sides 10,000 rounds at each login, because the salt is new every time.
// nagle: Nagle's algorithm would delay every second write by 40 ms.
// network_default_read_size: what one read (4096 bytes by default) leaves in the socket waits for a timer, and timers wait
// until all sockets are idle, which takes seconds on a busy server. The longest stanza of the scenarios, 64 KiB of text,
// must fit in one read.
/** The configuration of a prosody without limits. */
export function prosodyConfiguration(launch: ServerSettings, { modules, settings }: ProsodyFederation): string {
  const { domain, admin, component } = launch;
  return `
certificates = "${launch.directory}/certs"
${prosodyPlace(launch)}
network_settings = { nagle = false }
network_default_read_size = 131072

c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
disable_sasl_mechanisms = { "SCRAM-SHA-1", "SCRAM-SHA-256" }
storage = "internal"
gc = { mode = "incremental", threshold = 200, speed = 500 }
allow_registration = true
admins = { "${admin.jid}" }
modules_enabled = {
  "roster", "saslauth", "tls", "disco", "posix", "ping", "version", "register_ibr",
  ${['user_account_management', 'admin_adhoc', ...modules].map((name) => `"${name}"`).join(', ')}
}
${settings}

VirtualHost "${domain}"
Component "${component.domain}"
  component_secret = "${component.secret}"
`;
}

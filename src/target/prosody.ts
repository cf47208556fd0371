// prosody: with a configuration of ours, with that of the Debian package, and beside another server.

import { readFileSync } from 'node:fs';
import type { ServerRecipe, ServerSettings } from './launched-target.ts';
import { startNameServer } from './name-server.ts';
import { editedFile } from './this-machine.ts';

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
interface ProsodyFederation {
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
function prosodyPlace({ directory, host, port, component }: ServerSettings): string {
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
function prosodyConfiguration(launch: ServerSettings, { modules, settings }: ProsodyFederation): string {
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

/** prosody that looks for other servers. Names that its name server does not know do not exist. */
export const prosodyS2s: ServerRecipe = {
  ...prosody,
  name: 'prosody-s2s',
  directories: [...prosody.directories, 'modules'],
  files: (settings) => ({
    ...prosody.files(settings),
    'prosody.cfg.lua': prosodyConfiguration(settings, federation(settings)),
    'modules/mod_xmppspec_dns.lua': nameServerModule(settings),
    ...authorityFile(settings),
  }),
  companion: ({ host, s2sPort, federation }) => startNameServer({ host, port: s2sPort, servers: federation?.servers }),
  isIsolated: false,
  givesUpSoon: true,
};

function federation(settings: ServerSettings): ProsodyFederation {
  const isSecure = settings.federation?.authority !== undefined;
  return {
    modules: ['dialback', 'xmppspec_dns'],
    settings: `
s2s_ports = { ${settings.s2sPort} }
s2s_timeout = 15
s2s_require_encryption = ${isSecure}
s2s_secure_auth = ${isSecure}
${nameServerSettings(settings)}
${authoritySettings(settings)}`,
  };
}

const AUTHORITY = 'authority.pem';

function authorityFile({ federation }: ServerSettings): Readonly<Record<string, string>> {
  return federation?.authority === undefined ? {} : { [AUTHORITY]: federation.authority.cert };
}

/** Settings that trust the authority of the other servers, where there is one. */
function authoritySettings({ directory, federation }: ServerSettings): string {
  return federation?.authority === undefined ? '' : `ssl = { cafile = "${directory}/${AUTHORITY}" }`;
}

/**
 * Settings that lead to our name server. `unbound` is for lua-unbound, where it is installed, which by default asks no
 * address of 127.0.0.0/8 and knows all of localhost itself; otherwise the module xmppspec_dns leads prosody's own resolver there.
 */
function nameServerSettings({ directory, host, s2sPort }: ServerSettings): string {
  return `
plugin_paths = { "${directory}/modules" }
unbound = {
  resolvconf = false, hoststxt = false, forward = "${host}@${s2sPort}",
  options = { ["do-not-query-localhost:"] = "no", ["module-config:"] = "iterator", ["local-zone:"] = "localhost. transparent" }
}`;
}

/** A module that has prosody's own resolver ask our name server; it knows no other port than 53. */
function nameServerModule({ host, s2sPort }: ServerSettings): string {
  return `
module:set_global()
local resolver = getmetatable(require "net.dns".resolver()).__index

function resolver:adddefaultnameservers()
  self:setnameserver("${host}")
end

local set_wrapper = resolver.socket_wrapper_set
function resolver:socket_wrapper_set(wrap)
  return set_wrapper(self, function (...)
    local socket, err = wrap(...)
    if not socket then return nil, err end
    local set_peer = socket.setpeername
    socket.setpeername = function (self, address) return set_peer(self, address, ${s2sPort}) end
    return socket
  end)
end
`;
}

/** The only copy of the configuration that the package has. A user may have edited it. */
const CONFIGURATION = '/etc/prosody/prosody.cfg.lua';

/** prosody with Debian's configuration: other addresses, paths and certificates, a domain, a component, open registration. */
export const prosodyDebian: ServerRecipe = {
  ...prosodyS2s,
  name: 'prosody-debian',
  obstacle: () => editedFile(CONFIGURATION, prosody.debianPackage),
  directories: [...prosodyS2s.directories, 'conf.d'],
  files: (settings) => ({
    ...prosodyS2s.files(settings),
    'prosody.cfg.lua': readFileSync(CONFIGURATION, 'utf8'),
    // Debian's file ends with Include "conf.d/*.cfg.lua"; what is set there replaces what was set before.
    'conf.d/xmppspec.cfg.lua': changes(settings),
  }),
  hasAdmin: false,
  // 90 s (s2s_timeout).
  givesUpSoon: false,
  requiresTls: true,
};

// plugin_paths: Debian's has modules that a user has installed. Certificates are read from "certs" beside the configuration.
// registration_invite_only: the module invites_register refuses registrations without an invitation.
function changes(settings: ServerSettings): string {
  const { s2sPort, domain, component } = settings;
  return `${prosodyPlace(settings)}
s2s_ports = { ${s2sPort} }

allow_registration = true
registration_invite_only = false
${nameServerSettings(settings)}
${authoritySettings(settings)}

VirtualHost "${domain}"
  modules_enabled = { "xmppspec_dns" }
Component "${component.domain}"
  component_secret = "${component.secret}"
`;
}

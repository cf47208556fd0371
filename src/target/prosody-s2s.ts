import { startNameServer } from './name-server.ts';
import { type ProsodyFederation, prosody, prosodyConfiguration } from './prosody.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

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
export function authoritySettings({ directory, federation }: ServerSettings): string {
  return federation?.authority === undefined ? '' : `ssl = { cafile = "${directory}/${AUTHORITY}" }`;
}

/**
 * Settings that lead to our name server. `unbound` is for lua-unbound, where it is installed, which by default asks no
 * address of 127.0.0.0/8 and knows all of localhost itself; otherwise the module xmppspec_dns leads prosody's own resolver there.
 */
export function nameServerSettings({ directory, host, s2sPort }: ServerSettings): string {
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

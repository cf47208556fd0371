import { readFileSync } from 'node:fs';
import { editedFile } from './package-file.ts';
import { prosody } from './prosody.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

/** The only copy of the configuration that the package has. A user may have edited it. */
const CONFIGURATION = '/etc/prosody/prosody.cfg.lua';

/** prosody with Debian's configuration: other addresses, paths and certificates, a domain, a component, open registration. */
export const prosodyDebian: ServerRecipe = {
  ...prosody,
  name: 'prosody-debian',
  obstacle: () => editedFile(CONFIGURATION, prosody.debianPackage),
  directories: [...prosody.directories, 'conf.d'],
  files: (settings) => ({
    ...prosody.files(settings),
    'prosody.cfg.lua': readFileSync(CONFIGURATION, 'utf8'),
    // Debian's file ends with Include "conf.d/*.cfg.lua"; what is set there replaces what was set before.
    'conf.d/xmppspec.cfg.lua': changes(settings),
  }),
  hasAdmin: false,
  requiresTls: true,
};

// plugin_paths: Debian's has modules that the user has installed. Certificates are read from "certs" beside the configuration.
// registration_invite_only: the module invites_register refuses registrations without an invitation.
function changes({ directory, host, port, s2sPort, domain, component }: ServerSettings): string {
  return `
pidfile = "${directory}/prosody.pid"
data_path = "${directory}/data"
plugin_paths = { }
log = { info = "${directory}/prosody.log" }
run_as_root = true
use_ipv6 = false

interfaces = { "${host}" }
local_interfaces = { "${host}" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = { }
component_ports = { ${component.port} }
s2s_ports = { ${s2sPort} }
s2s_direct_tls_ports = { }
http_ports = { }
https_ports = { }

allow_registration = true
registration_invite_only = false
modules_disabled = { "s2s" }

VirtualHost "${domain}"
Component "${component.domain}"
  component_secret = "${component.secret}"
`;
}

import { readFileSync } from 'node:fs';
import { editedFile } from './package-file.ts';
import { prosody, prosodyPlace } from './prosody.ts';
import { authoritySettings, nameServerSettings, prosodyS2s } from './prosody-s2s.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

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

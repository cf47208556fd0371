import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ejabberd } from './ejabberd.ts';
import { authorityOf, ejabberdS2s } from './ejabberd-s2s.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

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

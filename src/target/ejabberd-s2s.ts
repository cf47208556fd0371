import { type EjabberdFederation, ejabberd, ejabberdConfiguration } from './ejabberd.ts';
import { startNameServer } from './name-server.ts';
import type { ServerRecipe, ServerSettings } from './server-recipe.ts';

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
export function authorityOf({ directory, federation }: ServerSettings): Readonly<Record<string, string>> {
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

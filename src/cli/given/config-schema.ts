// The shape of xmppspec.config.yaml. Descriptions are for editors, by schema/config.json.

import { z } from 'zod';
import type { AmbientPattern } from './ambient.ts';

const optional = <T extends z.ZodType>(schema: T, description: string) => schema.optional().describe(description);

const credentials = (description: string) =>
  z
    .strictObject({
      jid: z.string().describe('user@domain'),
      password: z.string().describe('best given as ${env:NAME}'),
    })
    .describe(description);
const limit = (description: string) => z.int().min(1).exactOptional().describe(description);

const serverSchema = z.strictObject({
  command: z.string().describe('shell command that starts the server; the run stops all of its processes when it ends'),
  cwd: optional(z.string(), 'working directory of the command; that of the run if absent'),
  env: optional(z.record(z.string(), z.string()), 'variables that are added to the environment of the run'),
  log: optional(z.string(), 'file for what the server writes; xmppspec-server.log if absent'),
});

const targetSchema = z.strictObject({
  address: z.string().describe('xmpp://host[:port], or xmpps:// for direct TLS'),
  domain: optional(z.string(), 'domain of the server, if it differs from its host'),
  plaintext: optional(z.boolean(), 'use no TLS; only for loopback addresses'),
  ca: optional(z.string(), 'PEM file of the authority that signed the certificate of the server'),
  insecure: optional(z.boolean(), 'accept any certificate'),
  provision: optional(
    z.enum(['in-band', 'admin', 'fixed', 'command']),
    'how to get accounts; absent: as the keys below say, otherwise in-band',
  ),
  lending: optional(z.enum(['lent', 'fresh']), 'lent: accounts are cleaned and reused; fresh: each case gets new ones'),
  maxAccounts: optional(
    z.int().min(10),
    'most accounts that are made on a server that does not remove them; if absent 40, and 3000 where their rosters cannot be emptied',
  ),
  admin: optional(credentials('administrator'), 'administrator who adds and deletes accounts (XEP-0133)'),
  accounts: optional(z.array(credentials('existing account')), 'existing accounts; their rosters are emptied'),
  create: optional(
    z.string(),
    'shell command that creates an account: {user} {domain} {password}; means provision: command',
  ),
  remove: optional(z.string(), 'shell command that removes an account: {user} {domain}'),
  remote: optional(z.string(), 'component://host:port/remote.domain (XEP-0114): play a remote domain'),
  secret: optional(z.string(), 'secret of that component; XMPPSPEC_REMOTE_SECRET overrides it'),
  special: optional(
    z.record(z.string(), credentials('account with a property that no run can make')),
    'accounts by the name that a case needs, such as "rosterless": an account that must not use its roster',
  ),
  limits: optional(
    z.strictObject({
      name: limit('longest name of a roster item that the server accepts, in characters'),
      group: limit('longest name of a roster group that the server accepts, in characters'),
    }),
    'limits of the server that the standard allows',
  ),
  ambient: optional(z.array(z.string()), 'patterns of stanzas that modules of the server send on their own, as XML'),
  baseline: optional(z.string(), 'file of known failures'),
  baselines: optional(z.record(z.string(), z.string()), 'files of known failures with each peer, by its name'),
  server: optional(serverSchema, 'how to start the server; absent: it runs already'),
});

const isDefault = z.boolean().exactOptional().describe('true: the target of a run without --target');

export const configSchema = z.strictObject({
  targets: optional(
    z.record(z.string(), targetSchema.extend({ default: isDefault })),
    'servers by the name that --target takes',
  ),
  peers: optional(z.record(z.string(), targetSchema), 'servers by the name that --peer takes'),
  reporters: optional(z.array(z.string()), 'NAME[=PATH] of each reporter, where --reporter is not given'),
});

/** One target of the config file, or one peer. */
export type ConfiguredTarget = z.infer<typeof targetSchema>;
export type Config = z.infer<typeof configSchema> & {
  /** All patterns of ambient traffic in the file; absent: there are none. */
  readonly ambientPatterns?: readonly AmbientPattern[];
};

/** The schema for editors. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7' });
  return { ...schema, title: 'xmppspec.config.yaml' };
}

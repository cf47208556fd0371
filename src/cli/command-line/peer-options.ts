// The options that choose the second server of a pair: those of the first, with "peer-" before them.

import type { Options } from 'yargs';
import type { ArgumentsOf } from './command.ts';
import { type ServerArguments, TEXT } from './options.ts';

/** The options of the peer. Each has the meaning of the option of the same name for the server. */
export const PEER_OPTIONS = {
  peer: {
    ...TEXT,

    describe:
      'a second server, as --target names the first, or a name under "peers" of the config file; both are launched, or both run already',
  },
  'peer-domain': { ...TEXT, describe: 'domain of the peer, if it differs from its host' },
  'peer-account': {
    type: 'string',
    array: true,
    requiresArg: true,
    default: [] as string[],

    describe: 'existing account of the peer as jid[:password], repeatable; its roster is emptied',
  },
  'peer-provision': {
    nargs: 1,
    choices: ['in-band', 'admin', 'fixed', 'command'],

    describe: 'how to get accounts on the peer, as --provision',
  },
  'peer-accounts': {
    nargs: 1,
    choices: ['lent', 'fresh'],

    describe: 'accounts that the run makes on the peer, as --accounts',
  },
  'peer-admin': { ...TEXT, describe: 'administrator of the peer as jid[:password]' },
  'peer-create-account': { ...TEXT, describe: 'shell command that creates an account of the peer' },
  'peer-remove-account': { ...TEXT, describe: 'shell command that removes an account of the peer' },
  'peer-server-command': { ...TEXT, describe: 'shell command that starts the peer, as --server-command' },
  'peer-server-log': { ...TEXT, describe: 'file for what the peer writes [default: xmppspec-peer-server.log]' },
  'peer-ca': { ...TEXT, describe: 'PEM file of the authority that signed the certificate of the peer' },
  'peer-insecure': { type: 'boolean', default: false, describe: 'accept any certificate of the peer' },
  'peer-plaintext': {
    type: 'boolean',
    default: false,

    describe: 'use no TLS with the peer; only for loopback addresses',
  },
  'peer-proof': {
    nargs: 1,
    choices: ['certificates', 'dialback'],

    describe:
      'how two servers that are launched prove their domains to each other: by certificates, or by dialback alone (XEP-0220) [default: certificates; dialback with the reference server, which knows nothing else]',
  },
} as const satisfies Record<string, Options>;

/** The arguments about the peer. */
export type PeerArguments = ArgumentsOf<typeof PEER_OPTIONS>;

/** The arguments of commands that talk to a server, and perhaps to a peer of it. */
export type PairArguments = ServerArguments & Partial<PeerArguments>;

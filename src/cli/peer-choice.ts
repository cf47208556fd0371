// Reads from the arguments and the config file which second server to test with the first.

import { DEFAULT_DOMAIN, DEFAULT_PEER_DOMAIN } from '../target/launched-target.ts';
import { UsageError } from '../wording/usage-error.ts';
import type { Config } from './given/config.ts';
import { type PairArguments, PEER_OPTIONS } from './peer-options.ts';
import { chooseTarget, type TargetChoice } from './target-choice.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The servers of a command. Without a peer there is one. */
export interface Choices {
  readonly choice: TargetChoice;
  readonly peer: TargetChoice | undefined;
}

/**
 * Chooses the server and its peer, if there is one. Throws `UsageError` for options that are wrong alone or together, and
 * `ProblemError` for an address that cannot be used.
 */
export async function chooseServers(args: PairArguments, config: Config, env: Env): Promise<Choices> {
  const choice = await chooseTarget({ ...args, prefix: '' }, config, env);
  const peer = await choosePeer(args, config, env);
  if (peer !== undefined) refuseUnpaired(choice, peer);
  return { choice, peer };
}

async function choosePeer(args: PairArguments, config: Config, env: Env): Promise<TargetChoice | undefined> {
  if (args.peer === undefined) {
    refuseWithoutPeer(args);
    return undefined;
  }
  const given = {
    prefix: 'peer-' as const,
    target: args.peer,
    domain: args.peerDomain,
    account: args.peerAccount ?? [],
    provision: args.peerProvision,
    accounts: args.peerAccounts,
    admin: args.peerAdmin,
    createAccount: args.peerCreateAccount,
    removeAccount: args.peerRemoveAccount,
    remote: undefined,
    ca: args.peerCa,
    insecure: args.peerInsecure ?? false,
    plaintext: args.peerPlaintext ?? false,
  };
  return chooseTarget(given, { targets: { ...config.targets, ...config.peers } }, env);
}

/** An option about the peer would be ignored without one. */
function refuseWithoutPeer(args: PairArguments): void {
  const values: Readonly<Record<string, unknown>> = { ...args };
  const given = Object.keys(PEER_OPTIONS).find((option) => isGiven(values[camelCase(option)]));
  if (given !== undefined) throw new UsageError(`--${given} is about a second server; name it with --peer`);
}

const camelCase = (option: string): string => option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;

/** A server that is launched has no way to one that runs elsewhere, and two servers cannot share a domain. */
function refuseUnpaired(choice: TargetChoice, peer: TargetChoice): void {
  if (choice.kind !== peer.kind) {
    throw new UsageError(
      '--peer: a server that is launched connects only to another one that is launched; launch both, or give the addresses of both',
    );
  }
  const domain = domainOf(choice, DEFAULT_DOMAIN);
  if (domain === domainOf(peer, DEFAULT_PEER_DOMAIN)) {
    throw new UsageError(`--peer: both servers have the domain ${domain}; give another one with --peer-domain`);
  }
}

const domainOf = (choice: TargetChoice, byDefault: string): string =>
  (choice.kind === 'external' ? choice.target.address.domain : (choice.domain ?? byDefault)).toLowerCase();

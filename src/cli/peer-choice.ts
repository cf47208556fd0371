// Reads from the arguments and the config file which second server to test with the first.

import { DEFAULT_DOMAIN, DEFAULT_PEER_DOMAIN } from '../target/launched-target.ts';
import { isReference } from '../target/target-names.ts';
import { usageError } from '../wording/usage.ts';
import { firstGiven } from './command-line/options.ts';
import { type PairArguments, PEER_OPTIONS } from './command-line/peer-options.ts';
import type { Config } from './given/config.ts';
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
  // A peer can be tested alone, too: a name that only peers have is a target.
  const targets = { ...config.peers, ...config.targets };
  const choice = await chooseTarget({ ...args, prefix: '' }, { targets }, env);
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
    maxAccounts: args.maxAccounts,
    admin: args.peerAdmin,
    createAccount: args.peerCreateAccount,
    removeAccount: args.peerRemoveAccount,
    remote: undefined,
    serverCommand: args.peerServerCommand,
    serverLog: args.peerServerLog,
    ca: args.peerCa,
    insecure: args.peerInsecure ?? false,
    plaintext: args.peerPlaintext ?? false,
  };
  const peer = await chooseTarget(given, { targets: { ...config.targets, ...config.peers } }, env);
  const { peerProof: proof } = args;
  if (proof === undefined) return peer;
  if (peer.kind === 'external') {
    throw usageError('proofOfRunning');
  }
  return { ...peer, proof };
}

/** An option about the peer would be ignored without one. */
function refuseWithoutPeer(args: PairArguments): void {
  const given = firstGiven(args, Object.keys(PEER_OPTIONS));
  if (given !== undefined) throw usageError('needsPeer', given);
}

/** A server that is launched has no way to one that runs elsewhere, and two servers cannot share a domain. */
function refuseUnpaired(choice: TargetChoice, peer: TargetChoice): void {
  if (choice.kind !== peer.kind) {
    throw usageError('peerMixed');
  }
  if (choice.kind === 'managed' && peer.kind === 'managed' && peer.proof === 'certificates') {
    if (isReference(choice.name) || isReference(peer.name)) throw usageError('proofOfReference');
  }
  const domain = domainOf(choice, DEFAULT_DOMAIN);
  if (domain === domainOf(peer, DEFAULT_PEER_DOMAIN)) {
    throw usageError('peerDomain', domain);
  }
}

const domainOf = (choice: TargetChoice, byDefault: string): string =>
  (choice.kind === 'external' ? choice.target.address.domain : (choice.domain ?? byDefault)).toLowerCase();

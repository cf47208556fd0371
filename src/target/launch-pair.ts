// Two launched servers that exchange stanzas with each other, and with no other server, on loopback.

import type { Endpoint } from '../model/problem.ts';
import type { Fault } from '../reference/fault.ts';
import { createAuthority } from './certificate.ts';
import { launchTarget } from './launch-target.ts';
import {
  DEFAULT_DOMAIN,
  DEFAULT_PEER_DOMAIN,
  type LaunchedTarget,
  type LaunchOptions,
  SILENT_DOMAIN,
} from './launched-target.ts';
import type { Companion } from './name-server.ts';
import { startSilentServer } from './silent-server.ts';
import type { TargetName } from './target-names.ts';

/** How to launch a pair. */
export interface PairOptions extends Omit<LaunchOptions, 'federation'> {
  /** The domain of the second server; `xmppspec-peer.localhost` by default. */
  readonly peerDomain?: string | undefined;
  /** The fault of the second server, where that is the reference server; `fault` is that of the first. */
  readonly peerFault?: Fault | undefined;
  /**
   * How the servers prove their domains to each other: by certificates of a common authority, or by dialback alone (XEP-0220).
   * The default is certificates, but dialback where the reference server takes part, which knows nothing else.
   */
  readonly proof?: 'certificates' | 'dialback' | undefined;
}

/** Two servers with server-to-server between them. The caller stops each; one of them may be stopped before the other. */
export interface LaunchedPair {
  readonly target: LaunchedTarget;
  readonly peer: LaunchedTarget;
}

/**
 * Launches two servers, which may be of the same kind, and waits until both answer clients. They connect to each other at the
 * first stanza. Rejects with `ProblemError`, or with the reason of `options.signal`; then nothing of either is left.
 */
export async function launchPair(
  [name, peerName]: readonly [TargetName, TargetName],
  {
    peerDomain = DEFAULT_PEER_DOMAIN,
    proof = bestProof(name, peerName),
    fault,
    peerFault,
    ...options
  }: PairOptions = {},
): Promise<LaunchedPair> {
  const servers = new Map<string, Endpoint>();
  const federation = { servers, authority: proof === 'certificates' ? await createAuthority() : undefined };
  const silent = await startSilentServer();
  servers.set(SILENT_DOMAIN, silent);
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const launch = async (which: TargetName, domain: string, own?: Fault) => {
    try {
      const launched = await launchTarget(which, { ...options, fault: own, domain, signal, federation });
      if (launched.s2s !== undefined) servers.set(domain, launched.s2s);
      return launched;
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  };
  const launching = [
    launch(name, options.domain ?? DEFAULT_DOMAIN, fault),
    launch(peerName, peerDomain, peerFault),
  ] as const;
  const [target, peer] = await Promise.allSettled(launching);
  if (target.status === 'fulfilled' && peer.status === 'fulfilled') {
    return endingWithBoth({ target: target.value, peer: peer.value }, silent);
  }
  for (const one of [target, peer]) if (one.status === 'fulfilled') await one.value.stop();
  silent.close();
  throw failure.signal.reason;
}

/** The pair, and what ends when both of its servers have stopped. */
function endingWithBoth({ target, peer }: LaunchedPair, companion: Companion): LaunchedPair {
  const running = new Set([target, peer]);
  const ending = (server: LaunchedTarget): LaunchedTarget => ({
    ...server,
    stop: async () => {
      await server.stop();
      running.delete(server);
      if (running.size === 0) companion.close();
    },
  });
  return { target: ending(target), peer: ending(peer) };
}

function bestProof(...names: readonly TargetName[]): 'certificates' | 'dialback' {
  return names.some((name) => name.startsWith('reference')) ? 'dialback' : 'certificates';
}

// Two launched servers that exchange stanzas with each other, and with no other server, on loopback.

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { PairSide } from '../model/blame.ts';
import type { Endpoint } from '../model/problem.ts';
import type { PairControl } from '../model/target.ts';
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
import { type Relay, startRelay } from './relay.ts';
import { isReference, type Proof, type TargetName } from './target-names.ts';

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
  readonly proof?: Proof | undefined;
}

/** Two servers with server-to-server between them. The caller stops each; one of them may be stopped before the other. */
export interface LaunchedPair {
  readonly target: LaunchedTarget;
  readonly peer: LaunchedTarget;
  readonly control: PairControl;
}

/** A server of the pair, and the relay through which the other one reaches it. */
interface Relayed {
  readonly server: LaunchedTarget;
  readonly relay: Relay | undefined;
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
      const one = await relayed(launched);
      if (one.relay !== undefined) servers.set(domain, one.relay.at);
      return one;
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
    return pairOf([target.value, peer.value], silent);
  }
  for (const one of [target, peer]) {
    if (one.status === 'rejected') continue;
    await one.value.server.stop();
    one.value.relay?.close();
  }
  silent.close();
  throw failure.signal.reason;
}

async function relayed(server: LaunchedTarget): Promise<Relayed> {
  try {
    return { server, relay: server.s2s && (await startRelay(server.s2s)) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The pair, with what ends when both of its servers have stopped. */
function pairOf([target, peer]: readonly [Relayed, Relayed], silent: Companion): LaunchedPair {
  const running = new Set([target, peer]);
  const ending = (one: Relayed): LaunchedTarget => ({
    ...one.server,
    stop: async () => {
      await one.server.stop();
      running.delete(one);
      if (running.size > 0) return;
      for (const companion of [silent, target.relay, peer.relay]) companion?.close();
    },
  });
  return { target: ending(target), peer: ending(peer), control: controlOf({ A: target, B: peer }) };
}

function controlOf(servers: Readonly<Record<PairSide, Relayed>>): PairControl {
  const { A, B } = servers;
  const relays = [A.relay, B.relay].filter((relay) => relay !== undefined);
  const all = async (closing: readonly Promise<boolean>[]) => !(await Promise.all(closing)).includes(false);
  return {
    cut: () => all(relays.map((relay) => relay.cut())),
    restore: async () => void (await Promise.all(relays.map((relay) => relay.restore()))),
    connectsAgainSoon: [A, B].every(({ server }) => server.waitsLong !== true),
    canRestart: [A, B].every(({ server }) => server.restart !== undefined),
    restart: async (side) => {
      // The server may open others as soon as it runs again.
      const open = relays.map((relay) => relay.mark());
      await servers[side].server.restart?.();
      return all(open.map((closed) => closed()));
    },
  };
}

function bestProof(...names: readonly TargetName[]): Proof {
  return names.some(isReference) ? 'dialback' : 'certificates';
}

/** Starts one on loopback. It keeps no process from ending. Rejects when it cannot listen. */
async function startSilentServer(): Promise<Companion & Endpoint> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.unref());
    // Without a reader, the end of the connection would not show.
    socket.resume().on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  listener.listen(0, '127.0.0.1').unref();
  await once(listener, 'listening');
  const { address: host, port } = listener.address() as AddressInfo;
  return {
    host,
    port,
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

// A hostile server: the reference server behind a front that speaks TLS and misbehaves. All that the front does not spoil is
// in order, so that every phase of a run is reached.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startReference } from '../reference/server.ts';
import type { FaultHooks } from '../reference/server-state.ts';
import type { Behaviour } from './behaviour.test-kit.ts';
import { type ActAt, Front } from './front.test-kit.ts';

export interface HostileServer {
  readonly port: number;
  readonly domain: string;
  /** How often the behaviour has taken place. */
  readonly misbehaved: number;
  stop(): Promise<void>;
}

export interface HostileOptions {
  /** Returns what the server does when it reaches a phase; undefined: what is right. */
  readonly actAt: ActAt;
  /** Offers StartTLS with the certificate of `TEST_CERTIFICATE`. */
  readonly usesTls?: boolean;
  /** What the reference server behind does wrong. */
  readonly hooks?: FaultHooks;
}

/** A behaviour over all connections of a server. */
export function createActAt({ phase, skipped, isRepeated, act }: Behaviour): ActAt {
  let count = 0;
  return (reached) => {
    if (reached !== phase) return undefined;
    count += 1;
    return count === skipped + 1 || (isRepeated && count > skipped) ? act : undefined;
  };
}

export async function startHostileServer(options: HostileOptions): Promise<HostileServer> {
  const { actAt, usesTls = false, hooks = {} } = options;
  const reference = await startReference({ fault: { hooks } });
  const fronts: Front[] = [];
  let misbehaved = 0;
  const counted: ActAt = (phase) => {
    const act = actAt(phase);
    if (act !== undefined) misbehaved += 1;
    return act;
  };
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    fronts.push(new Front(client, { reference, usesTls, actAt: counted }));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    domain: reference.domain,
    get misbehaved() {
      return misbehaved;
    },
    stop: async () => {
      for (const front of fronts) front.end();
      listener.close();
      await once(listener, 'close');
      await reference.stop();
    },
  };
}

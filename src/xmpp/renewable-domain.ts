import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { type ComponentOptions, connectComponent } from './remote-domain.ts';

/** Stanzas without a session that are kept of earlier connections: as many as one connection keeps. */
const MAX_KEPT = 1000;

/** A remote domain whose connection can be replaced by a new one, for a server that limits what one connection may send. */
export interface RenewableDomain extends RemoteDomain {
  /** Closes the connection, which ends all sessions, and joins once more. Rejects when the server refuses. */
  renew(): Promise<void>;
}

/** Joins a server as a component, as `connectComponent` does. */
export async function joinRemoteDomain(address: ComponentAddress, options: ComponentOptions): Promise<RenewableDomain> {
  let current = await connectComponent(address, options);
  let earlier: readonly XmlElement[] = [];
  let unlisted = 0;
  let wasShared = false;
  const unclaimed = () => [...earlier, ...current.unclaimedStanzas];
  return {
    domain: address.domain,
    connect: (login) => current.connect(login),
    get unclaimedStanzas() {
      return unclaimed();
    },
    get unlistedStanzas() {
      return unlisted + current.unlistedStanzas;
    },
    get isShared() {
      return wasShared || current.isShared;
    },
    renew: async () => {
      await current.close();
      wasShared ||= current.isShared;
      const all = unclaimed();
      unlisted += current.unlistedStanzas + Math.max(0, all.length - MAX_KEPT);
      earlier = all.slice(0, MAX_KEPT);
      current = await connectComponent(address, options);
    },
    close: () => current.close(),
  };
}

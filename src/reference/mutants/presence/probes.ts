// RFC 6121 4.3 and 4.6.6: missing probes, probes from or to the wrong address, lost probes of clients, and faults in the answers.

import type { XmlElement } from '../../../model/xml.ts';
import { type Jid, parseJid } from '../../../stanza/jid.ts';
import { accountAt, availableResources, isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import { errorOf, presence, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, onRoute, withHooks } from '../kit/mutant.ts';
import {
  drop,
  hasNegativePriority,
  isPresence,
  isProbe,
  setAttributes,
  withBareFrom,
  withBareTo,
} from '../kit/rewrites.ts';
import { during, isPresenceOf, recipientOf, type Trigger } from './notifications.ts';

// NO_MUTANT 4.3.1-a, 4.3.1-c, 4.3.1-d: they permit behaviour.
// NO_MUTANT 4.3.1-b: a missing probe violates 4.2.2-c when no presence is known, and 4.3.1-c permits it otherwise.
// NO_MUTANT 4.7.1-c: the mutants of 4.2.2-c and 4.3-d break the probes of the server and of clients.

export const probeMutants: readonly Mutant[] = [
  breaks('4.2.2-c/nobody', 'It sends no probes.', () => onRoute(isProbe, drop)),
  breaks('4.2.2-c/mutual-only', 'It probes only contacts with a mutual subscription.', () =>
    onRoute((stanza, server) => isProbe(stanza) && recipientOf(stanza, server)?.isMutual === false, drop),
  ),
  breaks('4.2.2-c/not-for-negative', 'It sends no probes for a resource with negative priority.', () =>
    during(['initial'], {
      route: (stanza, _, { resource }) => (isProbe(stanza) && hasNegativePriority(resource) ? [] : [stanza]),
    }),
  ),
  breaks('4.3-a/from-full-jid', 'It probes from the full JID.', () =>
    during(['initial', 'initial-again'], {
      route: (stanza, _, { jid }) => (isProbe(stanza) ? setAttributes({ from: jid })(stanza) : [stanza]),
    }),
  ),
  breaks(
    '4.3-b/to-last-resource',
    'It probes the resource from which a contact last sent presence.',
    probesLastResource,
  ),
  breaks('4.3-d/swallowed', 'It drops probes of clients.', () => fromClient(isProbe, drop)),
  breaks('4.3-e/refused', 'It answers probes of clients with an error.', () =>
    fromClient(isProbe, (stanza, { resource }) => {
      resource.send(stamp(errorOf(stanza, 'bad-request'), { to: resource.jid }));
      return [];
    }),
  ),
  breaks('4.6.6-a/from-bare-jid', 'It routes the probe of a client from the bare JID.', () =>
    during(['probe'], {
      route: (stanza, _, probe) => (isProbe(stanza) && isPresenceOf(stanza, probe) ? withBareFrom(stanza) : [stanza]),
    }),
  ),
  breaks('4.6.6-b/to-bare-jid', 'It routes probes of a resource to the bare JID.', () => onRoute(isProbe, withBareTo)),
];

function probesLastResource(): Fault {
  const last = new Map<string, string>();
  return withHooks({
    fromRemote: (stanza) => {
      const sender = isPresence(stanza, 'available') ? parseJid(stanza.attrs['from'] ?? '') : undefined;
      if (sender) last.set(sender.bare, sender.full);
      return [stanza];
    },
    route: (stanza) => {
      const resource = isProbe(stanza) ? last.get(stanza.attrs['to'] ?? '') : undefined;
      return [resource === undefined ? stanza : stamp(stanza, { to: resource })];
    },
  });
}

/** The probe that an answer belongs to. */
export interface Probe {
  readonly server: ServerState;
  readonly prober: Jid;
  readonly id: string | undefined;
  readonly account: Account;
  /** The prober is subscribed to the account's presence. */
  readonly isSubscriber: boolean;
  /** The probe names a resource. */
  readonly namesResource: boolean;
  /** The available resources of the account. */
  readonly resources: readonly Resource[];
  /** The available resource that the probe names; without a resource in the probe, the one that the answer is from. */
  readonly about: Resource | undefined;
}

/** A fault in presence of that type that answers a probe. */
export function onProbeAnswer(
  type: string,
  rewrite: (answer: XmlElement, probe: Probe) => readonly XmlElement[],
): Fault {
  return during(['probe'], {
    route: (stanza, server, trigger) => {
      const probe = isPresence(stanza, type) ? probeOf(server, trigger, stanza) : undefined;
      return probe && stanza.attrs['to'] === probe.prober.full ? rewrite(stanza, probe) : [stanza];
    },
  });
}

function probeOf(server: ServerState, { jid, stanza }: Trigger, answer: XmlElement): Probe | undefined {
  const prober = parseJid(jid);
  const probed = parseJid(stanza?.attrs['to'] ?? '');
  const account = probed && accountAt(server, probed);
  if (!prober || !account) return undefined;
  const namesResource = probed.resource !== '';
  const resources = availableResources(account);
  const named = namesResource ? probed.full : answer.attrs['from'];
  return {
    server,
    prober,
    account,
    namesResource,
    resources,
    id: stanza?.attrs['id'],
    isSubscriber: isSubscriber(account, prober.bare),
    about: resources.find((resource) => resource.jid === named),
  };
}

/** Whether the prober received directed presence from that resource. */
export const hasSentDirected = ({ directed }: Resource, { prober }: Probe): boolean =>
  directed.has(prober.full) || directed.has(prober.bare);

/** The last presence that the resource broadcast, addressed to the prober. */
export const currentPresence = (resource: Resource, { prober }: Probe): readonly XmlElement[] =>
  resource.presence ? [stamp(resource.presence, { to: prober.full })] : [];

/** Presence of the resource without content, addressed to the prober. */
export const plainAvailability = ({ jid: from }: Resource, { prober }: Probe): XmlElement =>
  presence({ from, to: prober.full });

// Faults in the answers to probes (RFC 6121 4.3.2, 4.6.6).

import type { XmlElement } from '../../../model/xml.ts';
import type { Jid } from '../../../stanza/jid.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { accountAt, availableResources } from '../../lookup.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import { isPresence } from '../kit/predicates.ts';
import { during, type Trigger } from './trigger.ts';

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

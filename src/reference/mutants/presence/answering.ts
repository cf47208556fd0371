// What mutants about answers to probes are written with (RFC 6121 4.3.2, 4.6.6).

import type { XmlElement } from '../../../model/xml.ts';
import type { Jid } from '../../../stanza/jid.ts';
import { parseJid } from '../../../stanza/jid.ts';
import { isSubscriber } from '../../availability.ts';
import type { Fault } from '../../fault.ts';
import { accountAt, availableResources } from '../../lookup.ts';
import type { Account, Resource, ServerState } from '../../server-state.ts';
import { presence, stamp } from '../../stanza.ts';
import { isPresence } from '../kit/kit.ts';
import { during, type Occasion } from './occasion.ts';

/** What may matter to the answer of a probe. */
export interface Probe {
  readonly server: ServerState;
  readonly prober: Jid;
  readonly id: string | undefined;
  readonly account: Account;
  /** Who probes may see the account by subscription. */
  readonly isSubscriber: boolean;
  /** The probe names a resource. */
  readonly isOfOne: boolean;
  /** The available resources of the account. */
  readonly resources: readonly Resource[];
  /** The one of them that the probe names, or else the answer. */
  readonly about: Resource | undefined;
}

/** A defect at the answers of that type to probes. */
export function answering(type: string, become: (answer: XmlElement, probe: Probe) => readonly XmlElement[]): Fault {
  return during(['probe'], {
    route: (stanza, server, occasion) => {
      const probe = isPresence(stanza, type) ? probeOf(server, occasion, stanza) : undefined;
      return probe && stanza.attrs['to'] === probe.prober.full ? become(stanza, probe) : [stanza];
    },
  });
}

function probeOf(server: ServerState, { jid, stanza }: Occasion, answer: XmlElement): Probe | undefined {
  const prober = parseJid(jid);
  const probed = parseJid(stanza?.attrs['to'] ?? '');
  const account = probed && accountAt(server, probed);
  if (!prober || !account) return undefined;
  const isOfOne = probed.resource !== '';
  const resources = availableResources(account);
  const named = isOfOne ? probed.full : answer.attrs['from'];
  return {
    ...{ server, prober, account, isOfOne, resources },
    id: stanza?.attrs['id'],
    isSubscriber: isSubscriber(account, prober.bare),
    about: resources.find((resource) => resource.jid === named),
  };
}

/** Whether who probes got directed presence from that resource. */
export const hasTold = ({ directed }: Resource, { prober }: Probe): boolean =>
  directed.has(prober.full) || directed.has(prober.bare);

/** The last presence that the resource broadcast, to who probes. */
export const wholeOf = (resource: Resource, { prober }: Probe): readonly XmlElement[] =>
  resource.presence ? [stamp(resource.presence, { to: prober.full })] : [];

/** That the resource is there, and nothing more. */
export const mereOf = ({ jid: from }: Resource, { prober }: Probe): XmlElement => presence({ from, to: prober.full });

// How the reference server behaves: its mode, and the outcomes it chooses where RFC 6121 8.5.4 permits several.

import { type DeliveryOutcome, loadDeliveryTable, MESSAGE_TYPES } from '../spec/delivery-table.ts';

/**
 * `relaxed` hands stanzas to a pool of threads: they arrive late and overtake each other, as far as RFC 6120 10.1 permits.
 * `noisy` has modules, as servers in use have: it sends traffic of its own, and adds extensions to what it relays.
 * `overriding` replaces what a client asks for where a server may: the resource (RFC 6120 7.7.2.1) and the priority (RFC 6121 4.7.2.3).
 */
export type Mode = (typeof MODES)[number];

export const MODES = ['relaxed', 'noisy', 'overriding'] as const;

/** Best first: delivery and storage lose nothing, a chat goes to the most available resource (8.5.2.1.1), and an error is better than silence (8.1). */
const PREFERRED: readonly DeliveryOutcome[] = ['D', 'O', 'M', 'A', 'E', 'S'];

/** Returns the outcome of each cell by its id: `negative-only/bare/chat`. */
export function chooseOutcomes(): ReadonlyMap<string, DeliveryOutcome> {
  const cells = loadDeliveryTable().flatMap(({ id, allowed }) =>
    MESSAGE_TYPES.map((type) => ({ id: `${id}/${type}`, allowed: allowed[type] })),
  );
  return new Map(cells.map(({ id, allowed }) => [id, PREFERRED.find((outcome) => allowed.includes(outcome)) ?? 'S']));
}

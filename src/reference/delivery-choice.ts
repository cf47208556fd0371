// RFC 6121 8.5.4: Table 1 leaves choices; these are ours.

import { type DeliveryOutcome, loadDeliveryTable, MESSAGE_TYPES } from '../spec/delivery-table.ts';

/** Best first: nothing is lost, a chat goes where it is read (8.5.2.1.1), and an error says more than silence (8.1). */
const PREFERRED: readonly DeliveryOutcome[] = ['D', 'O', 'M', 'A', 'E', 'S'];

/** One outcome for each cell, by its id: `negative-only/bare/chat`. */
export function chooseOutcomes(): ReadonlyMap<string, DeliveryOutcome> {
  const cells = loadDeliveryTable().flatMap(({ id, allowed }) =>
    MESSAGE_TYPES.map((type) => ({ id: `${id}/${type}`, allowed: allowed[type] })),
  );
  return new Map(cells.map(({ id, allowed }) => [id, PREFERRED.find((outcome) => allowed.includes(outcome)) ?? 'S']));
}

// RFC 6121 8.5.4: the outcomes that this server chooses where Table 1 permits several.

import { type DeliveryOutcome, loadDeliveryTable, MESSAGE_TYPES } from '../spec/delivery-table.ts';

/** Best first: delivery and storage lose nothing, a chat goes to the most available resource (8.5.2.1.1), and an error is better than silence (8.1). */
const PREFERRED: readonly DeliveryOutcome[] = ['D', 'O', 'M', 'A', 'E', 'S'];

/** Returns the outcome of each cell by its id: `negative-only/bare/chat`. */
export function chooseOutcomes(): ReadonlyMap<string, DeliveryOutcome> {
  const cells = loadDeliveryTable().flatMap(({ id, allowed }) =>
    MESSAGE_TYPES.map((type) => ({ id: `${id}/${type}`, allowed: allowed[type] })),
  );
  return new Map(cells.map(({ id, allowed }) => [id, PREFERRED.find((outcome) => allowed.includes(outcome)) ?? 'S']));
}

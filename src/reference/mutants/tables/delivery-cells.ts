// Every cell of the delivery table (RFC 6121 8.5.4) with every outcome that the table does not permit.

import {
  type DeliveryOutcome,
  type DeliveryRow,
  deliveryProofs,
  loadDeliveryTable,
  MESSAGE_TYPES,
  type MessageType,
} from '../../../spec/delivery-table.ts';
import type { Mutant } from '../kit/mutant.ts';

const WORDS: Readonly<Record<DeliveryOutcome, string>> = {
  O: 'stores it',
  E: 'returns an error',
  S: 'ignores it',
  D: 'delivers it',
  M: 'delivers it to the most available resource',
  A: 'delivers it to all resources',
};
const DELIVERED: readonly DeliveryOutcome[] = ['D', 'M', 'A'];

/** Generates a mutant for each cell and each wrong outcome that can be distinguished from the right ones. */
export function deliveryTableMutants(): readonly Mutant[] {
  return loadDeliveryTable().flatMap((row) =>
    MESSAGE_TYPES.flatMap((type) => wrongOutcomes(row, type).map((outcome) => toMutant(row, type, outcome))),
  );
}

function wrongOutcomes(row: DeliveryRow, type: MessageType): readonly DeliveryOutcome[] {
  const outcomes: readonly DeliveryOutcome[] = ['O', 'E', 'S', ...distinguishable(row)];
  const wrong = outcomes.filter((outcome) => !row.allowed[type].includes(outcome) || isStarred(row, type, outcome));
  // Storing for or delivering to a missing account cannot be distinguished from silence.
  if (row.condition === 'no-account') return wrong.filter((outcome) => outcome === 'E' || outcome === 'S');
  return wrong.filter((o) => !isSeenIfConnected(row, type, o) || !row.connectedOnly?.[type].includes(o));
}

/** With nothing connected, a delivery is silence. Where that is permitted, only a connected resource shows the delivery. */
const isSeenIfConnected = (row: DeliveryRow, type: MessageType, outcome: DeliveryOutcome): boolean =>
  row.condition === 'no-active-resource' && DELIVERED.includes(outcome) && row.allowed[type].includes('S');

/** Chat messages to all resources: the table permits them, but only to clients that opted in (8.5.4). */
const isStarred = ({ allowed }: DeliveryRow, type: MessageType, outcome: DeliveryOutcome): boolean =>
  type === 'chat' && outcome === 'A' && allowed.chat.includes('A');

/** A headline to one of several resources: a warning, not a failure (5.2.2 against 8.5.2.1.1; ruling R12). */
const isHeadlineToOne = ({ id }: DeliveryRow, type: MessageType, outcome: DeliveryOutcome): boolean =>
  type === 'headline' && outcome === 'M' && id === 'several-non-negative/bare';

/** The requirements that an outcome violates, first that of the cell. */
function violatedRequirements(row: DeliveryRow, type: MessageType, outcome: DeliveryOutcome): readonly string[] {
  if (isStarred(row, type, outcome)) return ['rfc6121-8.5.4-b'];
  if (isHeadlineToOne(row, type, outcome)) return ['rfc6121-5.2.2-d', 'rfc6121-8.5.2.1.1-n'];
  const isConnectedOnly = isSeenIfConnected(row, type, outcome);
  const { rule, refused, delivered, negative, error } = deliveryProofs(row, type, { isTyped: true, isConnectedOnly });
  if (outcome === 'E') return [...refused, ...error];
  if (!DELIVERED.includes(outcome)) return rule;
  return [...rule, ...delivered, ...(row.condition === 'negative-only' ? negative : [])];
}

/** The deliveries that can be distinguished: with at most one resource they are all the same. */
function distinguishable({ condition, to, allowed }: DeliveryRow): readonly DeliveryOutcome[] {
  // In the scenarios a matching full JID names the most available resource.
  if (condition === 'several-non-negative') return to === 'full-match' ? ['A'] : ['M', 'A'];
  return Object.values(allowed).some((outcomes) => outcomes.includes('D')) && to === 'full-match' ? [] : ['D'];
}

function toMutant(row: DeliveryRow, type: MessageType, outcome: DeliveryOutcome): Mutant {
  const cell = `${row.id}/${type}`;
  const requirements = violatedRequirements(row, type, outcome);
  return {
    id: `${requirements[0]}/${cell.replaceAll('/', '-')}-${outcome}`,
    title: `For the cell ${cell} of the delivery table it ${WORDS[outcome]}.`,
    requirements,
    cell: { table: 'delivery-table', row: row.id, column: type },
    fault: () => ({ delivery: { [cell]: outcome } }),
  };
}

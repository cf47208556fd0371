// RFC 6121 8.5.4, Table 1 (YD/T 2936 table 1): the permitted outcomes of a message, read from spec/delivery-table.yaml.

import { readSpec, type Spec } from './read-spec.ts';

const OUTCOMES = ['O', 'E', 'S', 'D', 'M', 'A'] as const;
const CONDITIONS = [
  'no-account',
  'no-active-resource',
  'negative-only',
  'one-non-negative',
  'several-non-negative',
] as const;
const FORMS = ['bare', 'full', 'full-match', 'full-no-match'] as const;

/** The types of a message (5.2.2). */
export const MESSAGE_TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;

/** Stored offline, error returned, silently ignored, delivered to one resource, to the most available ones, to all. */
export type DeliveryOutcome = (typeof OUTCOMES)[number];
/** The resources of the account. */
export type DeliveryCondition = (typeof CONDITIONS)[number];
/** The form of the address, and whether a full JID matches a connected resource. */
export type AddressForm = (typeof FORMS)[number];
/** The value of the type attribute; messages without one are `normal`. */
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** One of the 13 rows of the table. */
export interface DeliveryRow {
  /** `negative-only/bare`. */
  readonly id: string;
  readonly condition: DeliveryCondition;
  readonly to: AddressForm;
  /** Permitted outcomes by type, by the table and its rulings; for `error`, which the table lacks, by 8.5.2 and 8.5.3. */
  readonly allowed: Outcomes;
  /** Instead of `allowed` where a resource is connected and none is available, which the table does not know (R35). */
  readonly connectedOnly?: Outcomes;
}

type Outcomes = Readonly<Record<MessageType, readonly DeliveryOutcome[]>>;

/** What the row permits for messages of this type. No type, or an unknown one, counts as normal (5.2.2). */
export function permittedOutcomes({ allowed }: DeliveryRow, type: string): readonly DeliveryOutcome[] {
  return allowed[MESSAGE_TYPES.find((known) => known === type) ?? 'normal'];
}

/** A row of spec/delivery-table.yaml. */
type RowData = Pick<DeliveryRow, 'id' | 'condition' | 'to'> &
  Readonly<Record<MessageType, { readonly allowed: readonly DeliveryOutcome[] }>> & {
    readonly connected_only?: Outcomes;
  };

/** The file with its schema. */
export const DELIVERY_TABLE: Spec<{ readonly messages: readonly RowData[] }> = {
  file: 'delivery-table.yaml',
  schema: (z) => {
    const outcomes = z.array(z.enum(OUTCOMES)).min(1);
    const cell = z.object({ allowed: outcomes });
    const row = z.object({
      id: z.string(),
      condition: z.enum(CONDITIONS),
      to: z.enum(FORMS),
      ...{ normal: cell, chat: cell, groupchat: cell, headline: cell, error: cell },
      connected_only: z
        .object({ normal: outcomes, chat: outcomes, groupchat: outcomes, headline: outcomes, error: outcomes })
        .exactOptional(),
    });
    return z.object({ messages: z.array(row).length(13) });
  },
};

/** Reads spec/delivery-table.yaml, in the order of the standard. Throws if the file does not have the expected shape. */
export function loadDeliveryTable(): readonly DeliveryRow[] {
  const { messages } = readSpec(DELIVERY_TABLE);
  return messages.map(({ id, condition, to, connected_only: connectedOnly, ...row }) => {
    const { normal, chat, groupchat, headline, error } = row;
    const allowed = {
      normal: normal.allowed,
      chat: chat.allowed,
      groupchat: groupchat.allowed,
      headline: headline.allowed,
      error: error.allowed,
    };
    return { id, condition, to, allowed, ...(connectedOnly && { connectedOnly }) };
  });
}

// RFC 6121 8.5.4, Table 1 (YD/T 2936 table 1): what may become of a message, read from spec/delivery-table.yaml.

import { z } from 'zod';
import { readSpec } from './read-spec.ts';

const OUTCOMES = ['O', 'E', 'S', 'D', 'M', 'A'] as const;
const CONDITIONS = [
  'no-account',
  'no-active-resource',
  'negative-only',
  'one-non-negative',
  'several-non-negative',
] as const;
const FORMS = ['bare', 'full', 'full-match', 'full-no-match'] as const;

/** Types that a message may have (5.2.2). */
export const MESSAGE_TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;

/** Stored offline, error returned, silently ignored, delivered to one resource, to the most available ones, to all. */
export type DeliveryOutcome = (typeof OUTCOMES)[number];
/** What resources the account has, if there is one. */
export type DeliveryCondition = (typeof CONDITIONS)[number];
/** How the message is addressed, and whether a full JID is that of a connected resource. */
export type AddressForm = (typeof FORMS)[number];
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** One of the 13 rows. */
export interface DeliveryRow {
  /** `negative-only/bare`. */
  readonly id: string;
  readonly condition: DeliveryCondition;
  readonly to: AddressForm;
  /** Outcomes that the table and its rulings permit, by type; `error`, which the table lacks, by 8.5.2 and 8.5.3. */
  readonly allowed: Readonly<Record<MessageType, readonly DeliveryOutcome[]>>;
}

/** What the row permits for messages of this type. No type, or an unknown one, counts as normal (5.2.2). */
export function permittedOutcomes({ allowed }: DeliveryRow, type: string): readonly DeliveryOutcome[] {
  return allowed[MESSAGE_TYPES.find((known) => known === type) ?? 'normal'];
}

const cellShape = z.object({ allowed: z.array(z.enum(OUTCOMES)).min(1) });
const rowShape = z.object({
  id: z.string(),
  condition: z.enum(CONDITIONS),
  to: z.enum(FORMS),
  normal: cellShape,
  chat: cellShape,
  groupchat: cellShape,
  headline: cellShape,
  error: cellShape,
});

/** Reads spec/delivery-table.yaml afresh, in the order of the standard. Throws when it is not as expected. */
export function loadDeliveryTable(): readonly DeliveryRow[] {
  const { messages } = readSpec('delivery-table.yaml', z.object({ messages: z.array(rowShape).length(13) }));
  return messages.map(({ id, condition, to, ...row }) => {
    const { normal, chat, groupchat, headline, error } = row;
    const allowed = {
      normal: normal.allowed,
      chat: chat.allowed,
      groupchat: groupchat.allowed,
      headline: headline.allowed,
      error: error.allowed,
    };
    return { id, condition, to, allowed };
  });
}

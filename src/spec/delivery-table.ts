// RFC 6121 8.5.4, Table 1 (YD/T 2936 table 1): the permitted outcomes of a message, and the requirements that each cell proves.

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

type Ids = readonly string[];

/** Requirement ids. A permitted outcome proves them, another outcome violates them. */
export interface DeliveryProofs {
  /** The requirements of the cell. */
  readonly rule: Ids;
  /** Violated in addition by a delivery that is not permitted. */
  readonly delivered: Ids;
  /** Violated by an error that is not permitted, instead of `rule`. */
  readonly refused: Ids;
  /** Proven by storing, an error and silence where they are permitted, instead of `rule`. */
  readonly kept: Ids;
  /** Violated in addition by an error that is not permitted. */
  readonly error: Ids;
  /** The condition of a permitted error is `<service-unavailable/>`. */
  readonly condition: Ids;
  /** The `to` is the one that was sent. */
  readonly unaltered: Ids;
  /** Resources of negative priority get nothing. */
  readonly negative: Ids;
}

type Rule = Partial<DeliveryProofs> & { readonly rule: Ids };

const ids = (...tails: readonly string[]): Ids => tails.map((tail) => `rfc6121-${tail}`);

/** RFC 6121 5.2.2 on headlines that no resource can take: silence or an error, where 8.5 permits silence alone (R28). */
const SILENT_HEADLINE = '5.2.2-g';
const headlineIgnored = (tail: string): Rule => ({ rule: ids(tail, SILENT_HEADLINE), refused: ids(tail) });

const BOUNCED = { rule: ids('8.5.3.2.1-a'), condition: ids('8.5.3.2.1-b') };
const MATCHED = { rule: ids('8.5.3.1-d') };
const MISSING = { rule: ids('8.5.1-b'), condition: ids('8.5.1-b') };
const GROUPCHAT = {
  rule: ids('8.5.2.1.1-j'),
  delivered: ids('8.5.2.1.1-i'),
  condition: ids('8.5.2.1.1-k'),
};

type Column = Readonly<Record<MessageType, Rule>>;

const noMatch = (chat: Rule): Column => ({
  normal: BOUNCED,
  chat,
  groupchat: BOUNCED,
  headline: { ...BOUNCED, rule: [...BOUNCED.rule, ...ids(SILENT_HEADLINE)] },
  error: { rule: ids('8.5.3.2.1-i') },
});

const matched: Column = {
  normal: MATCHED,
  chat: MATCHED,
  groupchat: MATCHED,
  headline: { rule: [...MATCHED.rule, ...ids('5.2.2-f')] },
  error: MATCHED,
};

const missing: Column = {
  normal: MISSING,
  chat: MISSING,
  groupchat: MISSING,
  headline: MISSING,
  error: { rule: MISSING.rule },
};

const RULES: Readonly<Record<string, Column>> = {
  'no-account/bare': missing,
  'no-account/full': missing,
  'no-active-resource/bare': {
    normal: { rule: ids('8.5.2.2.1-a'), condition: ids('8.5.2.2.1-b') },
    chat: { rule: ids('8.5.2.2.1-a'), condition: ids('8.5.2.2.1-b') },
    groupchat: { rule: ids('8.5.2.2.1-c'), condition: ids('8.5.2.2.1-d') },
    headline: headlineIgnored('8.5.2.2.1-e'),
    error: { rule: ids('8.5.2.2.1-f') },
  },
  'no-active-resource/full-no-match': noMatch({ rule: ids('8.5.3.2.1-c'), condition: ids('8.5.3.2.1-d') }),
  'negative-only/bare': {
    normal: { rule: ids('8.5.2.1.1-a', '8.5.2.1.1-q'), condition: ids('8.5.2.1.1-b') },
    chat: { rule: ids('8.5.2.1.1-e', '8.5.2.1.1-q'), condition: ids('8.5.2.1.1-f') },
    groupchat: GROUPCHAT,
    headline: headlineIgnored('8.5.2.1.1-l'),
    error: { rule: ids('8.5.2.1.1-o') },
  },
  'negative-only/full-match': matched,
  'negative-only/full-no-match': noMatch({ rule: ids('8.5.3.2.1-e'), condition: ids('8.5.3.2.1-f') }),
  'one-non-negative/bare': {
    normal: { rule: ids('8.5.2.1.1-c') },
    chat: { rule: ids('8.5.2.1.1-g') },
    groupchat: GROUPCHAT,
    headline: { rule: ids('8.5.2.1.1-m', '5.2.2-e') },
    error: { rule: ids('8.5.2.1.1-o') },
  },
  'one-non-negative/full-match': matched,
  'one-non-negative/full-no-match': noMatch({ rule: ids('8.5.3.2.1-g') }),
  'several-non-negative/bare': {
    normal: { rule: ids('8.5.2.1.1-d') },
    chat: { rule: ids('8.5.2.1.1-h') },
    groupchat: GROUPCHAT,
    headline: { rule: ids('8.5.2.1.1-n', '5.2.2-e') },
    error: { rule: ids('8.5.2.1.1-o') },
  },
  'several-non-negative/full-match': matched,
  'several-non-negative/full-no-match': noMatch({ rule: ids('8.5.3.2.1-h') }),
};

/** RFC 6120 10.5.3.2 on a user whose resources are connected and not available (R35). */
const reachesConnected = (kept: string): Rule => ({ rule: ['rfc6120-10.5.3.2-a'], kept: ids(kept) });

/** Instead of `RULES` where a resource is connected and none is available. */
const CONNECTED_ONLY: Readonly<Record<string, Column>> = {
  'no-active-resource/bare': {
    normal: reachesConnected('8.5.2.2.1-a'),
    chat: reachesConnected('8.5.2.2.1-a'),
    groupchat: GROUPCHAT,
    headline: { ...reachesConnected(SILENT_HEADLINE), delivered: ids(SILENT_HEADLINE) },
    error: { rule: ids('8.5.2.1.1-o') },
  },
  'no-active-resource/full-no-match': noMatch(reachesConnected('8.5.3.2.1-c')),
};

/**
 * Proven in addition by no type or an unknown type (5.2.2). Not for an unmatched resource: a server that treats a normal
 * message as a chat message there may do the same with an untyped one. rfc6121/5.2.2/untyped-unmatched compares the two.
 */
const AS_NORMAL = ids('5.2.2-i');

/** What beside its cell decides the requirements of a message. */
interface DeliverySituation {
  /** The message has one of the five types. */
  readonly isTyped: boolean;
  /** The addressee has connected resources, and none of them is available. */
  readonly isConnectedOnly: boolean;
}

/** The requirements of a cell. Throws for an unknown row. */
export function deliveryProofs(
  { id, to }: DeliveryRow,
  type: MessageType,
  { isTyped, isConnectedOnly }: DeliverySituation,
): DeliveryProofs {
  const found = (isConnectedOnly ? CONNECTED_ONLY[id] : undefined)?.[type] ?? RULES[id]?.[type];
  if (found === undefined) throw new Error(`no requirements are named for the row ${id} of the delivery table`);
  const asNormal = !isTyped && to !== 'full-no-match' ? AS_NORMAL : [];
  const rule = [...found.rule, ...asNormal];
  return {
    condition: [],
    delivered: [],
    ...found,
    rule,
    refused: [...(found.refused ?? found.rule), ...asNormal],
    kept: found.kept ?? rule,
    error: type === 'error' ? ['rfc6120-8.3.1-a'] : [],
    ...addressProofs(to === 'bare'),
  };
}

const addressProofs = (isBare: boolean): Pick<DeliveryProofs, 'unaltered' | 'negative'> => ({
  unaltered: isBare ? ids('8.5.2.1.1-r') : ['rfc6120-8.1.1.1-a'],
  negative: isBare ? ids('8.5.2.1.1-p') : [],
});

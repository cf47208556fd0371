// RFC 6121 Appendix A: subscription states and their transition tables, read from spec/appendix-a.yaml.

import type { z } from 'zod';
import { readSpec, type Spec } from './read-spec.ts';

const STATES = [
  'None',
  'None + Pending Out',
  'None + Pending In',
  'None + Pending Out+In',
  'To',
  'To + Pending In',
  'From',
  'From + Pending Out',
  'Both',
] as const;
const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;
const MOVES = ['subscribe', 'unsubscribe', 'subscribed', 'unsubscribed'] as const;
const DIRECTIONS = ['outbound', 'inbound'] as const;
const LEVELS = ['MUST', 'MUST NOT', 'SHOULD NOT'] as const;

/** The nine states of a user towards a contact (A.1). */
export type StateName = (typeof STATES)[number];
export type Subscription = (typeof SUBSCRIPTIONS)[number];
/** Presence types that manage subscriptions (RFC 6121 3). */
export type SubscriptionMove = (typeof MOVES)[number];
/** Outbound: the user's server handles a stanza of the user; inbound: a stanza for the user. */
export type Direction = (typeof DIRECTIONS)[number];
/** Whether the stanza is routed to the contact (outbound) or delivered to the user (inbound). */
type PassLevel = (typeof LEVELS)[number];

const visible = (zod: typeof z) => ({
  subscription: zod.enum(SUBSCRIPTIONS),
  ask: zod.literal('subscribe').nullable(),
});

function cellShape(zod: typeof z) {
  const { subscription, ask } = visible(zod);
  const push = zod.object({
    expected: zod.string(),
    when: zod.enum(['pre-approval-supported', 'pre-approval-removed']).optional(),
    subscription: subscription.optional(),
    ask: ask.optional(),
    approved: zod.union([zod.boolean(), zod.literal('true or absent')]).nullish(),
  });
  return zod.object({
    id: zod.string(),
    state: zod.enum(STATES),
    route_or_deliver: zod.enum(LEVELS),
    push,
    reply: zod.enum(MOVES).optional(),
    new_state: zod.string(),
    state_after: zod.enum(STATES).optional(),
    pre_approval: zod.enum(['set', 'remove']).optional(),
    unavailable_first: zod.string().optional(),
    presence_after: zod.literal('MUST').optional(),
    unavailable_after: zod.literal('MUST').optional(),
    local_cause: zod.boolean().default(true),
    if_pre_approved: zod
      .object({ route: zod.enum(LEVELS), reply: zod.enum(MOVES), new_state: zod.enum(STATES), push })
      .optional(),
  });
}

function documentShape(zod: typeof z) {
  const state = zod.object({
    state: zod.enum(STATES),
    roster: zod.object(visible(zod)),
    mirror_at_contact: zod.enum(STATES),
    pending_in: zod.boolean(),
    moves: zod.array(zod.tuple([zod.enum(['user', 'contact']), zod.enum(MOVES)])),
  });
  const table = zod.object({
    id: zod.string(),
    direction: zod.enum(DIRECTIONS),
    stanza: zod.enum(MOVES),
    section: zod.string(),
    cells: zod.array(cellShape(zod)),
  });
  return zod.object({ states: zod.array(state), tables: zod.array(table) });
}

type Document = z.output<ReturnType<typeof documentShape>>;
type CellData = Document['tables'][number]['cells'][number];

/** The file with its schema. */
export const APPENDIX_A: Spec<Document> = { file: 'appendix-a.yaml', schema: documentShape };

/** A state, its roster item, and the moves that reach it from None. */
export interface SubscriptionState {
  readonly name: StateName;
  readonly subscription: Subscription;
  readonly ask: boolean;
  /** A request of the contact is pending. The roster does not show it. */
  readonly pendingIn: boolean;
  /** The state that the contact has towards the user at the same time. */
  readonly mirror: StateName;
  /** Presence stanzas that lead from None to this state. Each is sent after the previous one has arrived. */
  readonly moves: readonly { readonly who: 'user' | 'contact'; readonly type: SubscriptionMove }[];
}

/** The roster push of a cell. `shows` is absent if no push is due. */
interface ExpectedPush {
  /** The last two: due if the server offers pre-approval; due if there was a pre-approval to remove. */
  readonly due: 'MUST' | 'optional' | 'no' | 'pre-approval-supported' | 'pre-approval-removed';
  readonly shows?: {
    readonly subscription: Subscription;
    readonly ask: boolean;
    readonly approved: boolean | 'either';
  };
}

/** The effect of a stanza on a state of the user. */
export interface Effect {
  readonly pass: PassLevel;
  readonly newState: StateName;
  /** Automatic reply of the user's server, from bare JID to bare JID. */
  readonly reply?: SubscriptionMove;
  readonly push: ExpectedPush;
}

/** One cell of Appendix A: a stanza in a state. */
export interface Cell extends Effect {
  /** `out-subscribe-1`. */
  readonly id: string;
  readonly state: StateName;
  /** Effect on a pre-approval of the contact (3.4). */
  readonly preApproval?: 'set' | 'remove';
  /** The server sends unavailable presence of every available resource before the stanza (3.2.2). */
  readonly unavailableFirst: boolean;
  /** The server sends the presence of every available resource after the stanza (3.1.5). */
  readonly presenceAfter: boolean;
  /** The server sends unavailable presence of every available resource after the stanza (3.3.3). */
  readonly unavailableAfter: boolean;
  /** A local contact can cause the stanza; if false, only a remote contact can. */
  readonly localCause: boolean;
  /** The effect instead if the contact is pre-approved (3.4.2). */
  readonly ifPreApproved?: Effect;
}

/** One of the eight tables: a stanza in one direction. */
export interface AppendixTable {
  /** `out-subscribe`. */
  readonly id: string;
  /** Section of RFC 6121 that holds the table: `A.2.1`. */
  readonly section: string;
  readonly direction: Direction;
  readonly stanza: SubscriptionMove;
  /** One cell for each state, in the order of A.1. */
  readonly cells: readonly Cell[];
}

/** The states and tables of the appendix. */
export interface AppendixA {
  readonly states: readonly SubscriptionState[];
  readonly tables: readonly AppendixTable[];
}

/** Reads spec/appendix-a.yaml. Throws if the file does not have the expected shape. */
export function loadAppendixA(): AppendixA {
  const document = readSpec(APPENDIX_A);
  return {
    states: document.states.map(readState),
    tables: document.tables.map((table) => ({ ...table, cells: table.cells.map(readCell) })),
  };
}

/** The cell for a stanza in a state. Throws if there is none. */
export function findCell(appendix: AppendixA, direction: Direction, stanza: SubscriptionMove, state: StateName): Cell {
  const table = appendix.tables.find((t) => t.direction === direction && t.stanza === stanza);
  const cell = table?.cells.find((c) => c.state === state);
  if (!cell) throw new Error(`spec/appendix-a.yaml has no ${direction} ${stanza} in state "${state}"`);
  return cell;
}

/** The state with that name. Throws if there is none. */
export function findState(appendix: AppendixA, name: StateName): SubscriptionState {
  const state = appendix.states.find((s) => s.name === name);
  if (!state) throw new Error(`spec/appendix-a.yaml has no state "${name}"`);
  return state;
}

function readState(entry: Document['states'][number]): SubscriptionState {
  return {
    name: entry.state,
    subscription: entry.roster.subscription,
    ask: entry.roster.ask === 'subscribe',
    pendingIn: entry.pending_in,
    mirror: entry.mirror_at_contact,
    moves: entry.moves.map(([who, type]) => ({ who, type })),
  };
}

function readCell(entry: CellData): Cell {
  const special = entry.if_pre_approved;
  return {
    id: entry.id,
    state: entry.state,
    pass: entry.route_or_deliver,
    newState: entry.state_after ?? oneOf(STATES, entry.new_state),
    ...(entry.reply && { reply: entry.reply }),
    push: readPush(entry.push),
    ...(entry.pre_approval && { preApproval: entry.pre_approval }),
    unavailableFirst: entry.unavailable_first === 'MUST',
    presenceAfter: entry.presence_after === 'MUST',
    unavailableAfter: entry.unavailable_after === 'MUST',
    localCause: entry.local_cause,
    ...(special && {
      ifPreApproved: {
        pass: special.route,
        newState: special.new_state,
        reply: special.reply,
        push: readPush(special.push),
      },
    }),
  };
}

function readPush(push: CellData['push']): ExpectedPush {
  const due = push.when ?? oneOf(['MUST', 'optional', 'no'], push.expected);
  if (push.subscription === undefined) return { due };
  const approved = push.approved === 'true or absent' ? 'either' : push.approved === true;
  return { due, shows: { subscription: push.subscription, ask: push.ask === 'subscribe', approved } };
}

/** The text as one of these names. Throws if it is none of them. */
function oneOf<const Name extends string>(names: readonly Name[], text: string): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new Error(`spec/appendix-a.yaml: expected one of ${names.join(', ')}, got "${text}"`);
  return found;
}

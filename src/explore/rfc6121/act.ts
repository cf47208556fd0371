// The acts of a play as plain data.

import type { SubscriptionMove } from '../../spec/appendix-a.ts';

/** What a presence stanza says; absent: the element is not there. */
export interface Says {
  readonly show?: string;
  readonly status?: string;
  readonly priority?: number;
}

/** A text of a message: a subject or a body in a language, or without one. */
export interface Said {
  readonly text: string;
  readonly lang?: string;
}

/** What a message holds. */
export interface Content {
  readonly bodies: readonly Said[];
  readonly subjects: readonly Said[];
  readonly thread?: { readonly text: string; readonly parent?: string };
  /** Text of an element of an extension. */
  readonly extension?: string;
}

/** Where a stanza goes: an account, a session of it, or a resource that is nowhere. */
export interface Address {
  readonly user: string;
  /** The name of a session, or a resource that no session has. Absent: the account. */
  readonly at?: string;
  /** The address is written in capitals. */
  readonly capitals?: boolean;
}

/** What is wrong with a roster set (RFC 6121 2.3.3). */
export type Fault = 'two items' | 'repeated group' | 'empty group';

interface By {
  readonly session: string;
}

export type Act =
  | (By & { readonly kind: 'connect' })
  | (By & { readonly kind: 'login'; readonly says: Says; readonly isVersioned: boolean })
  | (By & { readonly kind: 'disconnect' | 'drop' })
  | (By & { readonly kind: 'roster-get'; readonly isVersioned: boolean })
  | (By & {
      readonly kind: 'roster-set';
      readonly capitals?: boolean;
      readonly contact: string;
      readonly name: string;
      readonly groups: readonly string[];
    })
  /** A roster set that a server must refuse. */
  | (By & { readonly kind: 'roster-refused'; readonly contact: string; readonly fault: Fault })
  | (By & { readonly kind: 'roster-remove'; readonly contact: string; readonly capitals?: boolean })
  | (By & { readonly kind: 'available' | 'unavailable'; readonly says: Says })
  | (By & { readonly kind: 'direct'; readonly to: Address; readonly isAvailable: boolean; readonly says: Says })
  | (By & {
      readonly kind: 'move';
      readonly type: SubscriptionMove;
      readonly to: string;
      readonly status?: string;
      readonly capitals?: boolean;
    })
  /** The same stanza for every contact; or of every contact that has a session, for the user of this one. */
  | (By & { readonly kind: 'move-all'; readonly type: SubscriptionMove; readonly isInbound: boolean })
  /** Items for addresses without an account, as many as there are. */
  | (By & { readonly kind: 'fill' })
  | (By & { readonly kind: 'probe'; readonly to: Address })
  /** Presence of a type that RFC 6121 does not know. */
  | (By & { readonly kind: 'odd-presence'; readonly to: Address })
  | (By & {
      readonly kind: 'message';
      readonly to: Address;
      readonly type?: string;
      readonly tail: string;
      readonly content: Content;
    })
  | (By & { readonly kind: 'ask'; readonly to: Address; readonly type: 'get' | 'set'; readonly payload: string })
  /** Several acts of the session that send a stanza, without waiting: the server takes them in this order (RFC 6120 10.1). What others
   * do about one of them changes nothing about the next. */
  | (By & { readonly kind: 'burst'; readonly acts: readonly Act[] })
  /** The answer to the request that has waited longest, by the session where it waits. */
  | { readonly kind: 'answer'; readonly type: 'result' | 'error' };

export type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

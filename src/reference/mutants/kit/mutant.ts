// A mutant: the reference server with one fault at one of its hooks, named after the requirement that the fault violates.

import type { TableCell } from '../../../model/case.ts';
import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, FaultHooks, ServerState } from '../../server-state.ts';

export interface Mutant {
  /** `<requirement>/<slug>`, for example `rfc6121-2.1.6-a/push-to-one-only`. */
  readonly id: string;
  /** The wrong behaviour, as a sentence about the server. */
  readonly title: string;
  /** The first one is the requirement that a check must report to kill the mutant. The same checks may report the others. */
  readonly requirements: readonly string[];
  /** The wrong cell, when the fault is a changed table of the standard. */
  readonly cell?: TableCell;
  /** Prefixes of ids of cases to try first, before those that cite a violated requirement. */
  readonly nearest?: readonly string[];
  /** Only two servers show it: it is tried as one side of a pair. */
  readonly needsPeer?: boolean;
  /** Creates the fault. Every server needs its own, because hooks may keep state. */
  fault(): Fault;
}

/**
 * Makes a mutant: `2.1.6-a/push-to-one-only` violates this requirement of RFC 6121, `rfc6120-8.2.3-a/left-out` one of RFC 6120.
 * `title` is a sentence: `It pushes to one resource only.`
 */
export function breaks(
  name: string,
  title: string,
  fault: () => Fault,
  more: Pick<Mutant, 'nearest' | 'needsPeer'> = {},
): Mutant {
  const id = name.startsWith('rfc') ? name : `rfc6121-${name}`;
  return { id, title, requirements: [id.slice(0, id.indexOf('/'))], ...more, fault };
}

export type Predicate<Context> = (stanza: XmlElement, context: Context) => boolean;

/** Returns what replaces a stanza: itself, other stanzas, or none. */
export type Rewrite<Context> = (stanza: XmlElement, context: Context) => readonly XmlElement[];

export type RoutePredicate = Predicate<ServerState>;
export type RouteRewrite = Rewrite<ServerState>;

/** A fault in what the server sends to clients. */
export function toClient(matches: Predicate<ClientContext>, rewrite: Rewrite<ClientContext>): Fault {
  return withHooks({ toClient: replacing(matches, rewrite) });
}

/** A fault in what the server receives from clients. */
export function fromClient(matches: Predicate<ClientContext>, rewrite: Rewrite<ClientContext>): Fault {
  return withHooks({ fromClient: replacing(matches, rewrite) });
}

/** A fault in what the server sends to the remote domain. */
export function toRemote(matches: RoutePredicate, rewrite: RouteRewrite): Fault {
  return withHooks({ toRemote: replacing(matches, rewrite) });
}

/** A fault in what the server receives from the remote domain. */
export function fromRemote(matches: RoutePredicate, rewrite: RouteRewrite): Fault {
  return withHooks({ fromRemote: replacing(matches, rewrite) });
}

/** A fault in routing: between accounts, and to and from the remote domain. */
export function onRoute(matches: RoutePredicate, rewrite: RouteRewrite): Fault {
  return withHooks({ route: replacing(matches, rewrite) });
}

/** A fault of several hooks. */
export const withHooks = (hooks: FaultHooks): Fault => ({ hooks });

/** Whether both predicates hold. */
export const and =
  (one: RoutePredicate, other: RoutePredicate): RoutePredicate =>
  (stanza, server) =>
    one(stanza, server) && other(stanza, server);

function replacing<Context>(matches: Predicate<Context>, rewrite: Rewrite<Context>): Rewrite<Context> {
  return (stanza, context) => (matches(stanza, context) ? rewrite(stanza, context) : [stanza]);
}

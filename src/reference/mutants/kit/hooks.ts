// Faults at one hook: stanzas that match a predicate are replaced by others.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext, FaultHooks, ServerState } from '../../server-state.ts';

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

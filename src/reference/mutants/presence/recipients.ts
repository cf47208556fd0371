// What mutants about directed presence remember of whom it went to (RFC 6121 4.6).

import type { Fault } from '../../fault.ts';
import type { Resource } from '../../server-state.ts';
import { presence } from '../../stanza.ts';
import { type Doing, during, isFrom, type Told, toldOf } from './occasion.ts';

/** Addresses noted for each resource. */
export function notes() {
  const noted = new WeakMap<Resource, Set<string>>();
  const of = (resource: Resource | undefined): ReadonlySet<string> => (resource && noted.get(resource)) ?? new Set();
  const note = (resource: Resource, jid: string) => void noted.set(resource, new Set([...of(resource), jid]));
  return { of, note };
}

/** Subscribers are not told on such occasions who got directed presence when they fitted. */
export function untoldAfter(
  cause: 'directed' | 'taken-back',
  doings: readonly Doing[],
  fitted: (to: Told) => boolean,
): Fault {
  const { of, note } = notes();
  return during([cause, ...doings], {
    route: (stanza, server, occasion) => {
      const { doing, resource } = occasion;
      const to = isFrom(stanza, occasion) ? toldOf(stanza, server) : undefined;
      if (!to || !resource) return [stanza];
      if (doing === cause && fitted(to)) note(resource, to.bare);
      return doing !== cause && to.isSubscriber && of(resource).has(to.bare) ? [] : [stanza];
    },
  });
}

/** As if directed presence to them had just gone out. */
export function remember(resource: Resource, jids: ReadonlySet<string>): void {
  for (const to of jids) resource.directed.set(to, presence({ from: resource.jid, to }));
}

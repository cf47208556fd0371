// Faults in one detail of stanzas that are right otherwise, and copies of them: each breaks one rule, or none.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { isRemote } from '../../lookup.ts';
import { sendAbroad } from '../../relay.ts';
import { stamp } from '../../stanza.ts';
import { toClient, toRemote, withHooks } from './hooks.ts';
import { isPresence, isPush } from './predicates.ts';
import { mapItems } from './rewrites.ts';

/** What matches loses its id, or gets another one, on the way to clients and to other domains. */
export function idsChanged(matches: (stanza: XmlElement) => boolean, change?: (id: string) => string): Fault {
  const rewrite = (stanza: XmlElement) => {
    const { id } = stanza.attrs;
    return [stamp(stanza, { id: id === undefined ? undefined : change?.(id) })];
  };
  return withHooks({ ...toClient(matches, rewrite).hooks, ...toRemote(matches, rewrite).hooks });
}

/** Presence of the type is sent twice: by the server itself without id, and as the client wrote it. */
export function sentTwice(type: string): Fault {
  const twice = (stanza: XmlElement) => [stamp(stanza, { id: undefined }), stanza];
  const isMeant = (stanza: XmlElement) => isPresence(stanza, type);
  return withHooks({ ...toClient(isMeant, twice).hooks, ...toRemote(isMeant, twice).hooks });
}

/** A push, and not the roster set of a client. */
const isOwnPush = (stanza: XmlElement): boolean => isPush(stanza) && !stanza.attrs['from']?.includes('/');

/** Every roster push comes twice. */
export const pushedTwice = (): Fault =>
  toClient(isOwnPush, (push) => [push, stamp(push, { id: `${push.attrs['id']}-again` })]);

/** Items of pushes get another value of `ask`, or lose it. */
export const askInPushes = (change: (ask: string | undefined) => string | undefined): Fault =>
  toClient(isOwnPush, (push) => [mapItems(push, (item) => [stamp(item, { ask: change(item.attrs['ask']) })])]);

/** A roster push goes to the contact, too, where that is a user of another domain. */
export const pushedAbroad = (): Fault =>
  toClient(isOwnPush, (push, { server }) => {
    const contacts = push.children.flatMap((query) => (typeof query === 'string' ? [] : query.children));
    for (const item of contacts) {
      const jid = typeof item === 'string' ? undefined : item.attrs['jid'];
      if (jid?.includes('@') && isRemote(server, jid)) sendAbroad(server, stamp(push, { to: jid }));
    }
    return [push];
  });

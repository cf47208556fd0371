// The trials of the server's order: what is sent, and what each session must receive because of it.

import type { OrderTraffic } from '../../model/run.ts';
import type { Session } from '../../model/session.ts';
import type { XmlElement } from '../../model/xml.ts';
import { bareOf } from '../../stanza/jid.ts';
import { child, element, elements, NS, text } from '../../stanza/xml.ts';
import { MANY } from '../numbers/numbers.ts';
import type { Awaited } from './awaited-stanzas.ts';

/** A session of a trial. */
export interface Member {
  readonly name: string;
  readonly session: Session;
}

/** One or two users, with the sessions of each, and a user of the remote domain where there is one. */
export interface Group {
  readonly users: readonly (readonly Member[])[];
  readonly remote: Member | undefined;
  /** A bare JID without an account, for roster items. */
  readonly contact: string;
}

/** What one session sends. */
interface Sent {
  readonly by: Member;
  readonly stanza: XmlElement;
}

/** One act of several sessions at once. */
export interface Trial {
  readonly traffic: OrderTraffic;
  readonly sends: readonly Sent[];
  readonly awaits: readonly Awaited[];
}

/** Every session sends a message to each session of the other user; where there is none, to its user's other sessions. */
export function messageTrial({ users }: Group, token: string): Trial {
  const pairs = users.flatMap((own) => {
    const others = users.filter((user) => user !== own).flat();
    return own.flatMap((by) =>
      (others.length > 0 ? others : own.filter((one) => one !== by)).map((to) => ({ by, to })),
    );
  });
  return exchange('message', pairs, token);
}

/** Every session sends a burst of messages to one session of the other user. */
export function burstTrial({ users }: Group, token: string): Trial {
  const pairs = users.flatMap((own, index) => {
    const others = users[index === 0 ? users.length - 1 : 0] ?? [];
    return own.flatMap((by, at) => {
      const to = others === own ? own.find((one) => one !== by) : others[at];
      return to === undefined ? [] : Array.from({ length: MANY }, () => ({ by, to }));
    });
  });
  return exchange('message', pairs, token);
}

/** The remote user and the first session of each user send messages to each other. */
export function remoteTrial({ users, remote }: Group, token: string): Trial | undefined {
  if (remote === undefined) return undefined;
  const locals = users.flatMap((sessions) => sessions.slice(0, 1));
  const pairs = locals.flatMap((local) => [
    { by: local, to: remote },
    { by: remote, to: local },
  ]);
  return exchange('remote', pairs, token);
}

interface Pair {
  readonly by: Member;
  readonly to: Member;
}

function exchange(traffic: OrderTraffic, pairs: readonly Pair[], token: string): Trial {
  const idOf = (index: number) => `${token}-${index}`;
  return {
    traffic,
    sends: pairs.map(({ by, to }, index) => {
      const attrs = { type: 'chat', to: to.session.jid, id: idOf(index) };
      return { by, stanza: element('message', NS.client, attrs, [element('body', NS.client, {}, [token])]) };
    }),
    awaits: pairs.map(({ by, to }, index) => ({
      session: to.name,
      sender: by.name,
      isIt: ({ name, attrs }) => name === 'message' && attrs['id'] === idOf(index),
    })),
  };
}

/** The first session of each user broadcasts its presence (RFC 6121 4.4.2). The users must be subscribed to each other. */
export function presenceTrial({ users }: Group, token: string): Trial {
  const senders = users.flatMap((sessions) => sessions.slice(0, 1));
  const all = users.flat();
  return {
    traffic: 'presence',
    sends: senders.map((by) => ({
      by,
      stanza: element('presence', NS.client, {}, [element('status', NS.client, {}, [token])]),
    })),
    awaits: senders.flatMap((by) =>
      all
        .filter((member) => member !== by)
        .map(({ name: session }) => ({
          session,
          isIt: (stanza) =>
            isPresence(stanza, undefined) && stanza.attrs['from'] === by.session.jid && statusOf(stanza) === token,
        })),
    ),
  };
}

/**
 * The first session of the first user becomes unavailable and available again: its server probes the other user, whose sessions answer (RFC 6121
 * 4.2.2, 4.3.2). The users must be subscribed to each other.
 */
export function returnTrial({ users: [user = [], contact = []] }: Group, token: string): Trial {
  const [by] = user;
  if (by === undefined) return { traffic: 'presence', sends: [], awaits: [] };
  const status = element('status', NS.client, {}, [token]);
  const others = [...user, ...contact].filter((member) => member !== by);
  return {
    traffic: 'presence',
    sends: [element('presence', NS.client, { type: 'unavailable' }), element('presence', NS.client, {}, [status])].map(
      (stanza) => ({ by, stanza }),
    ),
    awaits: [
      ...others.map(({ name: session }) => ({
        session,
        isIt: (stanza: XmlElement) => isPresence(stanza, undefined) && statusOf(stanza) === token,
      })),
      ...contact.map(({ session }) => ({
        session: by.name,
        isIt: (stanza: XmlElement) => isPresence(stanza, undefined) && stanza.attrs['from'] === session.jid,
      })),
    ],
  };
}

const statusOf = (presence: XmlElement): string => {
  const status = child(presence, 'status', NS.client);
  return status === undefined ? '' : text(status);
};

/** The first session of each user changes a roster item; every session of the user receives a push (RFC 6121 2.1.6). */
export function pushTrial({ users, contact }: Group, token: string): Trial {
  return {
    traffic: 'push',
    sends: users.flatMap(([by]) => {
      if (by === undefined) return [];
      const item = element('item', NS.roster, { jid: contact, name: token });
      const query = element('query', NS.roster, {}, [item]);
      return [{ by, stanza: element('iq', NS.client, { type: 'set', id: token }, [query]) }];
    }),
    awaits: users.flat().map(({ name: session }) => ({
      session,
      isIt: (stanza) => itemOf(stanza, contact)?.attrs['name'] === token,
    })),
  };
}

/** The two steps by which the first user subscribes to the second. `isMutual`: the second is subscribed to the first. */
export function subscriptionTrials(
  user: readonly Member[],
  contact: readonly Member[],
  isMutual: boolean,
): readonly Trial[] {
  const [by] = user;
  const [answering] = contact;
  if (by === undefined || answering === undefined) return [];
  const [userJid, contactJid] = [bareOf(by.session.jid), bareOf(answering.session.jid)];
  const push = (members: readonly Member[], jid: string, wanted: readonly [subscription: string, ask?: string]) =>
    members.map(({ name: session }) => ({
      session,
      isIt: (stanza: XmlElement) => {
        const attrs = itemOf(stanza, jid)?.attrs;
        return attrs?.['subscription'] === wanted[0] && attrs['ask'] === wanted[1];
      },
    }));
  const presence = (members: readonly Member[], from: string, type?: string) =>
    members.map(({ name: session }) => ({
      session,
      isIt: (stanza: XmlElement) => isPresence(stanza, type) && `${stanza.attrs['from']}` === from,
    }));
  return [
    {
      traffic: 'subscription',
      sends: [{ by, stanza: element('presence', NS.client, { type: 'subscribe', to: contactJid }) }],
      awaits: [
        ...push(user, contactJid, [isMutual ? 'from' : 'none', 'subscribe']),
        ...presence(contact, userJid, 'subscribe'),
      ],
    },
    {
      traffic: 'subscription',
      sends: [{ by: answering, stanza: element('presence', NS.client, { type: 'subscribed', to: userJid }) }],
      awaits: [
        ...push(user, contactJid, [isMutual ? 'both' : 'to']),
        ...push(contact, userJid, [isMutual ? 'both' : 'from']),
        ...presence(user, contactJid, 'subscribed'),
        ...contact.flatMap(({ session }) => presence(user, session.jid)),
      ],
    },
  ];
}

const isPresence = ({ name, attrs }: XmlElement, type: string | undefined): boolean =>
  name === 'presence' && attrs['type'] === type;

/** The roster item in a push for this contact. */
function itemOf(stanza: XmlElement, jid: string): XmlElement | undefined {
  const query = stanza.name === 'iq' && stanza.attrs['type'] === 'set' && child(stanza, 'query', NS.roster);
  return query ? elements(query).find(({ attrs }) => attrs['jid'] === jid) : undefined;
}

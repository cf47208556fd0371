// What initial presence brings beside its broadcast: contacts' presence, requests that wait, and stored messages
// (RFC 6121 3.1.3, 4.2.2, 4.3 and 8.5.2).

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import { always, type Branch, branch, type Effect, inTurn } from './branch.ts';
import { ids, refsOf } from './cast.ts';
import { delivered } from './offline.ts';
import { maybe, newsOf, shows, told } from './presence.ts';
import { pushOf } from './roster-items.ts';
import {
  availableOf,
  connectedOf,
  habitsOf,
  isApart,
  isAway,
  isSubscribed,
  othersOf,
  relationOf,
  sessionOf,
  stateOf,
  userOf,
  type World,
  withHabits,
} from './world.ts';

const presence = (attrs: Readonly<Record<string, string>>) => element('presence', NS.client, attrs);

/** The session sends presence without an address: a presence session begins, or goes on. */
export const appears =
  (ref: string, children: Parameters<typeof shows>[1]): Effect =>
  (world) => {
    const before = sessionOf(world, ref);
    if (before.presence === undefined) {
      return inTurn(shows(ref, children), shown(ref, world), waiting(ref), asks(ref), delivered(ref, true))(world);
    }
    const wasNegative = before.presence.isNegative;
    return inTurn(shows(ref, children), wasNegative ? delivered(ref, false) : nothing)(world);
  };

const nothing: Effect = (world) => [branch(world)];

/** The presence of contacts, and of the user's own resources. `before`: the play before the session was available. */
const shown = (ref: string, before: World): Effect =>
  always((world) => {
    const user = userOf(ref);
    const own = availableOf(before, user);
    const parts = othersOf(world, user)
      .filter((contact) => isSubscribed(world, user, contact))
      .map((contact) => (isAway(world, contact) ? probed : seen)(world, { ref, contact, own }));
    return {
      receives: parts.flatMap(({ receives = [] }) => receives),
      may: [
        // A server may probe its own user as well: what the session shows comes to the others with the broadcast, and with the answer.
        ...own.flatMap((other) => [maybe(ref, newsOf(world, other)), maybe(other, newsOf(world, ref))]),
        ...parts.flatMap(({ may = [] }) => may),
      ],
    };
  });

interface Seen {
  readonly ref: string;
  readonly contact: string;
  /** The user's other available sessions. */
  readonly own: readonly string[];
}

/** A contact with an account: its presence, or that it is away. The answers may come to all of the user's resources. */
function seen(world: World, { ref, contact, own }: Seen): Partial<Branch> {
  const user = userOf(ref);
  const there = availableOf(world, contact);
  // A server that knows it from another resource need not probe (4.3.1), and no sentence has it show what it knows.
  const isDue = own.length === 0 || !isApart(world, user, contact);
  if (!isShownBy(world, contact, user)) return {};
  const gone = [`\${${contact}}`, ...refsOf(contact, world.topology).map((one) => `\${${one}}`)].join('|');
  const away = presence({ type: 'unavailable', from: `\${oneof:${gone}}` });
  return {
    receives: isDue ? there.map((one) => told(ref, newsOf(world, one), ids('4.2.2-c'), ids('4.3.2-j'))) : [],
    may: [
      ...(isDue ? [] : there.map((one) => maybe(ref, newsOf(world, one)))),
      ...own.flatMap((other) => there.map((one) => maybe(other, newsOf(world, one)))),
      ...(there.length > 0 ? [] : [ref, ...own].map((session) => ({ session, pattern: away, proves: [] }))),
    ],
  };
}

const isShownBy = (world: World, contact: string, user: string): boolean =>
  ['from', 'both'].includes(stateOf(world, contact, user).subscription);

/** A remote contact: the server probes it, unless it knows how things stand from another resource (4.3.1). */
function probed(world: World, { ref, contact, own }: Seen): Partial<Branch> {
  const [at = ''] = availableOf(world, contact);
  const probe: ExpectedStanza = {
    session: at,
    pattern: presence({ type: 'probe' }),
    proves: ids('4.2.2-c', '4.3.1-b'),
  };
  const known = { session: ref, pattern: presence({ from: `\${${at}}`, type: '${absent}' }), proves: [] };
  return own.length === 0 ? { receives: [probe] } : { may: [probe, known] };
}

/** Requests that wait for an answer of the user: all of them, at each new presence session (3.1.3). */
const waiting =
  (ref: string): Effect =>
  (world) => {
    const user = userOf(ref);
    const all = othersOf(world, user).flatMap((contact) => {
      const { request } = relationOf(world, user, contact);
      return request === undefined ? [] : [{ contact, ...request }];
    });
    const others = availableOf(world, user).filter((session) => session !== ref);
    const stanzas = all.map((request) => ({ isKept: request.isKept, stanza: requestAt(ref, request) }));
    const again = all.flatMap((request) => others.map((session) => ({ ...requestAt(session, request), further: [] })));
    const kept = stanzas.filter(({ isKept }) => isKept).map(({ stanza }) => stanza);
    const silences = [{ session: ref, proves: ids('3.1.3-m', '3.1.3-n') }];
    const habit = habitsOf(world, user).redelivers;
    const isMoot = kept.length === stanzas.length;
    const whole = branch(isMoot ? world : withHabits(world, user, { redelivers: true }), {
      names: isMoot ? [] : ['requests delivered again'],
      receives: stanzas.map(({ stanza }) => stanza),
      may: again,
      silences,
    });
    // Nor must one do so at every priority because it does at some.
    if (!isMoot && sessionOf(world, ref).presence?.isNegative === true) {
      return [
        branch(world, {
          receives: kept,
          may: [...stanzas.filter(({ isKept }) => !isKept).map(({ stanza }) => stanza), ...again],
          silences,
        }),
      ];
    }
    if (isMoot || habit === true) return [{ ...whole, names: [] }];
    const part = branch(withHabits(world, user, { redelivers: false }), {
      // Ruling R40: item 4 of 3.1.3 is about requests that came while the user was away.
      names: ['requests not delivered again'],
      receives: kept,
      may: again,
      silences,
    });
    return habit === false ? [part] : [whole, part];
  };

interface Waiting {
  readonly contact: string;
  readonly sent: readonly (readonly XmlElement[])[];
  readonly isKept: boolean;
}

/** A request at its delivery; one that was stored, with all that it held (3.1.3). */
function requestAt(session: string, { contact, sent, isKept }: Waiting): ExpectedStanza {
  const pattern = presence({ type: 'subscribe', from: `\${${contact}}` });
  const [first = []] = sent;
  const further = sent.length === 1 && first.length > 0 && isKept;
  return {
    session,
    pattern,
    proves: isKept ? ids('3.1.3-l', '3.1.3-m') : ids('3.1.3-m'),
    ...(further && { further: [{ pattern: element('presence', NS.client, {}, first), proves: ids('3.1.3-k') }] }),
  };
}

/**
 * Requests of the user that wait for an answer: the server may send them again (3.1.2), with the push that goes with a request, and that may
 * be acknowledged (3.1.3).
 */
const asks = (ref: string): Effect =>
  always((world) => {
    const user = userOf(ref);
    const asked = othersOf(world, user).filter((contact) => stateOf(world, user, contact).ask);
    return { may: asked.flatMap((contact) => askedAgain(world, user, contact)) };
  });

function askedAgain(world: World, user: string, contact: string): readonly ExpectedStanza[] {
  const at = (sessions: readonly string[], attrs: Readonly<Record<string, string>>) =>
    sessions.map((session) => ({ session, pattern: presence(attrs), proves: [] }));
  return [
    ...at(availableOf(world, contact), { type: 'subscribe', from: `\${${user}}` }),
    ...at(availableOf(world, user), { type: 'unavailable', from: `\${${contact}}` }),
    ...pushOf(world, { user, contact, sessions: connectedOf(world, user), proves: [] }).map((push) => ({
      ...push,
      further: [],
    })),
  ];
}

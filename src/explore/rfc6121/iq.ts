// RFC 6121 8.5: requests, and their answers.

import type { XmlElement } from '../../model/xml.ts';
import type { ExpectedStanza } from '../../scenario/standard/expectation-builder.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ActOf } from './act.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { ids, NOBODY } from './cast.ts';
import { addressOf, payloadOf, stanzaOf } from './stanzas.ts';
import {
  availableOf,
  connectedOf,
  idOf,
  isAway,
  isShown,
  sessionOf,
  silentOf,
  type Told,
  userOf,
  type World,
} from './world.ts';

const ONCE = 'rfc6120-8.2.3-a';

/** What no session may get beside what an outcome names. */
const silencesAt = (sessions: readonly string[], proves: readonly string[]): Branch['silences'] =>
  sessions.map((session) => ({ session, proves }));

/** A session asks an account, a resource, or nobody. */
export const requests =
  (act: ActOf<'ask'>): Effect =>
  (world) => {
    const { session, to } = act;
    const { user, at } = to;
    if (user === NOBODY) return [refused(world, act, ids('8.5.1-a'))];
    if (isAway(world, user))
      return [handed(world, act, { ref: availableOf(world, user)[0] ?? '', proves: ['rfc6120-10.4-a'] })];
    if (at === undefined) return [atAccount(world, act)];
    if (!sessionOf(world, at).isConnected) return [refused(world, act, ids('8.5.3.2.3-a'))];
    const asker = userOf(session);
    const told = toldOf(world, at, session);
    const isShared = isShown(world, user, asker) || told.some(({ isDue }) => isDue);
    const isOwn = user === asker;
    const isOpen = isShared || isOwn || told.length > 0;
    const given = handed(world, act, { ref: at, proves: ['rfc6120-10.5.4-a', 'rfc6120-8.4-a'] });
    const isCertain = isShared && sessionOf(world, at).presence !== undefined && !isOwn;
    if (isCertain) return [given];
    const denied = { ...refused(world, act, isOpen ? [] : ids('8.5.3.1-b')), names: ['refused'] };
    const violates = isOpen ? [] : ids('8.5.3.1-a', '8.5.3.1-b');
    return [denied, { ...given, names: ['delivered'], violates }];
  };

/** Directed presence of the session for the asker, or for its account. What is not due any more a server may have forgotten (4.6.1). */
const toldOf = (world: World, ref: string, asker: string): readonly Told[] =>
  sessionOf(world, ref).told.filter(({ to }) => to === asker || to === userOf(asker));

/** The server answers for the user, by itself, and the same whoever is online. */
function atAccount(world: World, act: ActOf<'ask'>): Branch {
  const { user } = act.to;
  const isOnline = connectedOf(world, user).length > 0;
  const proves = isOnline ? ids('8.5.2.1.3-a') : ids('8.5.2.2.3-a');
  const quiet = silencesAt([...connectedOf(world, user)], isOnline ? ids('8.5.2.1.3-b') : []);
  if (act.payload === 'letter') {
    const branch = refused(world, act, isOnline ? ids('8.5.2.1.3-d') : ids('8.5.2.2.3-c'));
    return { ...branch, silences: [...branch.silences, ...quiet] };
  }
  return branch(world, {
    receives: [{ session: act.session, pattern: answerTo(world), proves: [...proves, ONCE] }],
    silences: [...quiet, ...silencesAt([act.session], [ONCE])],
  });
}

/** Any answer to the request of this act. */
const answerTo = (world: World): XmlElement =>
  element('iq', NS.client, { type: '${oneof:result|error}', id: idOf(world) });

/** The error `<service-unavailable/>`, and nobody else hears of the request. */
function refused(world: World, { session, to }: ActOf<'ask'>, rules: readonly string[]): Branch {
  const error = element('error', NS.client, {}, [element('service-unavailable', NS.stanzas)]);
  const isSpelt = to.capitals === true || (to.user === userOf(session) && to.at === undefined);
  const receives: ExpectedStanza = {
    session,
    // Another answer is one answer (RFC 6120 8.2.3), and breaks the rules of the error alone.
    pattern: answerTo(world),
    proves: [ONCE],
    further: [
      ...(rules.length === 0 ? [] : [{ pattern: element('iq', NS.client, { type: 'error' }, [error]), proves: rules }]),
      ...(isSpelt ? [] : [{ pattern: element('iq', NS.client, { from: addressOf(to) }), proves: ['rfc6120-8.3.1-b'] }]),
    ],
  };
  const user = to.user === NOBODY ? [] : connectedOf(world, to.user);
  return branch(world, {
    receives: [receives],
    silences: [
      ...silencesAt([session], [ONCE]),
      ...silencesAt(
        user.filter((one) => one !== session),
        ids('8.5.2.1.3-b'),
      ),
    ],
  });
}

interface At {
  readonly ref: string;
  readonly proves: readonly string[];
}

/** The request arrives at one session, as it was sent, and waits there for its answer. */
function handed(world: World, act: ActOf<'ask'>, { ref, proves }: At): Branch {
  const { session, to, type, payload } = act;
  const id = idOf(world);
  const attrs = { type, id, from: `\${${session}}`, ...(to.capitals !== true && { to: addressOf(to) }) };
  const pattern = element('iq', NS.client, attrs, ['${exactly}', payloadOf(payload)]);
  const open = [...world.open, { id, from: session, at: ref }];
  const silent = [...new Set([session, ...connectedOf(world, userOf(ref))])];
  return branch(
    { ...world, open },
    { receives: [{ session: ref, pattern, proves }], silences: silencesAt(silent, [ONCE]) },
  );
}

/** A session answers the first request that waits: the answer arrives at the resource that asked, if it is still there. */
export const answers =
  (act: ActOf<'answer'>): Effect =>
  (world) => {
    const [asked] = world.open;
    const stanza = stanzaOf(world, act);
    if (asked === undefined || stanza === undefined) return [branch(world)];
    const after = { ...world, open: world.open.filter((one) => one !== asked) };
    const { from, at } = asked;
    const isThere = isAway(world, userOf(from)) || sessionOf(world, from).isConnected;
    const proves = isAway(world, userOf(from)) ? ['rfc6120-10.4-a'] : ids('8.5.3.1-c');
    const pattern = answerPattern(stanza, at);
    // An answer ends in silence where nobody is; R18 lets a server return it.
    const may = isThere
      ? []
      : [{ session: at, pattern: element('iq', NS.client, { type: 'error', id: asked.id }), proves: [] }];
    const receives = isThere ? [{ session: from, pattern, proves: [...proves, 'rfc6120-8.4-a'] }] : [];
    const others = [at, ...connectedOf(world, userOf(from)), ...silentOf(world, userOf(from))];
    return [branch(after, { receives, may, silences: silencesAt([...new Set(others)], ['rfc6120-8.2.3-b']) })];
  };

const answerPattern = ({ attrs, children }: XmlElement, from: string): XmlElement =>
  element('iq', NS.client, { ...attrs, from: `\${${from}}` }, ['${exactly}', ...children]);

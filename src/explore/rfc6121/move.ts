// RFC 6121 3 and Appendix A: the six subscription acts. The tables are those of the suite; see scenario/standard/expand-cell.ts.

import type { SessionPlan } from '../../model/case.ts';
import type { XmlElement } from '../../model/xml.ts';
import type { Exchange, Peer } from '../../scenario/standard/cell-expectations.ts';
import { expandCell } from '../../scenario/standard/expand-cell.ts';
import type { ExpectedStanza, FixedExpectations, Option } from '../../scenario/standard/expectation-builder.ts';
import { findCell } from '../../spec/appendix-a.ts';
import { element, NS } from '../../stanza/xml.ts';
import { afterMove } from './after-move.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { APPENDIX, ids } from './cast.ts';
import { addressed, atOthers, chargedTo, type Move, ofAbsent, ofSilent, unchangedItems } from './move-latitude.ts';
import { newsOf, presencePattern } from './presence.ts';
import { contactIn, itemDetails, jidOf } from './roster-items.ts';
import { departuresOf } from './rulings.ts';
import { unaskedApprovals } from './unasked-approval.ts';
import {
  connectedOf,
  isAway,
  type Relation,
  relationOf,
  serverOf,
  sessionOf,
  stateOf,
  type World,
  withRelation,
} from './world.ts';

/** A subscription stanza: every permitted combination of what the two servers may do with it, and what they do against the rules of approval. */
export const moves =
  (move: Move): Effect =>
  (world) => {
    const taken = takes(move)(world);
    const approved = isApprovable(world, move, 'no') ? withMark(world, move) : [];
    const unasked = approved.map((one) => ({
      ...one,
      names: [...one.names, 'approved unasked'],
      violates: ids('3.1.3-d'),
    }));
    return [...taken, ...unasked, ...unaskedApprovals(world, move, { taken, takes: takeOnce(move) })];
  };

/** What the two servers may do with a subscription stanza, and against a SHOULD. A mark that a server may have kept counts, or not. */
export const takes =
  (move: Move): Effect =>
  (world) => [...takeOnce(move)(world), ...(isApprovable(world, move, 'open') ? withMark(world, move) : [])];

/** A request that a pre-approval would answer: whether the contact's server holds one. */
function isApprovable(world: World, { user, contact, type }: Move, approved: Relation['approved']): boolean {
  if (type !== 'subscribe' || !world.preApproval.includes(contact)) return false;
  const relation = relationOf(world, contact, user);
  return (
    relation.approved === approved && findCell(APPENDIX(), 'inbound', type, relation.state).ifPreApproved !== undefined
  );
}

/** What comes of a request where the contact is known to have pre-approved its sender: it is answered. */
const withMark = (world: World, move: Move): readonly Branch[] =>
  takeOnce(move)(withRelation(world, [move.contact, move.user], { approved: 'yes' })).filter(
    ({ names }) => !names.includes('asked-instead'),
  );

const takeOnce =
  (move: Move): Effect =>
  (before) => {
    const world = spelt(before, move);
    const exchange = exchangeOf(world, move);
    const { expectations, states } = expandCell(exchange);
    return combine(expectations.choices.map(withoutIdle).map(quietToo)).flatMap((options): readonly Branch[] => {
      const names = options.map(({ name }) => name);
      const proves = new Map(states.map((state) => [`${state.of} ${state.towards}`, state.proves]));
      const after = afterMove(world, { move, exchange, names, proves });
      const all: readonly FixedExpectations[] = [...options, expectations];
      const whole = (stanza: ExpectedStanza) =>
        chargedTo(world, addressed(detailed(stanza, { before: world, after }), move));
      const stanzas = all.flatMap(({ receives }) => receives).map(whole);
      const isNoted = (stanza: ExpectedStanza) => isRepeatedMark(world, move) && isPush(stanza);
      const one = branch(names.length === 0 ? after : chosen(after, move), {
        names,
        receives: stanzas.filter((stanza) => !isNoted(stanza)),
        may: [
          ...stanzas.filter(isNoted),
          ...[
            ...all.flatMap(({ may }) => may),
            ...atOthers(world, { exchange, names }),
            ...ofSilent(world, move),
            ...unchangedItems(world, move, names),
            ...[world, after].flatMap((then) => ofAbsent(then, move)),
          ]
            .map((stanza) => addressed(stanza, move))
            .map((stanza) => ({ ...stanza, pattern: pastMarks(stanza.pattern, after, stanza.session) })),
        ],
        silences: all.flatMap(({ silences }) => silences),
        violates: options.flatMap(({ name, violates }) => departuresOf(name, violates)),
      });
      return [one, ...keptRequest(world, move, one)];
    });
  };

/** From here on the roster may show the address in capitals. */
const spelt = (world: World, { user, contact, capitals = false }: Move): World =>
  capitals ? withRelation(world, [user, contact], { isSpelt: true }) : world;

const isPush = ({ pattern }: ExpectedStanza): boolean => pattern.name === 'iq';

/** A contact who is pre-approved is pre-approved again: nothing changes. */
const isRepeatedMark = (world: World, { user, contact, type }: Move): boolean =>
  type === 'subscribed' &&
  relationOf(world, user, contact).approved !== 'no' &&
  !stateOf(world, user, contact).pendingIn;

/** The rosters of both may tell what a server has chosen. */
const chosen = (world: World, { user, contact }: Move): World =>
  withRelation(withRelation(world, [user, contact], { isChosen: true }), [contact, user], { isChosen: true });

/** Ruling R3: a server may keep the withdrawn request of somebody in the roster, as 3.3.3 speaks of others. */
function keptRequest(before: World, { user, contact, type }: Move, one: Branch): readonly Branch[] {
  const relation = relationOf(before, contact, user);
  if (type !== 'unsubscribe' || relation.request === undefined || relation.item === undefined) return [];
  if (one.names.includes('delivered')) return [];
  const world = withRelation(one.world, [contact, user], relation);
  return [{ ...one, names: [...one.names, 'request kept'], world }];
}

/** An option that permits the same as another one, and less, is none. */
function withoutIdle(options: readonly Option[]): readonly Option[] {
  const [first, second, ...rest] = options;
  return first?.name === 'presence-kept' && second !== undefined ? [second, ...rest] : options;
}

/** A stanza that is delivered against a SHOULD NOT may change nothing, nor bring anything more: as where it is ignored. */
function quietToo(options: readonly Option[]): readonly Option[] {
  const ignored = options.find(({ name }) => name === 'ignored');
  return options.map((option) =>
    option.name === 'delivered' && option.violates.length > 0 && option.silences.length === 0
      ? {
          ...option,
          silences: (ignored?.silences ?? []).map((silence) => ({
            ...silence,
            proves: silence.proves.filter((rule) => !option.violates.includes(rule)),
          })),
        }
      : option,
  );
}

function exchangeOf(world: World, { user, contact, type }: Move): Exchange {
  const preApproval = isPreApproval(world, { user, contact, type });
  return {
    appendix: APPENDIX(),
    sender: peerOf(world, user, contact),
    receiver: peerOf(world, contact, user),
    type,
    preApproval,
  };
}

/** Whether pre-approval decides: the receiver of a request, or the sender of a denial, has pre-approved the other; or one may be noted. */
function isPreApproval(world: World, { user, contact, type }: Omit<Move, 'children'>): boolean {
  const [of, towards] = type === 'subscribe' ? [contact, user] : [user, contact];
  if (!world.preApproval.includes(of)) return false;
  return type === 'subscribed' || relationOf(world, of, towards).approved === 'yes';
}

function peerOf(world: World, name: string, towards: string): Peer {
  const sessions = connectedOf(world, name).map((ref) => planOf(world, ref));
  const { state, item } = relationOf(world, name, towards);
  return {
    name,
    isRemote: isAway(world, name),
    isPeer: serverOf(world, name) === 'peer',
    sessions,
    state,
    isListed: item !== undefined,
  };
}

function planOf(world: World, ref: string): SessionPlan {
  const { isInterested, presence } = sessionOf(world, ref);
  const plan = { ref, resource: ref, roster: isInterested, answers: true, atStart: true };
  return presence === undefined ? plan : { ...plan, presence: element('presence', NS.client) };
}

/** What a stanza of an exchange holds, as far as the play knows it: the item of a push, and the presence of a session. */
function detailed(
  stanza: ExpectedStanza,
  { before, after }: { readonly before: World; readonly after: World },
): ExpectedStanza {
  const { pattern, session } = stanza;
  const marked = { ...stanza, pattern: pastMarks(pattern, after, session) };
  // That the marks of a request and of a pre-approval show is a SHOULD (rulings R25 and R33), and no matter of history.
  if (pattern.name === 'iq') return { ...marked, further: itemDetails(after, session, pattern) };
  const ref = refIn(pattern);
  if (pattern.attrs['type'] !== '${absent}' || ref === undefined || sessionOf(before, ref).presence === undefined)
    return marked;
  const { children = [] } = newsOf(before, ref);
  return { ...marked, pattern: presencePattern(pattern.attrs, children) };
}

const refIn = ({ attrs }: XmlElement): string | undefined => /^\$\{(.*\/.*)\}$/.exec(attrs['from'] ?? '')?.[1];

/** A push may show that a contact was, or is, pre-approved (3.4.2). */
function pastMarks(pattern: XmlElement, world: World, session: string): XmlElement {
  if (pattern.name !== 'iq') return pattern;
  const user = session.split('/')[0] ?? '';
  const change = (node: XmlElement | string): XmlElement | string => {
    if (typeof node === 'string') return node;
    if (node.name !== 'item') return { ...node, children: node.children.map(change) };
    const contact = contactIn(node) ?? '';
    const isOpen = relationOf(world, user, contact).approved !== 'no' && node.attrs['approved'] === '${absent}';
    const attrs = {
      ...node.attrs,
      jid: jidOf(world, user, contact),
      ...(isOpen && { approved: '${optional:true|1}' }),
    };
    return { ...node, attrs };
  };
  return { ...pattern, children: pattern.children.map(change) };
}

/** All ways to take one entry of each list. */
function combine<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (ways, list) => ways.flatMap((way) => list.map((entry) => [...way, entry])),
    [[]],
  );
}

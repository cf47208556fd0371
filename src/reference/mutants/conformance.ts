// RFC 6121 12: each feature that a server must have, missing in one of its directions.

import type { XmlElement } from '../../model/xml.ts';
import { elements, NS } from '../../stanza/xml.ts';
import type { Fault } from '../fault.ts';
import type { ClientContext } from '../server-state.ts';
import { resultOf, stamp } from '../stanza.ts';
import {
  breaks,
  fromClient,
  isIq,
  isMessage,
  isPresence,
  isPush,
  isRosterResult,
  lost,
  onTheWay,
  tampered,
  toClient,
} from './kit/kit.ts';
import type { Mutant } from './kit/mutant.ts';
import { isAwaited } from './kit/subscription.ts';

/** How each type of presence may be missing: what a client sends of it is lost, or what another domain sends. */
const MOVES = [
  ['12-h', 'subscribed'],
  ['12-i', 'unsubscribed'],
  ['12-k', 'subscribe'],
  ['12-l', 'unsubscribe'],
] as const;
const MESSAGE_TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;

/** None that refuses every roster get (12-n): no session could begin. */
export const conformanceMutants: readonly Mutant[] = [
  ...MESSAGE_TYPES.map((type) =>
    breaks('12-e', {
      word: `${type}-lost`,
      title: `It delivers no message of type ${type}.`,
      fault: () => onTheWay((stanza) => isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type, lost),
    }),
  ),
  breaks('12-f', {
    word: 'told-to-nobody',
    title: 'It tells nobody of presence without a type.',
    fault: () => onTheWay((stanza) => isPresence(stanza, 'available'), lost),
  }),
  breaks('12-f', {
    word: 'told-as-absence',
    title: 'It takes presence without a type for lack of availability.',
    fault: () =>
      onTheWay(
        (stanza) => isPresence(stanza, 'available'),
        (stanza) => [stamp(stanza, { type: 'unavailable' })],
      ),
  }),
  breaks('12-g', {
    word: 'none-sent',
    title: 'It sends no probes.',
    fault: () => tampered({ toRemote: (stanza) => (isPresence(stanza, 'probe') ? [] : [stanza]) }),
  }),
  breaks('12-g', {
    word: 'none-answered',
    title: 'It answers no probes.',
    fault: () => tampered({ fromRemote: (stanza) => (isPresence(stanza, 'probe') ? [] : [stanza]) }),
  }),
  ...MOVES.flatMap(([requirement, type]) => [
    breaks(requirement, {
      word: 'not-taken',
      title: `It ignores "${type}" of its clients.`,
      fault: () => fromClient((stanza) => isPresence(stanza, type), lost),
    }),
    breaks(requirement, {
      word: 'remote-not-taken',
      title: `It ignores "${type}" of other domains.`,
      fault: () => tampered({ fromRemote: (stanza) => (isPresence(stanza, type) ? [] : [stanza]) }),
    }),
  ]),
  breaks('12-j', {
    word: 'not-taken',
    title: 'It advertises pre-approval and ignores it.',
    fault: () => fromClient((stanza, at) => isPresence(stanza, 'subscribed') && !isAwaited(stanza, at), lost),
  }),
  breaks('12-m', {
    word: 'not-taken',
    title: 'It ignores "unavailable" of its clients.',
    fault: () => fromClient((stanza) => isPresence(stanza, 'unavailable'), lost),
  }),
  breaks('12-m', {
    word: 'told-as-presence',
    title: 'It tells "unavailable" as presence.',
    fault: () =>
      onTheWay(
        (stanza) => isPresence(stanza, 'unavailable'),
        (stanza) => [stamp(stanza, { type: undefined })],
      ),
  }),
  breaks('12-n', {
    word: 'shown-once',
    title: 'It shows the roster once to each resource.',
    fault: () => fromClient((stanza, { resource }) => isIq(stanza, 'get', NS.roster) && resource.interested, answered),
  }),
  breaks('12-o', {
    word: 'unanswered',
    title: 'It ignores roster sets.',
    fault: () => fromClient((stanza) => isIq(stanza, 'set', NS.roster), lost),
  }),
  breaks('12-o', {
    word: 'not-done',
    title: 'It answers roster sets and does nothing.',
    fault: () => fromClient((stanza) => isIq(stanza, 'set', NS.roster), answered),
  }),
  breaks('12-p', {
    word: 'sender-only',
    title: 'It pushes changes only to the resource that asked for them.',
    fault: pushedToSender,
  }),
  breaks('12-p', {
    word: 'removal-not-pushed',
    title: 'It does not push that an item was removed.',
    fault: () => toClient((stanza) => isPush(stanza) && isRemoval(stanza), lost),
  }),
  breaks('12-r', {
    word: 'same-version',
    title: 'It gives all versions of a roster the same identifier.',
    fault: () => toClient((stanza) => isPush(stanza) || isRosterResult(stanza), withSameVersion),
  }),
];

function answered(request: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  resource.send(resultOf(stamp(request, { from: resource.jid })));
  return [];
}

function pushedToSender(): Fault {
  let sender: string | undefined;
  return tampered({
    fromClient: (stanza, { resource }) => {
      sender = resource.jid;
      return [stanza];
    },
    toClient: (stanza, { resource }) => (isPush(stanza) && resource.jid !== sender ? [] : [stanza]),
  });
}

const isRemoval = (push: XmlElement): boolean =>
  elements(push).some((query) => elements(query).some(({ attrs }) => attrs['subscription'] === 'remove'));

function withSameVersion(stanza: XmlElement): readonly XmlElement[] {
  return [{ ...stanza, children: elements(stanza).map((query) => stamp(query, { ver: 'one' })) }];
}

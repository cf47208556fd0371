// RFC 6121 12: a required feature is missing in one of its directions.

import type { XmlElement } from '../../model/xml.ts';
import { elements, NS } from '../../stanza/xml.ts';
import type { Fault } from '../fault.ts';
import type { ClientContext } from '../server-state.ts';
import { resultOf, stamp } from '../stanza.ts';
import { breaks, fromClient, fromRemote, type Mutant, onRoute, toClient, toRemote, withHooks } from './kit/mutant.ts';
import { isIq, isMessage, isPresence, isPush, isRosterResult } from './kit/predicates.ts';
import { drop, setAttributes } from './kit/rewrites.ts';
import { withoutVersion } from './roster/roster-requests.ts';

/** Types of presence that may be lost, from clients or from another domain, by requirement. */
const TYPES = [
  ['12-h', 'subscribed'],
  ['12-i', 'unsubscribed'],
  ['12-k', 'subscribe'],
  ['12-l', 'unsubscribe'],
] as const;
const MESSAGE_TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;

/** No mutant refuses every roster get (12-n), because no session could begin. */
export const conformanceMutants: readonly Mutant[] = [
  ...MESSAGE_TYPES.map((type) =>
    breaks('12-e', {
      slug: `${type}-lost`,
      title: `It delivers no message of type ${type}.`,
      fault: () => onRoute((stanza) => isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type, drop),
    }),
  ),
  breaks('12-f', {
    slug: 'told-to-nobody',
    title: 'It sends no available presence.',
    fault: () => onRoute((stanza) => isPresence(stanza, 'available'), drop),
  }),
  breaks('12-f', {
    slug: 'told-as-absence',
    title: 'It sends available presence as unavailable presence.',
    fault: () => onRoute((stanza) => isPresence(stanza, 'available'), setAttributes({ type: 'unavailable' })),
  }),
  breaks('12-g', {
    slug: 'none-sent',
    title: 'It sends no probes.',
    fault: () => toRemote((stanza) => isPresence(stanza, 'probe'), drop),
  }),
  breaks('12-g', {
    slug: 'none-answered',
    title: 'It answers no probes.',
    fault: () => fromRemote((stanza) => isPresence(stanza, 'probe'), drop),
  }),
  ...TYPES.flatMap(([requirement, type]) => [
    breaks(requirement, {
      slug: 'not-taken',
      title: `It ignores "${type}" of its clients.`,
      fault: () => fromClient((stanza) => isPresence(stanza, type), drop),
    }),
    breaks(requirement, {
      slug: 'remote-not-taken',
      title: `It ignores "${type}" of other domains.`,
      fault: () => fromRemote((stanza) => isPresence(stanza, type), drop),
    }),
  ]),
  breaks('12-m', {
    slug: 'not-taken',
    title: 'It ignores "unavailable" of its clients.',
    fault: () => fromClient((stanza) => isPresence(stanza, 'unavailable'), drop),
  }),
  breaks('12-m', {
    slug: 'told-as-presence',
    title: 'It sends unavailable presence as available presence.',
    fault: () => onRoute((stanza) => isPresence(stanza, 'unavailable'), setAttributes({ type: undefined })),
  }),
  breaks('12-n', {
    slug: 'shown-once',
    title: 'It returns the roster once to each resource.',
    fault: () =>
      fromClient((stanza, { resource }) => isIq(stanza, 'get', NS.roster) && resource.interested, answerWithResult),
  }),
  breaks('12-o', {
    slug: 'unanswered',
    title: 'It ignores roster sets.',
    fault: () => fromClient((stanza) => isIq(stanza, 'set', NS.roster), drop),
  }),
  breaks('12-o', {
    slug: 'not-done',
    title: 'It answers roster sets and ignores them.',
    fault: () => fromClient((stanza) => isIq(stanza, 'set', NS.roster), answerWithResult),
  }),
  breaks('12-p', {
    slug: 'sender-only',
    title: 'It pushes changes only to the resource that made them.',
    fault: pushToSenderOnly,
  }),
  breaks('12-p', {
    slug: 'removal-not-pushed',
    title: 'It does not push removals.',
    fault: () => toClient((stanza) => isPush(stanza) && isRemoval(stanza), drop),
  }),
  breaks('12-r', {
    slug: 'no-versions',
    title: 'It neither advertises nor sends versions.',
    fault: sendNoVersions,
  }),
  breaks('12-r', {
    slug: 'same-version',
    title: 'It gives all versions of a roster the same identifier.',
    fault: () => toClient((stanza) => isPush(stanza) || isRosterResult(stanza), setSameVersion),
  }),
];

function answerWithResult(request: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  resource.send(resultOf(stamp(request, { from: resource.jid })));
  return [];
}

function pushToSenderOnly(): Fault {
  let sender: string | undefined;
  return withHooks({
    fromClient: (stanza, { resource }) => {
      sender = resource.jid;
      return [stanza];
    },
    toClient: (stanza, { resource }) => (isPush(stanza) && resource.jid !== sender ? [] : [stanza]),
  });
}

const isRemoval = (push: XmlElement): boolean =>
  elements(push).some((query) => elements(query).some(({ attrs }) => attrs['subscription'] === 'remove'));

function sendNoVersions(): Fault {
  return withHooks({
    features: (features) => ({ ...features, children: elements(features).filter(({ name }) => name !== 'ver') }),
    toClient: (stanza) => (isPush(stanza) || isRosterResult(stanza) ? withoutVersion(stanza) : [stanza]),
  });
}

function setSameVersion(stanza: XmlElement): readonly XmlElement[] {
  return [{ ...stanza, children: elements(stanza).map((query) => stamp(query, { ver: 'one' })) }];
}

// RFC 6121 12: a required feature is missing in one of its directions.

import type { XmlElement } from '../../model/xml.ts';
import { elements, NS } from '../../stanza/xml.ts';
import type { Fault } from '../fault.ts';
import type { ClientContext } from '../server-state.ts';
import { resultOf, stamp } from '../stanza.ts';
import { breaks, fromClient, fromRemote, type Mutant, onRoute, toClient, toRemote, withHooks } from './kit/mutant.ts';
import { drop, isIq, isMessage, isPresence, isPush, isRosterResult, setAttributes } from './kit/rewrites.ts';
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
    breaks(`12-e/${type}-lost`, `It delivers no message of type ${type}.`, () =>
      onRoute((stanza) => isMessage(stanza) && (stanza.attrs['type'] ?? 'normal') === type, drop),
    ),
  ),
  breaks('12-f/told-to-nobody', 'It sends no available presence.', () =>
    onRoute((stanza) => isPresence(stanza, 'available'), drop),
  ),
  breaks('12-f/told-as-absence', 'It sends available presence as unavailable presence.', () =>
    onRoute((stanza) => isPresence(stanza, 'available'), setAttributes({ type: 'unavailable' })),
  ),
  breaks('12-g/none-sent', 'It sends no probes.', () => toRemote((stanza) => isPresence(stanza, 'probe'), drop)),
  breaks('12-g/none-answered', 'It answers no probes.', () =>
    fromRemote((stanza) => isPresence(stanza, 'probe'), drop),
  ),
  ...TYPES.flatMap(([requirement, type]) => [
    breaks(`${requirement}/not-taken`, `It ignores "${type}" of its clients.`, () =>
      fromClient((stanza) => isPresence(stanza, type), drop),
    ),
    breaks(`${requirement}/remote-not-taken`, `It ignores "${type}" of other domains.`, () =>
      fromRemote((stanza) => isPresence(stanza, type), drop),
    ),
  ]),
  breaks('12-m/not-taken', 'It ignores "unavailable" of its clients.', () =>
    fromClient((stanza) => isPresence(stanza, 'unavailable'), drop),
  ),
  breaks('12-m/told-as-presence', 'It sends unavailable presence as available presence.', () =>
    onRoute((stanza) => isPresence(stanza, 'unavailable'), setAttributes({ type: undefined })),
  ),
  breaks('12-n/shown-once', 'It returns the roster once to each resource.', () =>
    fromClient((stanza, { resource }) => isIq(stanza, 'get', NS.roster) && resource.interested, answerWithResult),
  ),
  breaks('12-o/unanswered', 'It ignores roster sets.', () =>
    fromClient((stanza) => isIq(stanza, 'set', NS.roster), drop),
  ),
  breaks('12-o/not-done', 'It answers roster sets and ignores them.', () =>
    fromClient((stanza) => isIq(stanza, 'set', NS.roster), answerWithResult),
  ),
  breaks('12-p/sender-only', 'It pushes changes only to the resource that made them.', pushToSenderOnly),
  breaks('12-p/removal-not-pushed', 'It does not push removals.', () =>
    toClient((stanza) => isPush(stanza) && isRemoval(stanza), drop),
  ),
  breaks('12-r/no-versions', 'It neither advertises nor sends versions.', sendNoVersions),
  breaks('12-r/same-version', 'It gives all versions of a roster the same identifier.', () =>
    toClient((stanza) => isPush(stanza) || isRosterResult(stanza), setSameVersion),
  ),
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

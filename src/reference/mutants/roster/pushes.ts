// RFC 6121 2.1.6 and 2.2: pushes and their recipients.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import { interestedResources } from '../../availability.ts';
import { rosterQuery } from '../../roster.ts';
import type { ClientContext, Resource } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, toClient } from '../kit/mutant.ts';
import { drop, isPresence, isPush, mapItems, setAttributes, withBareTo } from '../kit/rewrites.ts';
import {
  answerWithResult,
  isError,
  isGet,
  isGetWithoutRoster,
  isResult,
  isSet,
  onConsequence,
  refuseWith,
} from './roster-requests.ts';

export const pushMutants: readonly Mutant[] = [
  breaks('2.1.6-a/whole-roster', 'It puts the whole roster into every push.', () =>
    toClient(isPush, (push, { resource }) => [mapItems(push, (item) => [item, ...others(item, resource)])]),
  ),
  breaks('2.1.6-a/no-item', 'It sends pushes without an item.', () =>
    toClient(isPush, (push) => [mapItems(push, () => [])]),
  ),
  breaks('2.1.6-f/interest-lost', 'It sends no more pushes to a client that answered a push with an error.', () =>
    fromClient(isError, clearInterest),
  ),
  breaks('2.1.6-f/answered', 'It answers an error with an error.', () =>
    fromClient(isError, refuseWith('bad-request')),
  ),
  breaks('2.2-b/to-sender-only', 'It pushes only to the resource that changed the roster.', () =>
    onConsequence(isSet, (push, { resource, sender }) => isPush(push) && resource !== sender, drop),
  ),
  breaks('2.2-b/to-first-only', 'It pushes only to the first interested resource.', () =>
    toClient((push, { resource }) => isPush(push) && !isFirst(resource), drop),
  ),
  breaks('2.2-b/to-available-only', 'It pushes only to available resources.', () =>
    toClient((push, { resource }) => isPush(push) && resource.presence === undefined, drop),
  ),
  breaks('2.2-b/not-to-negative', 'It does not push to resources with negative priority.', () =>
    toClient((push, { resource }) => isPush(push) && resource.priority < 0, drop),
  ),
  breaks('2.2-b/until-unavailable', 'It pushes to a resource until it becomes unavailable.', () =>
    fromClient((stanza) => isPresence(stanza, 'unavailable') && !stanza.attrs['to'], clearInterest),
  ),
  breaks('2.2-b/too-late', 'It does not push to a resource that asked for the roster after its initial presence.', () =>
    onConsequence((get, { resource }) => isGet(get) && isLate(resource), isResult, clearInterest),
  ),
  breaks('2.2-b/from-server', 'It sends pushes with the domain as "from", which clients must ignore.', () =>
    toClient(isPush, (push, { server }) => setAttributes({ from: server.domain })(push)),
  ),
  breaks('rfc6120-8.1.1.1-b/push-to-account', 'It sends pushes with the bare JID of the account as "to".', () =>
    toClient(isPush, withBareTo),
  ),
  breaks('rfc6120-8.1.2.1-b/push-from-resource', 'It sends pushes with the full JID of the resource as "from".', () =>
    toClient(isPush, (push, { resource }) => setAttributes({ from: resource.jid })(push)),
  ),
  breaks('rfc6120-8.2.3-d/push-without-id', 'It sends pushes without an id.', () =>
    toClient(isPush, setAttributes({ id: undefined })),
  ),
  breaks('2.2-d/no-answer', 'It does not answer a get that it cannot process.', () =>
    onConsequence(isGetWithoutRoster, isError, drop),
  ),
  breaks('2.2-d/result', 'It answers a get that it cannot process with a result.', () =>
    onConsequence(isGetWithoutRoster, isError, answerWithResult),
  ),
];

/** The other items of the roster. */
function others({ attrs }: XmlElement, { account }: Resource): readonly XmlElement[] {
  return elements(rosterQuery(account.roster)).filter((item) => item.attrs['jid'] !== attrs['jid']);
}

function clearInterest(stanza: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  resource.interested = false;
  return [stanza];
}

const isFirst = (resource: Resource): boolean => interestedResources(resource.account)[0] === resource;

/** Whether the resource is available and has not requested the roster yet. */
const isLate = ({ interested, presence }: Resource): boolean => !interested && presence !== undefined;

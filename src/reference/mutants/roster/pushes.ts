// RFC 6121 2.1.6 and 2.2: pushes and their recipients.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import { interestedResources } from '../../lookup.ts';
import { rosterQuery } from '../../roster.ts';
import type { ClientContext, Resource } from '../../server-state.ts';
import { breaks, fromClient, type Mutant, toClient } from '../kit/mutant.ts';
import { isPresence, isPush } from '../kit/predicates.ts';
import { drop, mapItems, setAttributes, withBareTo } from '../kit/rewrites.ts';
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
  breaks('2.1.6-a', {
    slug: 'whole-roster',
    title: 'It puts the whole roster into every push.',
    fault: () =>
      toClient(isPush, (push, { resource }) => [mapItems(push, (item) => [item, ...others(item, resource)])]),
  }),
  breaks('2.1.6-a', {
    slug: 'no-item',
    title: 'It sends pushes without an item.',
    fault: () => toClient(isPush, (push) => [mapItems(push, () => [])]),
  }),
  breaks('2.1.6-f', {
    slug: 'interest-lost',
    title: 'It sends no more pushes to a client that answered a push with an error.',
    fault: () => fromClient(isError, clearInterest),
  }),
  breaks('2.1.6-f', {
    slug: 'answered',
    title: 'It answers an error with an error.',
    fault: () => fromClient(isError, refuseWith('bad-request')),
  }),
  breaks('2.2-b', {
    slug: 'to-sender-only',
    title: 'It pushes only to the resource that changed the roster.',
    fault: () => onConsequence(isSet, (push, { resource, sender }) => isPush(push) && resource !== sender, drop),
  }),
  breaks('2.2-b', {
    slug: 'to-first-only',
    title: 'It pushes only to the first interested resource.',
    fault: () => toClient((push, { resource }) => isPush(push) && !isFirst(resource), drop),
  }),
  breaks('2.2-b', {
    slug: 'to-available-only',
    title: 'It pushes only to available resources.',
    fault: () => toClient((push, { resource }) => isPush(push) && resource.presence === undefined, drop),
  }),
  breaks('2.2-b', {
    slug: 'not-to-negative',
    title: 'It does not push to resources with negative priority.',
    fault: () => toClient((push, { resource }) => isPush(push) && resource.priority < 0, drop),
  }),
  breaks('2.2-b', {
    slug: 'until-unavailable',
    title: 'It pushes to a resource until it becomes unavailable.',
    fault: () => fromClient((stanza) => isPresence(stanza, 'unavailable') && !stanza.attrs['to'], clearInterest),
  }),
  breaks('2.2-b', {
    slug: 'too-late',
    title: 'It does not push to a resource that asked for the roster after its initial presence.',
    fault: () => onConsequence((get, { resource }) => isGet(get) && isLate(resource), isResult, clearInterest),
  }),
  breaks('2.2-b', {
    slug: 'from-server',
    title: 'It sends pushes with the domain as "from", which clients must ignore.',
    fault: () => toClient(isPush, (push, { server }) => setAttributes({ from: server.domain })(push)),
  }),
  breaks('rfc6120-8.1.1.1-b', {
    slug: 'push-to-account',
    title: 'It sends pushes with the bare JID of the account as "to".',
    fault: () => toClient(isPush, withBareTo),
  }),
  breaks('rfc6120-8.1.2.1-b', {
    slug: 'push-from-resource',
    title: 'It sends pushes with the full JID of the resource as "from".',
    fault: () => toClient(isPush, (push, { resource }) => setAttributes({ from: resource.jid })(push)),
  }),
  breaks('rfc6120-8.2.3-d', {
    slug: 'push-without-id',
    title: 'It sends pushes without an id.',
    fault: () => toClient(isPush, setAttributes({ id: undefined })),
  }),
  breaks('2.2-d', {
    slug: 'no-answer',
    title: 'It does not answer a get that it cannot process.',
    fault: () => onConsequence(isGetWithoutRoster, isError, drop),
  }),
  breaks('2.2-d', {
    slug: 'result',
    title: 'It answers a get that it cannot process with a result.',
    fault: () => onConsequence(isGetWithoutRoster, isError, answerWithResult),
  }),
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

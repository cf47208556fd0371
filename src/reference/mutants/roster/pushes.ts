// RFC 6121 2.1.6 and 2.2: pushes, and who gets them.

import type { XmlElement } from '../../../model/xml.ts';
import { elements } from '../../../stanza/xml.ts';
import { interestedResources } from '../../lookup.ts';
import { rosterQuery } from '../../roster.ts';
import type { ClientContext, Resource } from '../../server-state.ts';
import { altered, breaks, fromClient, isPresence, isPush, lost, toClient, withItems } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import { following, isError, isGet, isGetOfNone, isResult, isSet, refused, taken } from './kit.ts';

export const pushMutants: readonly Mutant[] = [
  breaks('2.1.6-a', {
    word: 'whole-roster',
    title: 'It puts the whole roster into every push.',
    fault: () =>
      toClient(isPush, (push, { resource }) => [withItems(push, (item) => [item, ...others(item, resource)])]),
  }),
  breaks('2.1.6-a', {
    word: 'no-item',
    title: 'It pushes no item.',
    fault: () => toClient(isPush, (push) => [withItems(push, () => [])]),
  }),
  breaks('2.1.6-f', {
    word: 'interest-lost',
    title: 'It pushes no more to a client that answered a push with an error.',
    fault: () => fromClient(isError, withoutInterest),
  }),
  breaks('2.1.6-f', {
    word: 'answered',
    title: 'It answers an error with an error.',
    fault: () => fromClient(isError, refused('bad-request')),
  }),
  breaks('2.2-b', {
    word: 'to-sender-only',
    title: 'It pushes to the resource that changed the roster only.',
    fault: () => following(isSet, (push, { resource, sender }) => isPush(push) && resource !== sender, lost),
  }),
  breaks('2.2-b', {
    word: 'to-first-only',
    title: 'It pushes to the first interested resource only.',
    fault: () => toClient((push, { resource }) => isPush(push) && !isFirst(resource), lost),
  }),
  breaks('2.2-b', {
    word: 'to-available-only',
    title: 'It pushes to available resources only.',
    fault: () => toClient((push, { resource }) => isPush(push) && resource.presence === undefined, lost),
  }),
  breaks('2.2-b', {
    word: 'not-to-negative',
    title: 'It does not push to resources of negative priority.',
    fault: () => toClient((push, { resource }) => isPush(push) && resource.priority < 0, lost),
  }),
  breaks('2.2-b', {
    word: 'until-unavailable',
    title: 'It pushes to a resource until it becomes unavailable.',
    fault: () => fromClient((stanza) => isPresence(stanza, 'unavailable') && !stanza.attrs['to'], withoutInterest),
  }),
  breaks('2.2-b', {
    word: 'too-late',
    title: 'It does not push to a resource that asked for the roster after its initial presence.',
    fault: () => following((get, { resource }) => isGet(get) && isLate(resource), isResult, withoutInterest),
  }),
  breaks('2.2-b', {
    word: 'from-server',
    title: 'It pushes in the name of the server, which clients must ignore.',
    fault: () => toClient(isPush, (push, { server }) => altered({ from: server.domain })(push)),
  }),
  breaks('2.2-d', {
    word: 'no-answer',
    title: 'It does not answer a get that it cannot process.',
    fault: () => following(isGetOfNone, isError, lost),
  }),
  breaks('2.2-d', {
    word: 'result',
    title: 'It answers a get that it cannot process with a result.',
    fault: () => following(isGetOfNone, isError, taken),
  }),
];

/** Items of the roster besides this one. */
function others({ attrs }: XmlElement, { account }: Resource): readonly XmlElement[] {
  return elements(rosterQuery(account.roster)).filter((item) => item.attrs['jid'] !== attrs['jid']);
}

function withoutInterest(stanza: XmlElement, { resource }: ClientContext): readonly XmlElement[] {
  resource.interested = false;
  return [stanza];
}

const isFirst = (resource: Resource): boolean => interestedResources(resource.account)[0] === resource;

/** It has not asked for the roster and is available already. */
const isLate = ({ interested, presence }: Resource): boolean => !interested && presence !== undefined;

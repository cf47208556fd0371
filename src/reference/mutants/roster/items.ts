// RFC 6121 2, 2.1.2 and 2.1.4: what a roster keeps and shows.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { rosterQuery } from '../../roster.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { fromClient, toClient, withHooks } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPush, isRosterResult } from '../kit/predicates.ts';
import { mapItems } from '../kit/rewrites.ts';
import { answerWithError, answerWithResult, onConsequence, presetItem, refuseWith } from './consequences.ts';
import {
  claimedSubscription,
  editItems,
  groupsOf,
  isAddition,
  isError,
  isGetWithoutRoster,
  isRemoval,
  isSet,
  itemsOf,
  withGroups,
} from './requests.ts';

export const itemMutants: readonly Mutant[] = [
  // 2: what was stored is given back
  breaks('2-a', {
    slug: 'names-in-lower-case',
    title: 'It keeps names in lower case.',
    fault: () => fromClient(isSet, editItems(mapName((name) => name.toLowerCase()))),
  }),
  breaks('2-a', {
    slug: 'groups-in-lower-case',
    title: 'It keeps groups in lower case.',
    fault: () => fromClient(isSet, editItems(mapGroups((group) => group.toLowerCase()))),
  }),
  breaks('2-b', {
    slug: 'forgotten-at-logout',
    title: 'It forgets the roster when the last resource leaves.',
    fault: () => withHooks({ noticesStreamEnd: clearRosterAtLogout }),
  }),
  breaks('2-b', {
    slug: 'groups-not-listed',
    title: 'It lists items without their groups.',
    fault: () =>
      toClient(
        isRosterResult,
        editItems((item) => withGroups(item, [])),
      ),
  }),
  breaks('2-b', {
    slug: 'first-item-only',
    title: 'It lists the first item only.',
    fault: () => toClient(isRosterResult, (result) => [withFirstItem(result)]),
  }),

  // 2.1.2: what an item says
  ...missingAttributeMutants('2.1.2.1-a', 'approved'),
  ...missingAttributeMutants('2.1.2.2-a', 'ask'),
  ...missingAttributeMutants('2.1.2.3-a', 'jid'),
  breaks('2.1.2.1-a', {
    slug: 'approved-claimed',
    title: 'It takes "approved" from a client.',
    fault: () =>
      fromClient(
        isSet,
        presetItem(({ attrs }) => (attrs['approved'] ? { approved: true } : {})),
      ),
  }),
  breaks('2.1.2.2-a', {
    slug: 'ask-claimed',
    title: 'It takes "ask" from a client.',
    fault: () =>
      fromClient(
        isSet,
        presetItem(({ attrs }) => (attrs['ask'] ? { ask: true } : {})),
      ),
  }),
  breaks('2.1.2.4-c', {
    slug: 'blanks-joined',
    title: 'It makes one blank of several in a name.',
    fault: () => fromClient(isSet, editItems(mapName((name) => name.replaceAll(/ +/g, ' ')))),
  }),
  breaks('2.1.2.5-d', {
    slug: 'claimed-for-new-item',
    title: 'It takes the subscription of a new item from a client.',
    fault: () => fromClient(isAddition, presetItem(claimedSubscription)),
  }),
  breaks('2.1.2.5-d', {
    slug: 'others-refused',
    title: 'It refuses every subscription but "remove".',
    fault: () => fromClient((set) => isSet(set) && !isRemoval(set) && hasClaim(set), refuseWith('bad-request')),
  }),
  breaks('2.1.2.5-d', {
    slug: 'capitals-overlooked',
    title: 'It takes "Remove" for "remove".',
    fault: () => fromClient(isSet, editItems(withSubscriptionInLowerCase)),
  }),
  breaks('2.1.2.6-a', {
    slug: 'one-group',
    title: 'It keeps the first group only.',
    fault: () =>
      fromClient(
        isSet,
        editItems((item) => withGroups(item, groupsOf(item).slice(0, 1))),
      ),
  }),
  breaks('2.1.2.6-d', {
    slug: 'path-read',
    title: 'It reads a group as a path and keeps the first part.',
    fault: () => fromClient(isSet, editItems(mapGroups((group) => group.split('::')[0] ?? group))),
  }),

  // 2.1.4: an empty roster, and none
  breaks('2.1.4-a', {
    slug: 'no-query',
    title: 'It answers without a query when the roster is empty.',
    fault: () => toClient(isEmptyRoster, answerWithResult),
  }),
  breaks('2.1.4-a', {
    slug: 'owner-listed',
    title: 'It lists the owner where nobody else is listed.',
    fault: () => toClient(isEmptyRoster, (result, { resource }) => [withOwner(result, resource)]),
  }),
  breaks('2.1.4-b', {
    slug: 'empty-not-found',
    title: 'It does not find a roster that is empty.',
    fault: () => toClient(isEmptyRoster, answerWithError('item-not-found')),
  }),
  breaks('2.1.4-b', {
    slug: 'emptied-not-found',
    title: 'It does not find a roster whose last item was removed.',
    fault: () =>
      toClient(
        (stanza, { resource }) => isEmptyRoster(stanza) && isEmptied(resource),
        answerWithError('item-not-found'),
      ),
  }),
  breaks('2.1.4-c', {
    slug: 'empty',
    title: 'It shows an empty roster where there is none.',
    fault: () =>
      onConsequence(isGetWithoutRoster, isError, (error, { resource }) =>
        answerWithResult(error).map((result) => ({ ...result, children: [rosterQuery(resource.account.roster)] })),
      ),
  }),
  breaks('2.1.4-c', {
    slug: 'unavailable',
    title: 'It answers with service-unavailable where there is no roster.',
    fault: () => onConsequence(isGetWithoutRoster, isError, answerWithError('service-unavailable')),
  }),
];

/** Items lack the attribute, in pushes or in results. */
function missingAttributeMutants(requirement: string, attribute: string): readonly Mutant[] {
  const without = editItems((item) => stamp(item, { [attribute]: undefined }));
  return [
    breaks(requirement, {
      slug: 'not-pushed',
      title: `It pushes items without "${attribute}".`,
      fault: () => toClient(isPush, without),
    }),
    breaks(requirement, {
      slug: 'not-listed',
      title: `It lists items without "${attribute}".`,
      fault: () => toClient(isRosterResult, without),
    }),
  ];
}

const mapName =
  (change: (name: string) => string) =>
  (item: XmlElement): XmlElement => {
    const { name } = item.attrs;
    return name === undefined ? item : stamp(item, { name: change(name) });
  };

const mapGroups =
  (change: (group: string) => string) =>
  (item: XmlElement): XmlElement =>
    withGroups(item, groupsOf(item).map(change));

function withSubscriptionInLowerCase(item: XmlElement): XmlElement {
  return stamp(item, { subscription: item.attrs['subscription']?.toLowerCase() });
}

const hasClaim = (set: XmlElement): boolean => itemsOf(set)[0]?.attrs['subscription'] !== undefined;

/** Leaves nothing behind when the last resource of the account goes. The end of the stream itself is noticed. */
function clearRosterAtLogout({ account }: Resource): boolean {
  if (account.resources.size === 1) account.roster.items.clear();
  return true;
}

function withFirstItem(result: XmlElement): XmlElement {
  const [first] = itemsOf(result);
  return mapItems(result, (item) => (item === first ? [item] : []));
}

const isEmptyRoster = (stanza: XmlElement): boolean => isRosterResult(stanza) && itemsOf(stanza).length === 0;

/** The roster is not as it was made. */
const isEmptied = ({ account }: Resource): boolean => account.roster.version > 0;

function withOwner(result: XmlElement, { account }: Resource): XmlElement {
  const owner = element('item', NS.roster, { jid: account.jid });
  return { ...result, children: elements(result).map((query) => ({ ...query, children: [owner] })) };
}

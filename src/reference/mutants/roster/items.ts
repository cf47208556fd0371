// RFC 6121 2, 2.1.2 and 2.1.4: what a roster stores and returns.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { rosterQuery } from '../../roster.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { askInPushes } from '../kit/near-misses.ts';
import { isPush, isRosterResult } from '../kit/predicates.ts';
import { mapItems } from '../kit/rewrites.ts';
import {
  answerWithError,
  answerWithResult,
  claimedSubscription,
  editItems,
  groupsOf,
  isAddition,
  isError,
  isGetWithoutRoster,
  isRemoval,
  isSet,
  itemsOf,
  onConsequence,
  presetItem,
  refuseWith,
  withGroups,
} from './roster-requests.ts';

export const itemMutants: readonly Mutant[] = [
  // 2: stored items are returned unchanged
  breaks('2-a', {
    slug: 'names-in-lower-case',
    title: 'It stores names in lower case.',
    fault: () => fromClient(isSet, editItems(mapName((name) => name.toLowerCase()))),
  }),
  breaks('2-a', {
    slug: 'groups-in-lower-case',
    title: 'It stores groups in lower case.',
    fault: () => fromClient(isSet, editItems(mapGroups((group) => group.toLowerCase()))),
  }),
  breaks('2-b', {
    slug: 'forgotten-at-logout',
    title: 'It clears the roster when the last resource disconnects.',
    fault: () => withHooks({ noticesStreamEnd: clearRosterAtLogout }),
  }),
  breaks('2-b', {
    slug: 'groups-not-listed',
    title: 'It returns items without their groups.',
    fault: () =>
      toClient(
        isRosterResult,
        editItems((item) => withGroups(item, [])),
      ),
  }),
  breaks('2-b', {
    slug: 'first-item-only',
    title: 'It returns the first item only.',
    fault: () => toClient(isRosterResult, (result) => [withFirstItem(result)]),
  }),

  // 2.1.2: the attributes and groups of an item
  ...missingAttributeMutants('2.1.2.1-a', 'approved'),
  ...missingAttributeMutants('2.1.2.2-a', 'ask'),
  ...missingAttributeMutants('2.1.2.3-a', 'jid'),
  breaks('2.1.2.1-a', {
    slug: 'approved-claimed',
    title: 'It stores an "approved" that a client sends.',
    fault: () =>
      fromClient(
        isSet,
        presetItem(({ attrs }) => (attrs['approved'] ? { approved: true } : {})),
      ),
  }),
  breaks('2.1.2.2-d', {
    slug: 'unsubscribe',
    title: 'It pushes the end of a subscription with ask="unsubscribe".',
    nearest: ['rfc6121/A.2.2/outbound-unsubscribe'],
    fault: () => askInPushes((ask) => ask ?? 'unsubscribe'),
  }),
  breaks('2.1.2.2-a', {
    slug: 'ask-claimed',
    title: 'It stores an "ask" that a client sends.',
    fault: () =>
      fromClient(
        isSet,
        presetItem(({ attrs }) => (attrs['ask'] ? { ask: true } : {})),
      ),
  }),
  breaks('2-a', {
    slug: 'blanks-joined',
    title: 'It collapses spaces in a name.',
    fault: () => fromClient(isSet, editItems(mapName((name) => name.replaceAll(/ +/g, ' ')))),
  }),
  breaks('2-a', {
    slug: 'name-trimmed',
    title: 'It removes white space at the ends of a name.',
    fault: () => fromClient(isSet, editItems(mapName((name) => name.trim()))),
  }),
  breaks('2-a', {
    slug: 'group-trimmed',
    title: 'It removes white space at the ends of a group.',
    fault: () => fromClient(isSet, editItems(mapGroups((group) => group.trim()))),
  }),
  breaks('2.1.2.5-d', {
    slug: 'claimed-for-new-item',
    title: 'It stores the subscription that a client claims for a new item.',
    fault: () => fromClient(isAddition, presetItem(claimedSubscription)),
  }),
  breaks('2.1.2.5-d', {
    slug: 'others-refused',
    title: 'It refuses every subscription except "remove".',
    fault: () => fromClient((set) => isSet(set) && !isRemoval(set) && hasClaim(set), refuseWith('bad-request')),
  }),
  breaks('2.1.2.5-d', {
    slug: 'values-of-the-schema-refused',
    title: 'It refuses the values "none", "to", "from" and "both".',
    fault: () => fromClient((set) => isSet(set) && hasStateClaim(set), refuseWith('bad-request')),
  }),
  breaks('2.1.2.5-d', {
    slug: 'capitals-overlooked',
    title: 'It treats "Remove" as "remove".',
    fault: () => fromClient(isSet, editItems(withSubscriptionInLowerCase)),
  }),
  breaks('2-a', {
    slug: 'one-group',
    title: 'It stores the first group only.',
    fault: () =>
      fromClient(
        isSet,
        editItems((item) => withGroups(item, groupsOf(item).slice(0, 1))),
      ),
  }),
  breaks('2-a', {
    slug: 'path-read',
    title: 'It parses a group as a path and stores its first part.',
    fault: () => fromClient(isSet, editItems(mapGroups((group) => group.split('::')[0] ?? group))),
  }),

  // 2.1.4: an empty roster, and an account without a roster
  breaks('2.1.4-a', {
    slug: 'no-query',
    title: 'It returns an empty roster without a query element.',
    fault: () => toClient(isEmptyRoster, answerWithResult),
  }),
  breaks('2.1.4-a', {
    slug: 'owner-listed',
    title: 'It lists the owner in an empty roster.',
    fault: () => toClient(isEmptyRoster, (result, { resource }) => [withOwner(result, resource)]),
  }),
  breaks('2.1.4-b', {
    slug: 'empty-not-found',
    title: 'It answers with item-not-found when the roster is empty.',
    fault: () => toClient(isEmptyRoster, answerWithError('item-not-found')),
  }),
  breaks('2.1.4-b', {
    slug: 'emptied-not-found',
    title: 'It answers with item-not-found when the last item has been removed.',
    fault: () =>
      toClient(
        (stanza, { resource }) => isEmptyRoster(stanza) && isEmptied(resource),
        answerWithError('item-not-found'),
      ),
  }),
  breaks('2.1.4-c', {
    slug: 'empty',
    title: 'It returns an empty roster for an account without a roster.',
    fault: () =>
      onConsequence(isGetWithoutRoster, isError, (error, { resource }) =>
        answerWithResult(error).map((result) => ({ ...result, children: [rosterQuery(resource.account.roster)] })),
      ),
  }),
  breaks('2.1.4-c', {
    slug: 'unavailable',
    title: 'It answers with service-unavailable for an account without a roster.',
    fault: () => onConsequence(isGetWithoutRoster, isError, answerWithError('service-unavailable')),
  }),
];

/** Mutants that leave an attribute out of items, in pushes or in results. */
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
      title: `It returns items without "${attribute}".`,
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

const hasStateClaim = (set: XmlElement): boolean =>
  itemsOf(set).some((item) => Object.keys(claimedSubscription(item)).length > 0);

const hasClaim = (set: XmlElement): boolean => itemsOf(set)[0]?.attrs['subscription'] !== undefined;

/** Clears the roster at the end of the last stream of the account. Returns true: the server handles that end as usual. */
function clearRosterAtLogout({ account }: Resource): boolean {
  if (account.resources.size === 1) account.roster.items.clear();
  return true;
}

function withFirstItem(result: XmlElement): XmlElement {
  const [first] = itemsOf(result);
  return mapItems(result, (item) => (item === first ? [item] : []));
}

const isEmptyRoster = (stanza: XmlElement): boolean => isRosterResult(stanza) && itemsOf(stanza).length === 0;

/** Whether the roster has been changed since the account was created. */
const isEmptied = ({ account }: Resource): boolean => account.roster.version > 0;

function withOwner(result: XmlElement, { account }: Resource): XmlElement {
  const owner = element('item', NS.roster, { jid: account.jid });
  return { ...result, children: elements(result).map((query) => ({ ...query, children: [owner] })) };
}

// RFC 6121 2, 2.1.2 and 2.1.4: what a roster stores and returns, and the jid of an item (RFC 7622 4).

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { rosterQuery } from '../../roster.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, toClient, withHooks } from '../kit/mutant.ts';
import { askInPushes } from '../kit/near-misses.ts';
import { isPush, isRosterResult, mapItems } from '../kit/rewrites.ts';
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
  breaks('2-a/names-in-lower-case', 'It stores names in lower case.', () =>
    fromClient(isSet, editItems(mapName((name) => name.toLowerCase()))),
  ),
  breaks('2-a/groups-in-lower-case', 'It stores groups in lower case.', () =>
    fromClient(isSet, editItems(mapGroups((group) => group.toLowerCase()))),
  ),
  breaks('2-b/forgotten-at-logout', 'It clears the roster when the last resource disconnects.', () =>
    withHooks({ noticesStreamEnd: clearRosterAtLogout }),
  ),
  breaks('2-b/groups-not-listed', 'It returns items without their groups.', () =>
    toClient(
      isRosterResult,
      editItems((item) => withGroups(item, [])),
    ),
  ),
  breaks('2-b/first-item-only', 'It returns the first item only.', () =>
    toClient(isRosterResult, (result) => [withFirstItem(result)]),
  ),

  // 2.1.2: the attributes and groups of an item
  ...missingAttributeMutants('2.1.2.1-a', 'approved'),
  ...missingAttributeMutants('2.1.2.2-a', 'ask'),
  ...missingAttributeMutants('2.1.2.3-a', 'jid'),
  breaks('2.1.2.1-a/approved-claimed', 'It stores an "approved" that a client sends.', () =>
    fromClient(
      isSet,
      presetItem(({ attrs }) => (attrs['approved'] ? { approved: true } : {})),
    ),
  ),
  breaks(
    '2.1.2.2-d/unsubscribe',
    'It pushes the end of a subscription with ask="unsubscribe".',
    () => askInPushes((ask) => ask ?? 'unsubscribe'),
    { nearest: ['rfc6121/A.2.2/outbound-unsubscribe'] },
  ),
  breaks('2.1.2.2-a/ask-claimed', 'It stores an "ask" that a client sends.', () =>
    fromClient(
      isSet,
      presetItem(({ attrs }) => (attrs['ask'] ? { ask: true } : {})),
    ),
  ),
  breaks('2-a/blanks-joined', 'It collapses spaces in a name.', () =>
    fromClient(isSet, editItems(mapName((name) => name.replaceAll(/ +/g, ' ')))),
  ),
  breaks('2-a/name-trimmed', 'It removes white space at the ends of a name.', () =>
    fromClient(isSet, editItems(mapName((name) => name.trim()))),
  ),
  breaks('2-a/group-trimmed', 'It removes white space at the ends of a group.', () =>
    fromClient(isSet, editItems(mapGroups((group) => group.trim()))),
  ),
  breaks('2.1.2.5-d/claimed-for-new-item', 'It stores the subscription that a client claims for a new item.', () =>
    fromClient(isAddition, presetItem(claimedSubscription)),
  ),
  breaks('2.1.2.5-d/others-refused', 'It refuses every subscription except "remove".', () =>
    fromClient((set) => isSet(set) && !isRemoval(set) && hasClaim(set), refuseWith('bad-request')),
  ),
  breaks('2.1.2.5-d/values-of-the-schema-refused', 'It refuses the values "none", "to", "from" and "both".', () =>
    fromClient((set) => isSet(set) && hasStateClaim(set), refuseWith('bad-request')),
  ),
  breaks('2.1.2.5-d/capitals-overlooked', 'It treats "Remove" as "remove".', () =>
    fromClient(isSet, editItems(withSubscriptionInLowerCase)),
  ),
  breaks('2-a/one-group', 'It stores the first group only.', () =>
    fromClient(
      isSet,
      editItems((item) => withGroups(item, groupsOf(item).slice(0, 1))),
    ),
  ),
  breaks('2-a/path-read', 'It parses a group as a path and stores its first part.', () =>
    fromClient(isSet, editItems(mapGroups((group) => group.split('::')[0] ?? group))),
  ),

  // 2.1.4: an empty roster, and an account without a roster
  breaks('2.1.4-a/no-query', 'It returns an empty roster without a query element.', () =>
    toClient(isEmptyRoster, answerWithResult),
  ),
  breaks('2.1.4-a/owner-listed', 'It lists the owner in an empty roster.', () =>
    toClient(isEmptyRoster, (result, { resource }) => [withOwner(result, resource)]),
  ),
  breaks('2.1.4-b/empty-not-found', 'It answers with item-not-found when the roster is empty.', () =>
    toClient(isEmptyRoster, answerWithError('item-not-found')),
  ),
  breaks('2.1.4-b/emptied-not-found', 'It answers with item-not-found when the last item has been removed.', () =>
    toClient((stanza, { resource }) => isEmptyRoster(stanza) && isEmptied(resource), answerWithError('item-not-found')),
  ),
  breaks('2.1.4-c/empty', 'It returns an empty roster for an account without a roster.', () =>
    onConsequence(isGetWithoutRoster, isError, (error, { resource }) =>
      answerWithResult(error).map((result) => ({ ...result, children: [rosterQuery(resource.account.roster)] })),
    ),
  ),
  breaks('2.1.4-c/unavailable', 'It answers with service-unavailable for an account without a roster.', () =>
    onConsequence(isGetWithoutRoster, isError, answerWithError('service-unavailable')),
  ),
];

/** Mutants that leave an attribute out of items, in pushes or in results. */
function missingAttributeMutants(requirement: string, attribute: string): readonly Mutant[] {
  const without = editItems((item) => stamp(item, { [attribute]: undefined }));
  return [
    breaks(`${requirement}/not-pushed`, `It pushes items without "${attribute}".`, () => toClient(isPush, without)),
    breaks(`${requirement}/not-listed`, `It returns items without "${attribute}".`, () =>
      toClient(isRosterResult, without),
    ),
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

export const itemAddressMutants: readonly Mutant[] = [
  breaks('rfc7622-4-a/remove-jid-not-prepared', 'It finds no item for the removal of an address in capitals.', () =>
    fromClient(
      (stanza) => isRemoval(stanza) && hasCapitals(stanza),
      editItems((item) => stamp(item, { jid: `never-listed-${item.attrs['jid']}` })),
    ),
  ),
  breaks('rfc7622-4-a/roster-jid-case', 'It keeps an address in capitals as an item of its own.', () =>
    fromClient(
      (stanza) => isSet(stanza) && !isRemoval(stanza) && hasCapitals(stanza),
      editItems((item) => stamp(item, { jid: `capitals-${item.attrs['jid']}` })),
    ),
  ),
];

function hasCapitals(set: XmlElement): boolean {
  const jid = itemsOf(set)[0]?.attrs['jid'] ?? '';
  return jid !== jid.toLowerCase();
}

// RFC 6121 2, 2.1.2 and 2.1.4: what a roster keeps and shows.

import type { XmlElement } from '../../../model/xml.ts';
import { element, elements, NS } from '../../../stanza/xml.ts';
import { rosterQuery } from '../../roster.ts';
import type { Resource } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, isPush, isRosterResult, tampered, toClient, withItems } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  claimed,
  edited,
  following,
  groupsOf,
  inGroups,
  isAddition,
  isError,
  isGetOfNone,
  isRemoval,
  isSet,
  itemsOf,
  refused,
  refusedAs,
  storedBefore,
  taken,
} from './kit.ts';

export const itemMutants: readonly Mutant[] = [
  // 2: what was stored is given back
  breaks('2-a', {
    word: 'names-in-lower-case',
    title: 'It keeps names in lower case.',
    fault: () => fromClient(isSet, edited(withName((name) => name.toLowerCase()))),
  }),
  breaks('2-a', {
    word: 'groups-in-lower-case',
    title: 'It keeps groups in lower case.',
    fault: () => fromClient(isSet, edited(withGroups((group) => group.toLowerCase()))),
  }),
  breaks('2-b', {
    word: 'forgotten-at-logout',
    title: 'It forgets the roster when the last resource leaves.',
    fault: () => tampered({ noticesStreamEnd: forgotten }),
  }),
  breaks('2-b', {
    word: 'groups-not-listed',
    title: 'It lists items without their groups.',
    fault: () =>
      toClient(
        isRosterResult,
        edited((item) => inGroups(item, [])),
      ),
  }),
  breaks('2-b', {
    word: 'first-item-only',
    title: 'It lists the first item only.',
    fault: () => toClient(isRosterResult, (result) => [withFirstItem(result)]),
  }),

  // 2.1.2: what an item says
  ...withoutAttribute('2.1.2.1-a', 'approved'),
  ...withoutAttribute('2.1.2.2-a', 'ask'),
  ...withoutAttribute('2.1.2.3-a', 'jid'),
  breaks('2.1.2.1-a', {
    word: 'approved-claimed',
    title: 'It takes "approved" from a client.',
    fault: () =>
      fromClient(
        isSet,
        storedBefore(({ attrs }) => (attrs['approved'] ? { approved: true } : {})),
      ),
  }),
  breaks('2.1.2.2-a', {
    word: 'ask-claimed',
    title: 'It takes "ask" from a client.',
    fault: () =>
      fromClient(
        isSet,
        storedBefore(({ attrs }) => (attrs['ask'] ? { ask: true } : {})),
      ),
  }),
  breaks('2.1.2.4-c', {
    word: 'blanks-joined',
    title: 'It makes one blank of several in a name.',
    fault: () => fromClient(isSet, edited(withName((name) => name.replaceAll(/ +/g, ' ')))),
  }),
  breaks('2.1.2.5-d', {
    word: 'claimed-for-new-item',
    title: 'It takes the subscription of a new item from a client.',
    fault: () => fromClient(isAddition, storedBefore(claimed)),
  }),
  breaks('2.1.2.5-d', {
    word: 'others-refused',
    title: 'It refuses every subscription but "remove".',
    fault: () => fromClient((set) => isSet(set) && !isRemoval(set) && hasClaim(set), refused('bad-request')),
  }),
  breaks('2.1.2.5-d', {
    word: 'capitals-overlooked',
    title: 'It takes "Remove" for "remove".',
    fault: () => fromClient(isSet, edited(withSubscriptionInLowerCase)),
  }),
  breaks('2.1.2.6-a', {
    word: 'one-group',
    title: 'It keeps the first group only.',
    fault: () =>
      fromClient(
        isSet,
        edited((item) => inGroups(item, groupsOf(item).slice(0, 1))),
      ),
  }),
  breaks('2.1.2.6-d', {
    word: 'path-read',
    title: 'It reads a group as a path and keeps the first part.',
    fault: () => fromClient(isSet, edited(withGroups((group) => group.split('::')[0] ?? group))),
  }),

  // 2.1.4: an empty roster, and none
  breaks('2.1.4-a', {
    word: 'no-query',
    title: 'It answers without a query when the roster is empty.',
    fault: () => toClient(isEmptyRoster, taken),
  }),
  breaks('2.1.4-a', {
    word: 'owner-listed',
    title: 'It lists the owner where nobody else is listed.',
    fault: () => toClient(isEmptyRoster, (result, { resource }) => [withOwner(result, resource)]),
  }),
  breaks('2.1.4-b', {
    word: 'empty-not-found',
    title: 'It does not find a roster that is empty.',
    fault: () => toClient(isEmptyRoster, refusedAs('item-not-found')),
  }),
  breaks('2.1.4-b', {
    word: 'emptied-not-found',
    title: 'It does not find a roster whose last item was removed.',
    fault: () =>
      toClient((stanza, { resource }) => isEmptyRoster(stanza) && isEmptied(resource), refusedAs('item-not-found')),
  }),
  breaks('2.1.4-c', {
    word: 'empty',
    title: 'It shows an empty roster where there is none.',
    fault: () =>
      following(isGetOfNone, isError, (error, { resource }) =>
        taken(error).map((result) => ({ ...result, children: [rosterQuery(resource.account.roster)] })),
      ),
  }),
  breaks('2.1.4-c', {
    word: 'unavailable',
    title: 'It answers with service-unavailable where there is no roster.',
    fault: () => following(isGetOfNone, isError, refusedAs('service-unavailable')),
  }),
];

/** Items lack the attribute, in pushes or in results. */
function withoutAttribute(requirement: string, attribute: string): readonly Mutant[] {
  const without = edited((item) => stamp(item, { [attribute]: undefined }));
  return [
    breaks(requirement, {
      word: 'not-pushed',
      title: `It pushes items without "${attribute}".`,
      fault: () => toClient(isPush, without),
    }),
    breaks(requirement, {
      word: 'not-listed',
      title: `It lists items without "${attribute}".`,
      fault: () => toClient(isRosterResult, without),
    }),
  ];
}

const withName =
  (change: (name: string) => string) =>
  (item: XmlElement): XmlElement => {
    const { name } = item.attrs;
    return name === undefined ? item : stamp(item, { name: change(name) });
  };

const withGroups =
  (change: (group: string) => string) =>
  (item: XmlElement): XmlElement =>
    inGroups(item, groupsOf(item).map(change));

function withSubscriptionInLowerCase(item: XmlElement): XmlElement {
  return stamp(item, { subscription: item.attrs['subscription']?.toLowerCase() });
}

const hasClaim = (set: XmlElement): boolean => itemsOf(set)[0]?.attrs['subscription'] !== undefined;

/** Leaves nothing behind when the last resource of the account goes. The end of the stream itself is noticed. */
function forgotten({ account }: Resource): boolean {
  if (account.resources.size === 1) account.roster.items.clear();
  return true;
}

function withFirstItem(result: XmlElement): XmlElement {
  const [first] = itemsOf(result);
  return withItems(result, (item) => (item === first ? [item] : []));
}

const isEmptyRoster = (stanza: XmlElement): boolean => isRosterResult(stanza) && itemsOf(stanza).length === 0;

/** The roster is not as it was made. */
const isEmptied = ({ account }: Resource): boolean => account.roster.version > 0;

function withOwner(result: XmlElement, { account }: Resource): XmlElement {
  const owner = element('item', NS.roster, { jid: account.jid });
  return { ...result, children: elements(result).map((query) => ({ ...query, children: [owner] })) };
}

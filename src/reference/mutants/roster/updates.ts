// RFC 6121 2.4: items that are updated.

import type { XmlElement } from '../../../model/xml.ts';
import { blankItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { breaks, fromClient, isPush } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  afterwards,
  edited,
  following,
  groupsOf,
  inGroups,
  isSet,
  isUpdate,
  itemsOf,
  refused,
  restored,
  type Sequel,
  storedAsItIs,
  storedItem,
} from './kit.ts';
import {
  answersAndPushes,
  hasEmptyGroup,
  hasGroupTwice,
  hasSeveralItems,
  withFirstItem,
  withGroupsOnce,
} from './set-kit.ts';

export const updateMutants: readonly Mutant[] = [
  breaks('2.4.1-a', {
    word: 'groups-added',
    title: 'It adds the groups of an update to those it has.',
    fault: () => fromClient(isUpdate, (set, at) => edited((item) => withOldGroups(item, set, at))(set)),
  }),
  breaks('2.4.1-a', {
    word: 'name-kept',
    title: 'It keeps the name when an update has none.',
    fault: () => fromClient((set, at) => isUpdate(set, at) && nameOf(set) === undefined, withOldName),
  }),
  breaks('2.4.1-a', {
    word: 'subscription-lost',
    title: 'It puts an item without a subscription in the place of the old one.',
    fault: () => fromClient(isUpdate, asNewItem),
  }),
  breaks('2.4.1-b', {
    word: 'overlooked',
    title: 'It keeps the name when an update empties it.',
    fault: () => fromClient((set, at) => isUpdate(set, at) && nameOf(set) === '', withOldName),
  }),
  breaks('2.4.1-b', {
    word: 'refused',
    title: 'It refuses an empty name.',
    fault: () => fromClient((set) => nameOf(set) === '', refused('not-acceptable')),
  }),
  breaks('2.4.2-a', {
    word: 'not-kept',
    title: 'It answers and pushes an update, and does not keep it.',
    fault: () => afterwards(isUpdate, restored),
  }),
  breaks('2.4.2-b', {
    word: 'old-item',
    title: 'It pushes the item as it was before the update.',
    fault: () => following(isUpdate, isPush, (push, sequel) => edited((item) => asBefore(item, sequel))(push)),
  }),
  ...answersAndPushes(isUpdate, { result: '2.4.2-c', push: '2.4.2-b', what: 'an update' }),
  breaks('2.4.3-a', {
    word: 'several-items',
    title: 'It takes the first of several items of an update.',
    fault: () => fromClient((set, at) => hasSeveralItems(set) && isUpdate(set, at), withFirstItem),
  }),
  breaks('2.4.3-a', {
    word: 'group-twice',
    title: 'It takes a group that comes twice in an update for one.',
    fault: () => fromClient(isUpdate, edited(withGroupsOnce)),
  }),
  breaks('2.4.3-a', {
    word: 'stored',
    title: 'It takes an update whatever it holds.',
    fault: () => fromClient(isRefusable, storedAsItIs),
  }),
  breaks('2.4.3-a', {
    word: 'half-done',
    title: 'It takes the name of an update that it refuses.',
    fault: () => afterwards(isRefusable, renamed),
  }),
  breaks('2.4.3-a', {
    word: 'old-item-lost',
    title: 'It removes an item when it refuses to update it.',
    fault: () => afterwards(isRefusable, dropped),
  }),
];

const nameOf = (set: XmlElement): string | undefined => (isSet(set) ? itemsOf(set)[0]?.attrs['name'] : undefined);

/** An update that must be refused for what it holds. */
const isRefusable = (set: XmlElement, at: ClientContext): boolean =>
  isUpdate(set, at) && (hasSeveralItems(set) || hasGroupTwice(set) || hasEmptyGroup(set));

function withOldGroups(item: XmlElement, set: XmlElement, at: ClientContext): XmlElement {
  const groups = [...(storedItem(set, at)?.groups ?? []), ...groupsOf(item)];
  return inGroups(item, [...new Set(groups)]);
}

function withOldName(set: XmlElement, at: ClientContext): readonly XmlElement[] {
  return edited((item) => stamp(item, { name: storedItem(set, at)?.name }))(set);
}

/** The old item is gone before the update is handled. */
function asNewItem(set: XmlElement, at: ClientContext): readonly XmlElement[] {
  const stored = storedItem(set, at);
  if (stored) at.resource.account.roster.items.set(stored.jid, blankItem(stored.jid));
  return [set];
}

function asBefore(item: XmlElement, { before }: Sequel): XmlElement {
  return before ? inGroups(stamp(item, { name: before.name || undefined }), before.groups) : item;
}

function renamed({ request, before, sender }: Sequel): void {
  if (before) sender.account.roster.items.set(before.jid, { ...before, name: nameOf(request) ?? '' });
}

function dropped({ before, sender }: Sequel): void {
  if (before) sender.account.roster.items.delete(before.jid);
}

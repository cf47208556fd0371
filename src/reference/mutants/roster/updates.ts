// RFC 6121 2.4: the update of items.

import type { XmlElement } from '../../../model/xml.ts';
import { blankItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { stamp } from '../../stanza.ts';
import { fromClient } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPush } from '../kit/predicates.ts';
import {
  afterAnswer,
  type Consequence,
  onConsequence,
  refuseWith,
  restoreItem,
  storeUnchecked,
} from './consequences.ts';
import { editItems, groupsOf, isSet, isUpdate, itemsOf, storedItem, withGroups } from './requests.ts';
import {
  hasDuplicateGroup,
  hasEmptyGroup,
  hasSeveralItems,
  resultAndPushMutants,
  withFirstItem,
  withoutDuplicateGroups,
} from './sets.ts';

export const updateMutants: readonly Mutant[] = [
  breaks('2.4.1-a', {
    slug: 'groups-added',
    title: 'It adds the groups of an update to the stored ones.',
    fault: () => fromClient(isUpdate, (set, context) => editItems((item) => withOldGroups(item, set, context))(set)),
  }),
  breaks('2.4.1-a', {
    slug: 'name-kept',
    title: 'It keeps the name when an update has none.',
    fault: () => fromClient((set, context) => isUpdate(set, context) && nameOf(set) === undefined, withOldName),
  }),
  breaks('2.4.1-a', {
    slug: 'subscription-lost',
    title: 'It replaces the stored item by one without a subscription.',
    fault: () => fromClient(isUpdate, replaceItem),
  }),
  breaks('2.4.1-b', {
    slug: 'overlooked',
    title: 'It keeps the name when the name of an update is empty.',
    fault: () => fromClient((set, context) => isUpdate(set, context) && nameOf(set) === '', withOldName),
  }),
  breaks('2.4.1-b', {
    slug: 'refused',
    title: 'It refuses an empty name.',
    fault: () => fromClient((set) => nameOf(set) === '', refuseWith('not-acceptable')),
  }),
  breaks('2.4.2-a', {
    slug: 'not-kept',
    title: 'It answers and pushes an update, but does not store it.',
    fault: () => afterAnswer(isUpdate, restoreItem),
  }),
  breaks('2.4.2-b', {
    slug: 'old-item',
    title: 'It pushes the item as it was before the update.',
    fault: () => onConsequence(isUpdate, isPush, (push, sequel) => editItems((item) => asBefore(item, sequel))(push)),
  }),
  ...resultAndPushMutants(isUpdate, { result: '2.4.2-c', push: '2.4.2-b', what: 'an update' }),
  breaks('2.4.3-a', {
    slug: 'several-items',
    title: 'It stores the first of several items of an update.',
    fault: () => fromClient((set, context) => hasSeveralItems(set) && isUpdate(set, context), withFirstItem),
  }),
  breaks('2.4.3-a', {
    slug: 'group-twice',
    title: 'It merges duplicate groups of an update.',
    fault: () => fromClient(isUpdate, editItems(withoutDuplicateGroups)),
  }),
  breaks('2.4.3-a', {
    slug: 'stored',
    title: 'It stores an update that it must refuse.',
    fault: () => fromClient(isRefusable, storeUnchecked),
  }),
  breaks('2.4.3-a', {
    slug: 'half-done',
    title: 'It stores the name of an update that it refuses.',
    fault: () => afterAnswer(isRefusable, renameItem),
  }),
  breaks('2.4.3-a', {
    slug: 'old-item-lost',
    title: 'It removes an item when it refuses to update it.',
    fault: () => afterAnswer(isRefusable, deleteItem),
  }),
];

const nameOf = (set: XmlElement): string | undefined => (isSet(set) ? itemsOf(set)[0]?.attrs['name'] : undefined);

/** An update that must be refused because of its content. */
const isRefusable = (set: XmlElement, context: ClientContext): boolean =>
  isUpdate(set, context) && (hasSeveralItems(set) || hasDuplicateGroup(set) || hasEmptyGroup(set));

function withOldGroups(item: XmlElement, set: XmlElement, context: ClientContext): XmlElement {
  const groups = [...(storedItem(set, context)?.groups ?? []), ...groupsOf(item)];
  return withGroups(item, [...new Set(groups)]);
}

function withOldName(set: XmlElement, context: ClientContext): readonly XmlElement[] {
  return editItems((item) => stamp(item, { name: storedItem(set, context)?.name }))(set);
}

/** Replaces the stored item by a blank one before the update is handled. */
function replaceItem(set: XmlElement, context: ClientContext): readonly XmlElement[] {
  const stored = storedItem(set, context);
  if (stored) context.resource.account.roster.items.set(stored.jid, blankItem(stored.jid));
  return [set];
}

function asBefore(item: XmlElement, { before }: Consequence): XmlElement {
  return before ? withGroups(stamp(item, { name: before.name || undefined }), before.groups) : item;
}

function renameItem({ request, before, sender }: Consequence): void {
  if (before) sender.account.roster.items.set(before.jid, { ...before, name: nameOf(request) ?? '' });
}

function deleteItem({ before, sender }: Consequence): void {
  if (before) sender.account.roster.items.delete(before.jid);
}

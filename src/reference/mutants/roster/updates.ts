// RFC 6121 2.4: the update of items.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import { blankItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { type ErrorCondition, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, type Predicate } from '../kit/mutant.ts';
import { isPush } from '../kit/predicates.ts';
import { drop, mapItems } from '../kit/rewrites.ts';
import {
  afterAnswer,
  answerAllResources,
  answerWithError,
  type Consequence,
  dropAnswer,
  editItems,
  groupsOf,
  isAnswer,
  isSet,
  isUpdate,
  itemsOf,
  onConsequence,
  refuseWith,
  restoreItem,
  storedItem,
  storeUnchecked,
  withGroups,
} from './roster-requests.ts';

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

const groupsIn = (set: XmlElement): readonly string[] => (isSet(set) ? itemsOf(set).flatMap(groupsOf) : []);

export const hasSeveralItems = (set: XmlElement): boolean => isSet(set) && itemsOf(set).length > 1;
export const namesOneJid = (set: XmlElement): boolean =>
  new Set(itemsOf(set).map(({ attrs }) => attrs['jid'])).size === 1;
export const hasEmptyGroup = (set: XmlElement): boolean => groupsIn(set).includes('');
export const hasDuplicateGroup = (set: XmlElement): boolean => new Set(groupsIn(set)).size < groupsIn(set).length;
export const hasAdjacentDuplicateGroups = (set: XmlElement): boolean =>
  groupsIn(set).some((group, index, groups) => group === groups[index + 1]);
export const hasLongName: Predicate<ClientContext> = (set, { server }) =>
  isSet(set) && itemsOf(set).some(({ attrs }) => [...(attrs['name'] ?? '')].length > server.limits.name);
export const hasLongGroup: Predicate<ClientContext> = (set, { server }) =>
  groupsIn(set).some((group) => [...group].length > server.limits.group);

export function withFirstItem(set: XmlElement): readonly XmlElement[] {
  const [first] = itemsOf(set);
  return [mapItems(set, (item) => (item === first ? [item] : []))];
}

export const withoutDuplicateGroups = (item: XmlElement): XmlElement => withGroups(item, [...new Set(groupsOf(item))]);

const truncate = (value: string, length: number): string => [...value].slice(0, length).join('');

export function withNameTruncated(item: XmlElement, { server }: ClientContext): XmlElement {
  return stamp(item, { name: truncate(item.attrs['name'] ?? '', server.limits.name) });
}

export function withGroupsTruncated(item: XmlElement, { server }: ClientContext): XmlElement {
  return withGroups(
    item,
    groupsOf(item).map((group) => truncate(group, server.limits.group)),
  );
}

/** Describes a mutant that refuses such sets with the wrong condition. */
export function wrongCondition(requested: Predicate<ClientContext>, condition: ErrorCondition, what: string) {
  const fault = (): Fault => onConsequence(requested, isAnswer, answerWithError(condition));
  return { slug: condition, title: `It refuses ${what} with ${condition}.`, fault };
}

/** The requirements on the result and on the pushes of a set. `what` names the set in titles. */
interface Rules {
  readonly result: string;
  readonly push: string;
  readonly what: string;
}

/** Mutants with a wrong result, or wrong pushes, of accepted sets. */
export function resultAndPushMutants(
  requested: Predicate<ClientContext>,
  { result, push, what }: Rules,
): readonly Mutant[] {
  return [
    breaks(result, {
      slug: 'no-answer',
      title: `It does not answer ${what}.`,
      fault: () => dropAnswer(requested),
    }),
    breaks(result, {
      slug: 'answered-to-all',
      title: `It sends the result of ${what} to all resources.`,
      fault: () => answerAllResources(requested),
    }),
    breaks(push, {
      slug: 'not-to-sender',
      title: `It does not push ${what} to the resource that sent it.`,
      fault: () =>
        onConsequence(requested, (stanza, { resource, sender }) => isPush(stanza) && resource === sender, drop),
    }),
    breaks(push, {
      slug: 'not-to-others',
      title: `It pushes ${what} only to the resource that sent it.`,
      fault: () =>
        onConsequence(requested, (stanza, { resource, sender }) => isPush(stanza) && resource !== sender, drop),
    }),
  ];
}

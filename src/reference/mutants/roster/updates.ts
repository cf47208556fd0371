// RFC 6121 2.4: the update of items; sets that must be refused, and faults in the result and the pushes of accepted sets.

import type { XmlElement } from '../../../model/xml.ts';
import { blankItem } from '../../roster.ts';
import type { ClientContext } from '../../server-state.ts';
import { type ErrorCondition, stamp } from '../../stanza.ts';
import { breaks, fromClient, type Mutant, type Predicate } from '../kit/mutant.ts';
import { drop, isPush, mapItems } from '../kit/rewrites.ts';
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
  breaks('2.4.1-a/groups-added', 'It adds the groups of an update to the stored ones.', () =>
    fromClient(isUpdate, (set, context) => editItems((item) => withOldGroups(item, set, context))(set)),
  ),
  breaks('2.4.1-a/name-kept', 'It keeps the name when an update has none.', () =>
    fromClient((set, context) => isUpdate(set, context) && nameOf(set) === undefined, withOldName),
  ),
  breaks('2.4.1-a/subscription-lost', 'It replaces the stored item by one without a subscription.', () =>
    fromClient(isUpdate, replaceItem),
  ),
  breaks('2.4.1-b/overlooked', 'It keeps the name when the name of an update is empty.', () =>
    fromClient((set, context) => isUpdate(set, context) && nameOf(set) === '', withOldName),
  ),
  breaks('2.4.1-b/refused', 'It refuses an empty name.', () =>
    fromClient((set) => nameOf(set) === '', refuseWith('not-acceptable')),
  ),
  breaks('2.4.2-a/not-kept', 'It answers and pushes an update, but does not store it.', () =>
    afterAnswer(isUpdate, restoreItem),
  ),
  breaks('2.4.2-b/old-item', 'It pushes the item as it was before the update.', () =>
    onConsequence(isUpdate, isPush, (push, sequel) => editItems((item) => asBefore(item, sequel))(push)),
  ),
  ...resultAndPushMutants(isUpdate, { result: '2.4.2-c', push: '2.4.2-b', what: 'an update' }),
  breaks('2.4.3-a/several-items', 'It stores the first of several items of an update.', () =>
    fromClient((set, context) => hasSeveralItems(set) && isUpdate(set, context), withFirstItem),
  ),
  breaks('2.4.3-a/group-twice', 'It merges duplicate groups of an update.', () =>
    fromClient(isUpdate, editItems(withoutDuplicateGroups)),
  ),
  breaks('2.4.3-a/stored', 'It stores an update that it must refuse.', () => fromClient(isRefusable, storeUnchecked)),
  breaks('2.4.3-a/half-done', 'It stores the name of an update that it refuses.', () =>
    afterAnswer(isRefusable, renameItem),
  ),
  breaks('2.4.3-a/old-item-lost', 'It removes an item when it refuses to update it.', () =>
    afterAnswer(isRefusable, deleteItem),
  ),
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

/** Refuses such sets with the wrong condition. */
export const wrongCondition = (
  requirement: string,
  requested: Predicate<ClientContext>,
  condition: ErrorCondition,
  what: string,
): Mutant =>
  breaks(`${requirement}/${condition}`, `It refuses ${what} with ${condition}.`, () =>
    onConsequence(requested, isAnswer, answerWithError(condition)),
  );

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
    breaks(`${result}/no-answer`, `It does not answer ${what}.`, () => dropAnswer(requested)),
    breaks(`${result}/answered-to-all`, `It sends the result of ${what} to all resources.`, () =>
      answerAllResources(requested),
    ),
    breaks(`${push}/not-to-sender`, `It does not push ${what} to the resource that sent it.`, () =>
      onConsequence(requested, (stanza, { resource, sender }) => isPush(stanza) && resource === sender, drop),
    ),
    breaks(`${push}/not-to-others`, `It pushes ${what} only to the resource that sent it.`, () =>
      onConsequence(requested, (stanza, { resource, sender }) => isPush(stanza) && resource !== sender, drop),
    ),
  ];
}

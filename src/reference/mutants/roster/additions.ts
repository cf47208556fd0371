// RFC 6121 2.3: new items, and sets that must be refused.

import { breaks, fromClient, type Mutant } from '../kit/mutant.ts';
import { isPush } from '../kit/predicates.ts';
import { drop } from '../kit/rewrites.ts';
import {
  afterAnswer,
  answerWithResult,
  type Consequence,
  editItems,
  groupsOf,
  isAddition,
  isError,
  isSet,
  jidOf,
  onConsequence,
  restoreItem,
  storeUnchecked,
  withGroups,
} from './roster-requests.ts';
import {
  hasAdjacentDuplicateGroups,
  hasDuplicateGroup,
  hasEmptyGroup,
  hasLongGroup,
  hasLongName,
  hasSeveralItems,
  namesOneJid,
  resultAndPushMutants,
  withFirstItem,
  withGroupsTruncated,
  withNameTruncated,
  withoutDuplicateGroups,
  wrongCondition,
} from './updates.ts';

export const additionMutants: readonly Mutant[] = [
  breaks('2.3.2-a', {
    slug: 'not-kept',
    title: 'It answers and pushes a new item, but does not store it.',
    fault: () => afterAnswer(isAddition, restoreItem),
  }),
  breaks('2.3.2-a', {
    slug: 'instead-of-others',
    title: 'It stores a new item and deletes all others.',
    fault: () => afterAnswer(isAddition, deleteOthers),
  }),
  breaks('2.3.2-c', {
    slug: 'without-groups',
    title: 'It pushes a new item without its groups.',
    fault: () =>
      onConsequence(
        isAddition,
        isPush,
        editItems((item) => withGroups(item, [])),
      ),
  }),
  ...resultAndPushMutants(isAddition, { result: '2.3.2-b', push: '2.3.2-c', what: 'a new item' }),

  breaks('2.3.3-a', {
    slug: 'no-answer',
    title: 'It does not answer a set that it refuses.',
    fault: () => onConsequence(isSet, isError, drop),
  }),
  breaks('2.3.3-a', {
    slug: 'result',
    title: 'It answers a set that it refuses with a result.',
    fault: () => onConsequence(isSet, isError, answerWithResult),
  }),
  // The mutant of 2.3.3-b is in access.ts.
  breaks('2.3.3-c', {
    slug: 'first-taken',
    title: 'It stores the first of several items.',
    fault: () => fromClient(hasSeveralItems, withFirstItem),
  }),
  breaks('2.3.3-c', {
    slug: 'all-taken',
    title: 'It stores all of several items.',
    fault: () => fromClient(hasSeveralItems, storeUnchecked),
  }),
  breaks('2.3.3-c', {
    slug: 'same-item-taken',
    title: 'It accepts several items with the same JID.',
    fault: () => fromClient((set) => hasSeveralItems(set) && namesOneJid(set), withFirstItem),
  }),
  breaks('2.3.3-c', wrongCondition(hasSeveralItems, 'not-acceptable', 'several items')),
  breaks('2.3.3-d', {
    slug: 'merged',
    title: 'It merges duplicate groups.',
    fault: () => fromClient(isSet, editItems(withoutDuplicateGroups)),
  }),
  breaks('2.3.3-d', {
    slug: 'neighbours-only',
    title: 'It detects duplicate groups only when they are adjacent.',
    fault: () =>
      fromClient(
        (set) => hasDuplicateGroup(set) && !hasAdjacentDuplicateGroups(set),
        editItems(withoutDuplicateGroups),
      ),
  }),
  breaks('2.3.3-d', {
    slug: 'stored-twice',
    title: 'It stores a duplicate group.',
    fault: () => fromClient(hasDuplicateGroup, storeUnchecked),
  }),
  breaks('2.3.3-d', wrongCondition(hasDuplicateGroup, 'not-acceptable', 'a duplicate group')),
  breaks('2.3.3-e', {
    slug: 'cut',
    title: 'It truncates a name that is too long.',
    fault: () => fromClient(hasLongName, (set, context) => editItems((item) => withNameTruncated(item, context))(set)),
  }),
  breaks('2.3.3-e', {
    slug: 'stored',
    title: 'It stores a name that is too long.',
    fault: () => fromClient(hasLongName, storeUnchecked),
  }),
  breaks('2.3.3-e', wrongCondition(hasLongName, 'bad-request', 'a name that is too long')),
  breaks('2.3.3-f', {
    slug: 'left-out',
    title: 'It ignores an empty group.',
    fault: () =>
      fromClient(
        hasEmptyGroup,
        editItems((item) => withGroups(item, groupsOf(item).filter(Boolean))),
      ),
  }),
  breaks('2.3.3-f', {
    slug: 'stored',
    title: 'It stores an empty group.',
    fault: () => fromClient(hasEmptyGroup, storeUnchecked),
  }),
  breaks('2.3.3-f', wrongCondition(hasEmptyGroup, 'bad-request', 'an empty group')),
  breaks('2.3.3-g', {
    slug: 'cut',
    title: 'It truncates a group that is too long.',
    fault: () =>
      fromClient(hasLongGroup, (set, context) => editItems((item) => withGroupsTruncated(item, context))(set)),
  }),
  breaks('2.3.3-g', {
    slug: 'stored',
    title: 'It stores a group that is too long.',
    fault: () => fromClient(hasLongGroup, storeUnchecked),
  }),
  breaks('2.3.3-g', wrongCondition(hasLongGroup, 'bad-request', 'a group that is too long')),
];

/** Deletes all items except the new one. */
function deleteOthers({ request, sender }: Consequence): void {
  const { items } = sender.account.roster;
  for (const jid of [...items.keys()]) if (jid !== jidOf(request)) items.delete(jid);
}

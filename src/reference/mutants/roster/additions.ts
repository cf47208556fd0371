// RFC 6121 2.3: new items, and sets that must be refused.

import { breaks, fromClient, type Mutant } from '../kit/mutant.ts';
import { drop, isPush } from '../kit/rewrites.ts';
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
  breaks('2.3.2-a/not-kept', 'It answers and pushes a new item, but does not store it.', () =>
    afterAnswer(isAddition, restoreItem),
  ),
  breaks('2.3.2-a/instead-of-others', 'It stores a new item and deletes all others.', () =>
    afterAnswer(isAddition, deleteOthers),
  ),
  breaks('2.3.2-c/without-groups', 'It pushes a new item without its groups.', () =>
    onConsequence(
      isAddition,
      isPush,
      editItems((item) => withGroups(item, [])),
    ),
  ),
  ...resultAndPushMutants(isAddition, { result: '2.3.2-b', push: '2.3.2-c', what: 'a new item' }),

  breaks('2.3.3-a/no-answer', 'It does not answer a set that it refuses.', () => onConsequence(isSet, isError, drop)),
  breaks('2.3.3-a/result', 'It answers a set that it refuses with a result.', () =>
    onConsequence(isSet, isError, answerWithResult),
  ),
  // The mutant of 2.3.3-b is in access.ts.
  breaks('2.3.3-c/first-taken', 'It stores the first of several items.', () =>
    fromClient(hasSeveralItems, withFirstItem),
  ),
  breaks('2.3.3-c/all-taken', 'It stores all of several items.', () => fromClient(hasSeveralItems, storeUnchecked)),
  breaks('2.3.3-c/same-item-taken', 'It accepts several items with the same JID.', () =>
    fromClient((set) => hasSeveralItems(set) && namesOneJid(set), withFirstItem),
  ),
  wrongCondition('2.3.3-c', hasSeveralItems, 'not-acceptable', 'several items'),
  breaks('2.3.3-d/merged', 'It merges duplicate groups.', () => fromClient(isSet, editItems(withoutDuplicateGroups))),
  breaks('2.3.3-d/neighbours-only', 'It detects duplicate groups only when they are adjacent.', () =>
    fromClient((set) => hasDuplicateGroup(set) && !hasAdjacentDuplicateGroups(set), editItems(withoutDuplicateGroups)),
  ),
  breaks('2.3.3-d/stored-twice', 'It stores a duplicate group.', () => fromClient(hasDuplicateGroup, storeUnchecked)),
  wrongCondition('2.3.3-d', hasDuplicateGroup, 'not-acceptable', 'a duplicate group'),
  breaks('2.3.3-e/cut', 'It truncates a name that is too long.', () =>
    fromClient(hasLongName, (set, context) => editItems((item) => withNameTruncated(item, context))(set)),
  ),
  breaks('2.3.3-e/stored', 'It stores a name that is too long.', () => fromClient(hasLongName, storeUnchecked)),
  wrongCondition('2.3.3-e', hasLongName, 'bad-request', 'a name that is too long'),
  breaks('2.3.3-f/left-out', 'It ignores an empty group.', () =>
    fromClient(
      hasEmptyGroup,
      editItems((item) => withGroups(item, groupsOf(item).filter(Boolean))),
    ),
  ),
  breaks('2.3.3-f/stored', 'It stores an empty group.', () => fromClient(hasEmptyGroup, storeUnchecked)),
  wrongCondition('2.3.3-f', hasEmptyGroup, 'bad-request', 'an empty group'),
  breaks('2.3.3-g/cut', 'It truncates a group that is too long.', () =>
    fromClient(hasLongGroup, (set, context) => editItems((item) => withGroupsTruncated(item, context))(set)),
  ),
  breaks('2.3.3-g/stored', 'It stores a group that is too long.', () => fromClient(hasLongGroup, storeUnchecked)),
  wrongCondition('2.3.3-g', hasLongGroup, 'bad-request', 'a group that is too long'),
];

/** Deletes all items except the new one. */
function deleteOthers({ request, sender }: Consequence): void {
  const { items } = sender.account.roster;
  for (const jid of [...items.keys()]) if (jid !== jidOf(request)) items.delete(jid);
}

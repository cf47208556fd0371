// RFC 6121 2.3: new items, and sets that are refused.

import { breaks, fromClient, isPush, lost } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Sequel } from './kit.ts';
import {
  afterwards,
  edited,
  following,
  groupsOf,
  inGroups,
  isAddition,
  isError,
  isSet,
  jidOf,
  restored,
  storedAsItIs,
  taken,
} from './kit.ts';
import {
  answersAndPushes,
  hasEmptyGroup,
  hasGroupRepeatedAtOnce,
  hasGroupTwice,
  hasLongGroup,
  hasLongName,
  hasSeveralItems,
  isOfOneJid,
  withFirstItem,
  withGroupsCut,
  withGroupsOnce,
  withNameCut,
  wrongly,
} from './set-kit.ts';

export const additionMutants: readonly Mutant[] = [
  breaks('2.3.2-a', {
    word: 'not-kept',
    title: 'It answers and pushes a new item, and does not keep it.',
    fault: () => afterwards(isAddition, restored),
  }),
  breaks('2.3.2-a', {
    word: 'instead-of-others',
    title: 'It keeps a new item instead of the others.',
    fault: () => afterwards(isAddition, withoutOthers),
  }),
  breaks('2.3.2-c', {
    word: 'without-groups',
    title: 'It pushes a new item without its groups.',
    fault: () =>
      following(
        isAddition,
        isPush,
        edited((item) => inGroups(item, [])),
      ),
  }),
  ...answersAndPushes(isAddition, { result: '2.3.2-b', push: '2.3.2-c', what: 'a new item' }),

  breaks('2.3.3-a', {
    word: 'no-answer',
    title: 'It does not answer a set that it refuses.',
    fault: () => following(isSet, isError, lost),
  }),
  breaks('2.3.3-a', {
    word: 'result',
    title: 'It answers a set that it refuses with a result.',
    fault: () => following(isSet, isError, taken),
  }),
  // Not 2.3.3-b, which is with 2.1.5-d in roster-access.ts.
  breaks('2.3.3-c', {
    word: 'first-taken',
    title: 'It takes the first of several items.',
    fault: () => fromClient(hasSeveralItems, withFirstItem),
  }),
  breaks('2.3.3-c', {
    word: 'all-taken',
    title: 'It takes all of several items.',
    fault: () => fromClient(hasSeveralItems, storedAsItIs),
  }),
  breaks('2.3.3-c', {
    word: 'same-item-taken',
    title: 'It takes several items of one JID.',
    fault: () => fromClient((set) => hasSeveralItems(set) && isOfOneJid(set), withFirstItem),
  }),
  breaks('2.3.3-c', wrongly(hasSeveralItems, 'not-acceptable', 'several items')),
  breaks('2.3.3-d', {
    word: 'merged',
    title: 'It takes a group that comes twice for one.',
    fault: () => fromClient(isSet, edited(withGroupsOnce)),
  }),
  breaks('2.3.3-d', {
    word: 'neighbours-only',
    title: 'It sees that a group comes twice only where one follows the other.',
    fault: () => fromClient((set) => hasGroupTwice(set) && !hasGroupRepeatedAtOnce(set), edited(withGroupsOnce)),
  }),
  breaks('2.3.3-d', {
    word: 'stored-twice',
    title: 'It keeps a group twice.',
    fault: () => fromClient(hasGroupTwice, storedAsItIs),
  }),
  breaks('2.3.3-d', wrongly(hasGroupTwice, 'not-acceptable', 'a group that comes twice')),
  breaks('2.3.3-e', {
    word: 'cut',
    title: 'It cuts a name that is too long.',
    fault: () => fromClient(hasLongName, (set, at) => edited((item) => withNameCut(item, at))(set)),
  }),
  breaks('2.3.3-e', {
    word: 'stored',
    title: 'It keeps a name that is too long.',
    fault: () => fromClient(hasLongName, storedAsItIs),
  }),
  breaks('2.3.3-e', wrongly(hasLongName, 'bad-request', 'a name that is too long')),
  breaks('2.3.3-f', {
    word: 'left-out',
    title: 'It leaves an empty group out.',
    fault: () =>
      fromClient(
        hasEmptyGroup,
        edited((item) => inGroups(item, groupsOf(item).filter(Boolean))),
      ),
  }),
  breaks('2.3.3-f', {
    word: 'stored',
    title: 'It keeps an empty group.',
    fault: () => fromClient(hasEmptyGroup, storedAsItIs),
  }),
  breaks('2.3.3-f', wrongly(hasEmptyGroup, 'bad-request', 'an empty group')),
  breaks('2.3.3-g', {
    word: 'cut',
    title: 'It cuts a group that is too long.',
    fault: () => fromClient(hasLongGroup, (set, at) => edited((item) => withGroupsCut(item, at))(set)),
  }),
  breaks('2.3.3-g', {
    word: 'stored',
    title: 'It keeps a group that is too long.',
    fault: () => fromClient(hasLongGroup, storedAsItIs),
  }),
  breaks('2.3.3-g', wrongly(hasLongGroup, 'bad-request', 'a group that is too long')),
];

/** Nothing but the new item is left. */
function withoutOthers({ request, sender }: Sequel): void {
  const { items } = sender.account.roster;
  for (const jid of [...items.keys()]) if (jid !== jidOf(request)) items.delete(jid);
}

// RFC 6121 4.2, 4.4 and 4.5: the same mistakes about who is told, with initial, updated and unavailable presence.

import { subscribers } from '../../availability.ts';
import { breaks, lost } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  alsoToConnected,
  type Doing,
  isAnotherOwn,
  isFirstAvailable,
  isItself,
  isNegative,
  isSomebodyElse,
  showing,
  telling,
} from './occasion.ts';

/** What is told, as titles call it. */
interface Matter {
  readonly doing: Doing;
  readonly name: string;
}

/** Which contacts the server tells. */
export function contactsMissed(requirement: string, { doing, name }: Matter): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: `${doing}-to-mutual-only`,
      title: `It sends ${name} only to contacts whom the user sees as well.`,
      fault: () => telling([doing], ({ isSubscriber, isMutual }) => isSubscriber && !isMutual, lost),
    }),
    breaks(requirement, {
      word: `${doing}-to-first-only`,
      title: `It sends ${name} to the first of all contacts only.`,
      fault: () =>
        telling([doing], ({ account, bare, isSubscriber }) => isSubscriber && subscribers(account)[0] !== bare, lost),
    }),
    breaks(requirement, {
      word: `${doing}-not-of-negative`,
      title: `It does not send ${name} of a resource of negative priority to contacts.`,
      fault: () => telling([doing], ({ isSubscriber }, { resource }) => isSubscriber && isNegative(resource), lost),
    }),
  ];
}

/** Which of the user's own resources it tells. */
export function ownResourcesMissed(requirement: string, { doing, name }: Matter): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: `${doing}-without-echo`,
      title: `It does not send ${name} back to the resource that sent it.`,
      fault: () => showing([doing], isItself, lost),
    }),
    breaks(requirement, {
      word: `${doing}-echo-only`,
      title: `It does not send ${name} to the other resources of the user.`,
      fault: () => showing([doing], isAnotherOwn, lost),
    }),
    breaks(requirement, {
      word: `${doing}-not-to-negative`,
      title: `It does not send ${name} to the other resources of the user that are of negative priority.`,
      fault: () => showing([doing], (to, it) => isAnotherOwn(to, it) && isNegative(to), lost),
    }),
    breaks(requirement, {
      word: `${doing}-to-connected`,
      title: `It sends ${name} to resources of the user that are not available.`,
      fault: () => showing([doing], isItself, alsoToConnected),
    }),
  ];
}

/** Which resources of a contact it delivers to. */
export function theirResourcesMissed(requirement: string, { doing, name }: Matter): readonly Mutant[] {
  return [
    breaks(requirement, {
      word: `${doing}-delivered-to-one`,
      title: `It delivers ${name} to one available resource of the contact.`,
      fault: () => showing([doing], (to, it) => isSomebodyElse(to, it) && !isFirstAvailable(to), lost),
    }),
    breaks(requirement, {
      word: `${doing}-not-to-negative`,
      title: `It does not deliver ${name} to resources of the contact that are of negative priority.`,
      fault: () => showing([doing], (to, it) => isSomebodyElse(to, it) && isNegative(to), lost),
    }),
    breaks(requirement, {
      word: `${doing}-delivered-to-connected`,
      title: `It delivers ${name} to resources of the contact that are not available.`,
      fault: () => showing([doing], (to, it) => isSomebodyElse(to, it) && isFirstAvailable(to), alsoToConnected),
    }),
  ];
}

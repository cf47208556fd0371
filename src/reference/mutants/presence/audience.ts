// Initial, updated and unavailable presence that does not reach all its recipients, or too many (RFC 6121 4.2, 4.4, 4.5).

import { subscribers } from '../../availability.ts';
import { breaks, type Mutant } from '../kit/mutant.ts';
import { hasNegativePriority } from '../kit/predicates.ts';
import { drop } from '../kit/rewrites.ts';
import {
  alsoToUnavailable,
  isFirstAvailable,
  isOfOtherAccount,
  isOtherOwnResource,
  isSender,
  onDelivery,
  onNotification,
} from './notifications.ts';
import type { TriggerKind } from './presence-trigger.ts';

/** A kind of broadcast. `slug` starts the slugs of its mutants, `name` names it in their titles. */
interface Broadcast {
  readonly kind: TriggerKind;
  readonly slug: string;
  readonly name: string;
}

/** Mutants that do not send a broadcast to all contacts. */
export function contactMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(
      `${requirement}/${slug}-to-mutual-only`,
      `It sends ${name} only to contacts with a mutual subscription.`,
      () => onNotification([kind], ({ isSubscriber, isMutual }) => isSubscriber && !isMutual, drop),
    ),
    breaks(`${requirement}/${slug}-to-first-only`, `It sends ${name} only to the first contact in the roster.`, () =>
      onNotification(
        [kind],
        ({ account, bare, isSubscriber }) => isSubscriber && subscribers(account)[0] !== bare,
        drop,
      ),
    ),
    breaks(
      `${requirement}/${slug}-not-of-negative`,
      `It does not send ${name} of a resource with negative priority to contacts.`,
      () =>
        onNotification([kind], ({ isSubscriber }, { resource }) => isSubscriber && hasNegativePriority(resource), drop),
    ),
  ];
}

/** Mutants that send a broadcast to the wrong resources of the user. */
export function ownResourceMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(`${requirement}/${slug}-without-echo`, `It does not send ${name} back to the resource that sent it.`, () =>
      onDelivery([kind], isSender, drop),
    ),
    breaks(`${requirement}/${slug}-echo-only`, `It does not send ${name} to the other resources of the user.`, () =>
      onDelivery([kind], isOtherOwnResource, drop),
    ),
    breaks(
      `${requirement}/${slug}-not-to-negative`,
      `It does not send ${name} to the other resources of the user with negative priority.`,
      () => onDelivery([kind], (to, trigger) => isOtherOwnResource(to, trigger) && hasNegativePriority(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-to-connected`,
      `It sends ${name} to resources of the user that are not available.`,
      () => onDelivery([kind], isSender, alsoToUnavailable),
    ),
  ];
}

/** Mutants that deliver a broadcast to the wrong resources of a contact. */
export function contactResourceMutants(requirement: string, { kind, slug, name }: Broadcast): readonly Mutant[] {
  return [
    breaks(
      `${requirement}/${slug}-delivered-to-one`,
      `It delivers ${name} to one available resource of the contact.`,
      () => onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && !isFirstAvailable(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-not-to-negative`,
      `It does not deliver ${name} to resources of the contact with negative priority.`,
      () => onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && hasNegativePriority(to), drop),
    ),
    breaks(
      `${requirement}/${slug}-delivered-to-connected`,
      `It delivers ${name} to resources of the contact that are not available.`,
      () =>
        onDelivery([kind], (to, trigger) => isOfOtherAccount(to, trigger) && isFirstAvailable(to), alsoToUnavailable),
    ),
  ];
}

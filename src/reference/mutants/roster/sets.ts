// Roster sets that must be refused, and faults in the result and the pushes of accepted sets.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { type ErrorCondition, stamp } from '../../stanza.ts';
import type { Predicate } from '../kit/hooks.ts';
import type { Mutant } from '../kit/mutant.ts';
import { breaks } from '../kit/mutant.ts';
import { isPush } from '../kit/predicates.ts';
import { drop, mapItems } from '../kit/rewrites.ts';
import { answerAllResources, answerWithError, dropAnswer, isAnswer, onConsequence } from './consequences.ts';
import { groupsOf, isSet, itemsOf, withGroups } from './requests.ts';

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

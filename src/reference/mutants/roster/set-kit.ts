// What mutants of roster sets are written with: sets that must be refused, and what every set that is taken brings about.

import type { XmlElement } from '../../../model/xml.ts';
import type { Fault } from '../../fault.ts';
import type { ClientContext } from '../../server-state.ts';
import { type ErrorCondition, stamp } from '../../stanza.ts';
import { breaks, isPush, lost, type Test, withItems } from '../kit/kit.ts';
import type { Mutant } from '../kit/mutant.ts';
import {
  answeredToAll,
  following,
  groupsOf,
  inGroups,
  isAnswer,
  isSet,
  itemsOf,
  refusedAs,
  unanswered,
} from './kit.ts';

const groupsIn = (set: XmlElement): readonly string[] => (isSet(set) ? itemsOf(set).flatMap(groupsOf) : []);

export const hasSeveralItems = (set: XmlElement): boolean => isSet(set) && itemsOf(set).length > 1;
export const isOfOneJid = (set: XmlElement): boolean =>
  new Set(itemsOf(set).map(({ attrs }) => attrs['jid'])).size === 1;
export const hasEmptyGroup = (set: XmlElement): boolean => groupsIn(set).includes('');
export const hasGroupTwice = (set: XmlElement): boolean => new Set(groupsIn(set)).size < groupsIn(set).length;
export const hasGroupRepeatedAtOnce = (set: XmlElement): boolean =>
  groupsIn(set).some((group, at, groups) => group === groups[at + 1]);
export const hasLongName: Test<ClientContext> = (set, { server }) =>
  isSet(set) && itemsOf(set).some(({ attrs }) => [...(attrs['name'] ?? '')].length > server.limits.name);
export const hasLongGroup: Test<ClientContext> = (set, { server }) =>
  groupsIn(set).some((group) => [...group].length > server.limits.group);

export function withFirstItem(set: XmlElement): readonly XmlElement[] {
  const [first] = itemsOf(set);
  return [withItems(set, (item) => (item === first ? [item] : []))];
}

export const withGroupsOnce = (item: XmlElement): XmlElement => inGroups(item, [...new Set(groupsOf(item))]);

const cut = (value: string, length: number): string => [...value].slice(0, length).join('');

export function withNameCut(item: XmlElement, { server }: ClientContext): XmlElement {
  return stamp(item, { name: cut(item.attrs['name'] ?? '', server.limits.name) });
}

export function withGroupsCut(item: XmlElement, { server }: ClientContext): XmlElement {
  return inGroups(
    item,
    groupsOf(item).map((group) => cut(group, server.limits.group)),
  );
}

/** A set is refused by an error of another condition; the rest of what `breaks` wants to know. */
export function wrongly(requested: Test<ClientContext>, condition: ErrorCondition, what: string) {
  const fault = (): Fault => following(requested, isAnswer, refusedAs(condition));
  return { word: condition, title: `It refuses ${what} by ${condition}.`, fault };
}

/** The requirements on the result of a set and on the push, and what the set is about. */
interface Rules {
  readonly result: string;
  readonly push: string;
  readonly what: string;
}

/** What every set that is taken brings about, wrong: its result and its pushes. */
export function answersAndPushes(requested: Test<ClientContext>, { result, push, what }: Rules): readonly Mutant[] {
  return [
    breaks(result, {
      word: 'no-answer',
      title: `It does not answer ${what}.`,
      fault: () => unanswered(requested),
    }),
    breaks(result, {
      word: 'answered-to-all',
      title: `It sends the result of ${what} to all resources.`,
      fault: () => answeredToAll(requested),
    }),
    breaks(push, {
      word: 'not-to-sender',
      title: `It does not push ${what} to the resource that sent it.`,
      fault: () => following(requested, (stanza, { resource, sender }) => isPush(stanza) && resource === sender, lost),
    }),
    breaks(push, {
      word: 'not-to-others',
      title: `It pushes ${what} only to the resource that sent it.`,
      fault: () => following(requested, (stanza, { resource, sender }) => isPush(stanza) && resource !== sender, lost),
    }),
  ];
}

// What a client shows, as its driver says it, as elements: so it is compared by the patterns of cases.

import type { ShownKind } from '../model/client.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The elements of the list that a driver shows; undefined where it shows none. */
export function shownElements(what: ShownKind, list: unknown): readonly XmlElement[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.filter((entry) => typeof entry === 'object' && entry !== null).map((entry: Entry) => READ[what](entry));
}

const READ: Readonly<Record<ShownKind, (entry: Entry) => XmlElement>> = {
  roster: (entry) =>
    element('item', NS.roster, texts(entry, ['jid', 'name', 'subscription', 'ask']), groupsOf(entry['groups'])),
  messages: (entry) =>
    element('message', NS.client, texts(entry, ['from', 'type']), children(entry, ['subject', 'body', 'thread'])),
  contacts: (entry) =>
    element('presence', NS.client, { from: textOf(entry['jid']) }, children(entry, ['show', 'status'])),
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : String(value ?? ''));

/** The attributes that the entry has. */
function texts(entry: Entry, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.filter((name) => isGiven(entry[name])).map((name) => [name, textOf(entry[name])]));
}

const children = (entry: Entry, names: readonly string[]): readonly XmlElement[] =>
  names.filter((name) => isGiven(entry[name])).map((name) => element(name, NS.client, {}, [textOf(entry[name])]));

const groupsOf = (groups: unknown): readonly XmlElement[] =>
  Array.isArray(groups) ? groups.map((group) => element('group', NS.roster, {}, [textOf(group)])) : [];

/** Libraries write null, or an empty text, for what is not there. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

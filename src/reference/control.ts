// The server as a test double: what the user of a test sees of it, and does with it.

import type { XmlElement } from '../model/xml.ts';
import { parseJid, prepare } from '../stanza/jid.ts';
import { elements, text } from '../stanza/xml.ts';
import { createAccount } from './registration.ts';
import { dropItem, storeItem } from './roster.ts';
import type { Account, Resource, RosterItem, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';

/** What a test does with the server. Addresses are of clients: a full JID, or a bare one for all resources of an account. */
export interface Control {
  /** Adds an account. Returns the condition of XEP-0077 by which it cannot be. */
  addAccount(name: string, password: string): ErrorCondition | undefined;
  /** Replaces the roster of an account, and pushes what changes (RFC 6121 2.1.6): items as elements. Returns whether there is the account. */
  setRoster(name: string, items: readonly XmlElement[]): boolean;
  /** Empties the roster of an account, and forgets its requests and what waits for it. */
  forget(name: string): void;
  /** Sends a stanza as it is, whoever it is from: no rule of the server applies. Returns the full JIDs that get it. */
  send(to: string, stanza: XmlElement): readonly string[];
  /** Writes text into the streams. Returns the full JIDs that get it. */
  write(to: string, characters: string): readonly string[];
  /** Closes the streams, with a stream error (RFC 6120 4.9.3) if one is named; absent: those of all clients. Returns their full JIDs. */
  close(to: string | undefined, condition: string | undefined): readonly string[];
  /** Closes all streams, and forgets all accounts. */
  reset(): void;
}

/** The hands of a test on a server. */
export function controlOf(server: ServerState): Control {
  const all = () => [...server.accounts.values()].flatMap(({ resources }) => [...resources.values()]);
  const at = (to: string): readonly Resource[] => {
    const jid = parseJid(to);
    return jid === undefined ? [] : all().filter((one) => one.jid === jid.full || one.account.jid === jid.full);
  };
  const each = (found: readonly Resource[], act: (resource: Resource) => void): readonly string[] => {
    for (const resource of found) act(resource);
    return found.map(({ jid }) => jid);
  };
  const close = (found: readonly Resource[], condition: string | undefined) =>
    each(found, (resource) => (condition === undefined ? resource.close() : resource.end(condition)));
  return {
    addAccount: (name, password) => createAccount(server, name, password),
    setRoster: (name, items) => {
      const account = server.accounts.get(prepare(name));
      if (account !== undefined) replaceRoster(server, account, items.map(itemOf));
      return account !== undefined;
    },
    forget: (name) => {
      const account = server.accounts.get(prepare(name));
      if (account === undefined) return;
      replaceRoster(server, account, []);
      for (const requests of [account.pendingIn, account.pendingOut]) requests.clear();
      account.offline.splice(0);
    },
    send: (to, stanza) => each(at(to), (resource) => resource.send(stanza)),
    write: (to, characters) => each(at(to), (resource) => resource.write(characters)),
    close: (to, condition) => close(to === undefined ? all() : at(to), condition),
    reset: () => {
      close(all(), undefined);
      server.accounts.clear();
    },
  };
}

function replaceRoster(server: ServerState, account: Account, items: readonly RosterItem[]): void {
  const kept = new Set(items.map(({ jid }) => jid));
  for (const jid of [...account.roster.items.keys()]) if (!kept.has(jid)) dropItem(server, account, jid);
  for (const item of items) storeItem(server, account, item);
}

function itemOf(item: XmlElement): RosterItem {
  const { jid = '', name = '', subscription = 'none', ask, approved } = item.attrs;
  return {
    jid: parseJid(jid)?.bare ?? jid,
    name,
    groups: elements(item).map(text),
    subscription: SUBSCRIPTIONS.find((known) => known === subscription) ?? 'none',
    ask: ask === 'subscribe',
    approved: approved === 'true',
  };
}

const SUBSCRIPTIONS = ['none', 'to', 'from', 'both'] as const;

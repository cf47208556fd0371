// Whether existing accounts are used by this run alone.

import type { Account, Connect } from '../model/session.ts';
import { bareOf, parseJid, resourceOf } from '../stanza/jid.ts';
import type { Provision } from './provision.ts';

/** Knows the resources that this run has bound on existing accounts, and the roster items that it found on them. */
export class AccountWatch {
  /** By folded bare JID: all resources of this run so far. One that lingers on the server is still ours. */
  readonly #resources: ReadonlyMap<string, Set<string>>;
  /** By folded bare JID: contacts that were on the roster before the first case. Some servers add them at each login. */
  readonly #contacts = new Map<string, ReadonlySet<string>>();

  constructor(accounts: readonly Account[]) {
    this.#resources = new Map(accounts.map(({ jid }) => [folded(jid), new Set<string>()]));
  }

  /** By folded bare JID: the accounts that a case has used together with it. */
  readonly #partners = new Map<string, Set<string>>();

  /** Records the resources of sessions that are opened. */
  watch(connect: Connect): Connect {
    return async (options) => {
      const own = this.#resources.get(folded(options.account.jid));
      own?.add(options.resource);
      const session = await connect(options);
      own?.add(resourceOf(session.jid));
      return session;
    };
  }

  /** Whether a full JID is a resource of one of the accounts that this run has not bound. */
  isForeign(jid: string): boolean {
    const resource = resourceOf(jid);
    const own = this.#resources.get(folded(bareOf(jid)));
    return own !== undefined && resource !== '' && !own.has(resource);
  }

  /** Records the contacts that were found on the roster of an account. Only those found first count. */
  foundContacts(account: string, contacts: readonly string[]): void {
    const key = folded(account);
    if (this.#resources.has(key) && !this.#contacts.has(key)) this.#contacts.set(key, new Set(contacts.map(folded)));
  }

  /** Whether a contact cannot have been on the roster of this account unless it was added since the first reset. */
  isNewContact(account: string, contact: string): boolean {
    const known = this.#contacts.get(folded(account));
    return known !== undefined && !known.has(folded(contact));
  }

  /** Records addresses that a case has used together; those that are watched may be asked for. */
  together(addresses: readonly string[]): void {
    const keys = addresses.map(folded);
    for (const key of keys) {
      if (!this.#resources.has(key)) continue;
      const partners = this.#partners.get(key) ?? new Set();
      for (const other of keys) partners.add(other);
      this.#partners.set(key, partners);
    }
  }

  /** Whether a case has used both. */
  wereTogether(account: string, contact: string): boolean {
    return this.#partners.get(folded(account))?.has(folded(contact)) ?? false;
  }
}

interface Existing {
  readonly provision: Provision;
  readonly special: Readonly<Record<string, Account>>;
}

/** Watches the existing accounts; undefined where there are none. */
export function watchExisting({ provision, special }: Existing) {
  const fixed = provision.kind === 'fixed' ? provision.accounts : [];
  const existing = [...fixed, ...Object.values(special)];
  return existing.length === 0 ? undefined : new AccountWatch(existing);
}

const folded = (jid: string): string => parseJid(jid)?.bare ?? jid;

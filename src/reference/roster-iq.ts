// RFC 6121 2.1.3 to 2.6.3: what a client may ask of a roster, and what it may not.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { blankItem, changedSince, pushItem, rosterQuery, storeItem } from './roster.ts';
import type { Resource, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { resultOf } from './stanza.ts';
import { removeContact } from './subscription.ts';

/** Answers a roster get, and makes the asking resource an interested one. Returns a condition when it refuses. */
export function getRoster(server: ServerState, resource: Resource, iq: XmlElement): ErrorCondition | undefined {
  const { account } = resource;
  const [query] = elements(iq);
  if (query === undefined || elements(query).length > 0) return 'bad-request';
  if (account.kind === 'rosterless') return 'item-not-found';
  resource.interested = true;
  const held = query.attrs['ver'];
  const changed = held === undefined ? undefined : changedSince(account.roster, held);
  resource.send(resultOf(iq, changed ? [] : [rosterQuery(account.roster)]));
  for (const jid of changed ?? []) pushItem(server, resource, jid);
  return undefined;
}

/** Whose roster a set is for, and where the answer goes. */
type Asker = Pick<Resource, 'account' | 'send'>;

/** Adds, updates or removes one item. Returns a condition when it refuses; then nothing has changed. */
export function setRoster(server: ServerState, resource: Asker, iq: XmlElement): ErrorCondition | undefined {
  const [query] = elements(iq);
  const wish = query && readWish(query);
  if (wish === undefined) return 'bad-request';
  if (typeof wish === 'string') return wish;
  const refusal = REFUSALS.find(({ applies }) => applies({ server, resource, wish }));
  if (refusal) return refusal.condition;
  if (wish.remove) removeContact(server, resource.account, wish.jid);
  else storeWish(server, resource, wish);
  resource.send(resultOf(iq));
  return undefined;
}

/** What a roster set asks for. Its subscription other than remove, its ask and approved do not count (2.1.2). */
interface Wish {
  readonly jid: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly remove: boolean;
}

interface Asked {
  readonly server: ServerState;
  readonly resource: Asker;
  readonly wish: Wish;
}

interface Refusal {
  readonly condition: ErrorCondition;
  applies(asked: Asked): boolean;
}

/** Why a set is refused (RFC 6121 2.3.3, 2.4.3, 2.5.3); the first that applies. */
const REFUSALS: readonly Refusal[] = [
  { condition: 'item-not-found', applies: ({ resource }) => resource.account.kind === 'rosterless' },
  { condition: 'not-allowed', applies: ({ resource }) => resource.account.kind === 'roster-read-only' },
  { condition: 'not-allowed', applies: ({ resource, wish }) => wish.jid === resource.account.jid },
  { condition: 'item-not-found', applies: ({ resource, wish }) => wish.remove && !hasItem(resource, wish.jid) },
  { condition: 'bad-request', applies: ({ wish }) => new Set(wish.groups).size < wish.groups.length },
  { condition: 'not-acceptable', applies: ({ wish }) => wish.groups.includes('') },
  { condition: 'not-acceptable', applies: ({ server, wish }) => isLonger(wish.name, server.limits.name) },
  {
    condition: 'not-acceptable',
    applies: ({ server, wish }) => wish.groups.some((group) => isLonger(group, server.limits.group)),
  },
];

function readWish(query: XmlElement): Wish | ErrorCondition {
  const [item, ...more] = elements(query);
  if (item?.name !== 'item' || item.ns !== NS.roster || more.length > 0) return 'bad-request';
  const { jid, name = '', subscription } = item.attrs;
  if (jid === undefined) return 'bad-request';
  const address = parseJid(jid);
  if (!address) return 'jid-malformed';
  const groups = elements(item).filter((child) => child.name === 'group' && child.ns === NS.roster);
  return { jid: address.full, name, groups: groups.map(text), remove: subscription === 'remove' };
}

/** Replaces name and groups; subscription, ask and approved stay as they are (2.4.1). */
function storeWish(server: ServerState, { account }: Asker, { jid, name, groups }: Wish): void {
  const stored = account.roster.items.get(jid) ?? blankItem(jid);
  storeItem(server, account, { ...stored, name, groups });
}

function hasItem({ account }: Asker, jid: string): boolean {
  return account.roster.items.has(jid);
}

function isLonger(value: string, limit: number): boolean {
  return [...value].length > limit;
}

// RFC 6121 2.1.3 to 2.6.3: roster gets and sets.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { elements, NS, text } from '../stanza/xml.ts';
import { blankItem, changedSince, pushItem, rosterQuery, storeItem } from './roster.ts';
import type { Resource, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { resultOf } from './stanza.ts';
import { removeContact } from './subscription.ts';

/** Answers a roster get, and makes its sender an interested resource. Returns the condition of an error when it refuses. */
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

/** The account whose roster is set, and the receiver of the answer. */
type Requester = Pick<Resource, 'account' | 'send'>;

/** Adds, updates or removes one item. Returns the condition of an error when it refuses; then nothing has changed. */
export function setRoster(server: ServerState, resource: Requester, iq: XmlElement): ErrorCondition | undefined {
  const [query] = elements(iq);
  const change = query && readChange(query);
  if (change === undefined) return 'bad-request';
  if (typeof change === 'string') return change;
  const refusal = REFUSALS.find(({ applies }) => applies({ server, resource, change }));
  if (refusal) return refusal.condition;
  if (change.remove) removeContact(server, resource.account, change.jid);
  else applyChange(server, resource, change);
  resource.send(resultOf(iq));
  return undefined;
}

/** What a roster set changes. Other subscriptions than remove, ask and approved are ignored (2.1.2). */
interface RosterChange {
  readonly jid: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly remove: boolean;
}

interface SetContext {
  readonly server: ServerState;
  readonly resource: Requester;
  readonly change: RosterChange;
}

interface Refusal {
  readonly condition: ErrorCondition;
  applies(asked: SetContext): boolean;
}

/** Reasons to refuse a set (RFC 6121 2.3.3, 2.4.3, 2.5.3). The first that applies is used. */
const REFUSALS: readonly Refusal[] = [
  { condition: 'item-not-found', applies: ({ resource }) => resource.account.kind === 'rosterless' },
  { condition: 'not-allowed', applies: ({ resource }) => resource.account.kind === 'roster-read-only' },
  { condition: 'not-allowed', applies: ({ resource, change }) => change.jid === resource.account.jid },
  { condition: 'item-not-found', applies: ({ resource, change }) => change.remove && !hasItem(resource, change.jid) },
  { condition: 'bad-request', applies: ({ change }) => new Set(change.groups).size < change.groups.length },
  { condition: 'not-acceptable', applies: ({ change }) => change.groups.includes('') },
  { condition: 'not-acceptable', applies: ({ server, change }) => isLonger(change.name, server.limits.name) },
  {
    condition: 'not-acceptable',
    applies: ({ server, change }) => change.groups.some((group) => isLonger(group, server.limits.group)),
  },
];

function readChange(query: XmlElement): RosterChange | ErrorCondition {
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
function applyChange(server: ServerState, { account }: Requester, { jid, name, groups }: RosterChange): void {
  const stored = account.roster.items.get(jid) ?? blankItem(jid);
  storeItem(server, account, { ...stored, name, groups });
}

function hasItem({ account }: Requester, jid: string): boolean {
  return account.roster.items.has(jid);
}

function isLonger(value: string, limit: number): boolean {
  return [...value].length > limit;
}

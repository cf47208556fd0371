// RFC 6121 8.5: messages, by the delivery table and its rulings. See scenario/standard/expand-delivery.ts.

import type { XmlElement } from '../../model/xml.ts';
import { type Delivery, expandDelivery, type Receiver } from '../../scenario/standard/expand-delivery.ts';
import type { ExpectedStanza, Option } from '../../scenario/standard/expectation-builder.ts';
import {
  type DeliveryCondition,
  type DeliveryRow,
  deliveryProofs,
  MESSAGE_TYPES,
  type MessageType,
  permittedOutcomes,
} from '../../spec/delivery-table.ts';
import type { ActOf, Address } from './act.ts';
import { type Branch, branch, type Effect } from './branch.ts';
import { DELIVERY, NOBODY } from './cast.ts';
import { departuresOfDelivery } from './rulings.ts';
import { stanzaOf } from './stanzas.ts';
import { availableOf, connectedOf, isAway, type Stored, sessionOf, userOf, type World } from './world.ts';

/** A message of a session: every outcome of the table, and what is stored for later. */
export const says =
  (act: ActOf<'message'>): Effect =>
  (world) => {
    const message = stanzaOf(world, act);
    if (message === undefined) return [branch(world)];
    const { user } = act.to;
    if (isAway(world, user)) return [routed(world, act, message)];
    const delivery = deliveryOf(world, act, message);
    const options = expandDelivery(delivery).choices[0] ?? [];
    const isOwn = user === userOf(act.session);
    const mayStore = delivery.permitted.includes('O');
    const shown = options
      .filter(({ name }) => !(mayStore && name === 'S'))
      .map((option) => optionBranch(world, option, delivery, isOwn || act.to.capitals === true));
    return mayStore ? [...shown, kept(world, act, delivery)] : shown.map((one) => dropped(one, act, delivery));
  };

/** Where silence is permitted and storing is not, the message must not come later. */
function dropped(one: Branch, { session, to }: ActOf<'message'>, { message, proofs, permitted }: Delivery): Branch {
  if (one.names[0] !== 'S' || !permitted.includes('S') || to.user === NOBODY) return one;
  const pattern = whole({ ...message, attrs: arrivingAttrs(message, session) });
  const entry: Stored = { sender: session, pattern, proves: [], violates: proofs.rule };
  return { ...one, world: withStored(one.world, to.user, entry) };
}

const withStored = (world: World, user: string, entry: Stored): World => ({
  ...world,
  stored: { ...world.stored, [user]: [...(world.stored[user] ?? []), entry] },
});

/** A message for a remote user arrives at the remote domain. */
function routed(world: World, { session, to }: ActOf<'message'>, message: XmlElement): Branch {
  const [at = ''] = availableOf(world, to.user);
  const pattern = whole({ ...message, attrs: arrivingAttrs(message, session) });
  const further = [
    { pattern: { ...message, attrs: { to: message.attrs['to'] ?? '' }, children: [] }, proves: ['rfc6120-8.1.1.1-a'] },
  ];
  return branch(world, { receives: [{ session: at, pattern, proves: ['rfc6120-10.4-a'], further }] });
}

/** `isVague`: the address may be spelt in another way, or left out. */
function optionBranch(
  world: World,
  { name, receives, may, silences, violates }: Option,
  { sender, message, type, row }: Delivery,
  isVague: boolean,
): Branch {
  const checked = (stanza: ExpectedStanza): ExpectedStanza => {
    if (stanza.pattern.attrs['type'] === 'error' && message.attrs['type'] !== 'error') {
      return isVague
        ? { ...stanza, further: (stanza.further ?? []).filter(({ pattern }) => pattern.attrs['from'] === undefined) }
        : stanza;
    }
    return { ...stanza, pattern: whole(stanza.pattern), ...(isVague && { further: [] }) };
  };
  const quiet =
    name === 'E' ? [] : [{ session: sender, proves: receives.length > 0 ? (receives[0]?.proves ?? []) : [] }];
  return branch(world, {
    names: [name],
    receives: receives.map(checked),
    may,
    silences: [...silences, ...quiet.filter(({ proves }) => proves.length > 0)],
    violates: departuresOfDelivery(
      { name, violates },
      { isHeadline: type === 'headline', isMatch: row.to === 'full-match' },
    ),
  });
}

/** A message holds what was sent, and nothing more that RFC 6121 defines. */
const whole = (pattern: XmlElement): XmlElement => ({ ...pattern, children: ['${only}', ...pattern.children] });

/** No type is the type "normal"; an unknown one may arrive as it is, or as this. */
function arrivingAttrs({ attrs: { type, id } }: XmlElement, sender: string): Readonly<Record<string, string>> {
  const isKnown = MESSAGE_TYPES.some((known) => known === type);
  const shown = type === undefined || type === 'normal' ? { type: '${optional:normal}' } : isKnown ? { type } : {};
  return { ...shown, ...(id !== undefined && { id }), from: `\${${sender}}` };
}

/** Nothing arrives now. */
function kept(world: World, { session, to }: ActOf<'message'>, { message, proofs }: Delivery): Branch {
  const pattern = whole({ ...message, attrs: arrivingAttrs(message, session) });
  const entry: Stored = { sender: session, pattern, proves: proofs.kept };
  const silences = [session, ...connectedOf(world, to.user)].map((at) => ({ session: at, proves: proofs.kept }));
  return branch(withStored(world, to.user, entry), { names: ['stored'], silences });
}

function deliveryOf(world: World, { session, to }: ActOf<'message'>, message: XmlElement): Delivery {
  const receivers = to.user === NOBODY ? [] : connectedOf(world, to.user).map((ref) => receiverOf(world, ref));
  const isConnectedOnly = receivers.length > 0 && receivers.every(({ priority }) => priority === undefined);
  const row = rowOf(world, to, receivers);
  const { type: sent } = message.attrs;
  const type: MessageType = MESSAGE_TYPES.find((known) => known === sent) ?? 'normal';
  const permitted = (isConnectedOnly ? row.connectedOnly?.[type] : undefined) ?? permittedOutcomes(row, type);
  const proofs = deliveryProofs(row, type, { isTyped: sent === type, isConnectedOnly });
  return { row, type, permitted, proofs, sender: session, message, receivers };
}

/** The priority by which the server delivers, of which the sign alone counts. */
function receiverOf(world: World, session: string): Receiver {
  const { presence } = sessionOf(world, session);
  return { session, priority: presence === undefined ? undefined : presence.isNegative ? -1 : rankOf(presence) };
}

/** Equal priorities are equally available; what the server shows instead of a priority is not compared. */
function rankOf({ children, shown }: { readonly children: readonly XmlElement[]; readonly shown?: string }): number {
  const [sent] = children.filter(({ name }) => name === 'priority').flatMap((one) => one.children);
  return shown === undefined ? Number(sent ?? 0) : 0;
}

function rowOf(world: World, { user, at }: Address, receivers: readonly Receiver[]): DeliveryRow {
  const isMatch = at !== undefined && sessionOf(world, at).isConnected;
  const condition = conditionOf(user, receivers);
  const form =
    at === undefined ? 'bare' : condition === 'no-account' ? 'full' : isMatch ? 'full-match' : 'full-no-match';
  // The table has no row for a matching resource that is connected and not available: it is a matching one (8.5.3.1).
  const row = condition === 'no-active-resource' && isMatch ? 'one-non-negative' : condition;
  const found = DELIVERY().find(({ id }) => id === `${row}/${form}`);
  if (found === undefined) throw new Error(`bug: the delivery table has no row ${row}/${form}`);
  return found;
}

function conditionOf(user: string, receivers: readonly Receiver[]): DeliveryCondition {
  if (user === NOBODY) return 'no-account';
  const priorities = receivers.flatMap(({ priority }) => priority ?? []);
  const usable = priorities.filter((priority) => priority >= 0).length;
  if (usable > 1) return 'several-non-negative';
  if (usable === 1) return 'one-non-negative';
  return priorities.length > 0 ? 'negative-only' : 'no-active-resource';
}

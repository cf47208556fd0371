// A step that names a cell of the delivery table (RFC 6121 8.5.4), expanded to every outcome that can be recognised.

import type { SessionPlan } from '../model/case.ts';
import type { ExpectStep, SendStep, Step } from '../model/step.ts';
import { deliveryProofs } from '../spec/delivery-proofs.ts';
import { MESSAGE_TYPES, type MessageType } from '../spec/delivery-table.ts';
import { child, NS, text } from '../stanza/xml.ts';
import type { Path } from '../yaml/read.ts';
import type { AuthoredExpect } from './schema.ts';
import { cite, type Scope, unknown } from './scope.ts';
import { type Delivery, playDelivery, type Receiver } from './standard/delivery-play.ts';
import { citedIn, NOTHING, toExpect } from './standard/expectation-builder.ts';

/** What the sessions receive by the cell; nothing where the cell cannot be read. */
export function readDelivery(expect: AuthoredExpect, path: Path, scope: Scope): Omit<ExpectStep, 'place'> {
  const further = Object.keys(expect).filter((key) => key !== 'delivery');
  if (further.length > 0)
    scope.report([...path, 'delivery'], `"delivery" says all that is seen; remove "${further.join('" and "')}"`);
  const delivery = findDelivery(expect.delivery ?? '', [...path, 'delivery'], scope);
  const place = scope.source.place(path);
  if (delivery === undefined) return toExpect(NOTHING, [], place);
  const picture = playDelivery(delivery);
  cite([...delivery.proofs.rule, ...citedIn(picture)], path, scope);
  return toExpect(picture, delivery.proofs.rule, place);
}

function findDelivery(id: string, path: Path, scope: Scope): Delivery | undefined {
  const { delivery: table } = scope.standards.tables;
  const cells = table.flatMap((row) => MESSAGE_TYPES.map((type) => ({ id: `${row.id}/${type}`, row, type })));
  const cell = cells.find((candidate) => candidate.id === id);
  if (cell === undefined) {
    const known = cells.map((candidate) => candidate.id);
    scope.report(path, unknown('cell', id, known, scope));
    return undefined;
  }
  const at = scope.before.findLastIndex((step) => step.kind === 'send' && step.stanza.name === 'message');
  const sent = scope.before[at];
  const receiver = sent?.kind === 'send' ? findReceiver(sent, scope) : undefined;
  if (sent?.kind !== 'send' || receiver === undefined) {
    scope.report(path, `the cell "${id}" needs a send of a <message/> to an actor before it`);
    return undefined;
  }
  const { row, type } = cell;
  const isTyped = MESSAGE_TYPES.includes(sent.stanza.attrs['type'] as MessageType);
  const [late] = connectedAfter(scope.before.slice(at), receiver);
  return {
    row,
    type,
    proofs: deliveryProofs(row, type, isTyped),
    sender: sent.from,
    message: sent.stanza,
    receivers: receiver.filter(({ atStart }) => atStart).map(toReceiver),
    ...(late !== undefined && { late: late.ref }),
  };
}

/** The sessions of the actor that the message is for. */
function findReceiver({ stanza }: SendStep, { actors }: Scope): readonly SessionPlan[] | undefined {
  const to = stanza.attrs['to'] ?? '';
  return actors.find(({ name }) => to.startsWith(`\${${name}}`))?.sessions;
}

function connectedAfter(steps: readonly Step[], sessions: readonly SessionPlan[]): readonly SessionPlan[] {
  return sessions.filter(({ ref }) => steps.some((step) => step.kind === 'connect' && step.session === ref));
}

function toReceiver({ ref, presence }: SessionPlan): Receiver {
  const priority = presence && child(presence, 'priority', NS.client);
  return { session: ref, priority: presence && Number(priority === undefined ? 0 : text(priority)) };
}

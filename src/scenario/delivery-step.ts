// An expect step that names a cell of the delivery table (RFC 6121 8.5.4): every outcome that a server can take.

import type { SessionPlan } from '../model/case.ts';
import type { ExpectStep, SendStep, Step } from '../model/step.ts';
import { type DeliveryRow, deliveryProofs, MESSAGE_TYPES, type MessageType } from '../spec/delivery-table.ts';
import { child, NS, text } from '../stanza/xml.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { bothQuoted } from '../wording/texts.ts';
import type { AuthoredExpect } from './expect-schema.ts';
import { type Cursor, cite, type StepScope, unknown } from './scope.ts';
import { type Delivery, expandDelivery, type Receiver } from './standard/expand-delivery.ts';
import { citedIn, NO_EXPECTATIONS, toExpectStep } from './standard/expectation-builder.ts';

/** The expect step of a cell. It expects nothing if the cell has a mistake, which is reported. */
export function readDelivery(expect: AuthoredExpect, here: Cursor<StepScope>): Omit<ExpectStep, 'place'> {
  const further = Object.keys(expect).filter((key) => key !== 'cell');
  if (further.length > 0) here.at('cell').report(scenarioMistake('cellStatesAll', bothQuoted(further)));
  const delivery = findDelivery(expect.cell ?? '', here.at('cell'));
  const place = here.place();
  if (delivery === undefined) return toExpectStep(NO_EXPECTATIONS, [], place);
  const expectations = expandDelivery(delivery);
  cite([...delivery.proofs.rule, ...citedIn(expectations)], here);
  return toExpectStep(expectations, delivery.proofs.rule, place);
}

interface DeliveryCell {
  readonly id: string;
  readonly row: DeliveryRow;
  readonly type: MessageType;
}

function findDelivery(id: string, here: Cursor<StepScope>): Delivery | undefined {
  const { scope } = here;
  const cell = findCell(id, here);
  if (cell === undefined) return undefined;
  const at = scope.before.findLastIndex((step) => step.kind === 'send' && step.stanza.name === 'message');
  const sent = scope.before[at];
  const sessions = sent?.kind === 'send' ? addressedSessions(sent, scope) : undefined;
  if (sent?.kind !== 'send' || sessions === undefined) {
    here.report(scenarioMistake('cellNeedsMessage', id));
    return undefined;
  }
  const { row, type } = cell;
  const isTyped = MESSAGE_TYPES.includes(sent.stanza.attrs['type'] as MessageType);
  const [late] = connectedIn(scope.before.slice(at), sessions);
  const receivers = sessions.filter(({ atStart }) => atStart).map(toReceiver);
  const isConnectedOnly = receivers.length > 0 && receivers.every(({ priority }) => priority === undefined);
  return {
    type,
    permitted: (isConnectedOnly ? row.connectedOnly : undefined)?.[type] ?? row.allowed[type],
    row,
    proofs: deliveryProofs(row, type, { isTyped, isConnectedOnly }),
    sender: sent.from,
    message: sent.stanza,
    receivers,
    ...(late !== undefined && { lateSession: late.ref }),
  };
}

function findCell(id: string, { scope, report }: Cursor<StepScope>): DeliveryCell | undefined {
  const { delivery: table } = scope.standards.tables;
  const cells = table.flatMap((row) => MESSAGE_TYPES.map((type) => ({ id: `${row.id}/${type}`, row, type })));
  const cell = cells.find((candidate) => candidate.id === id);
  const known = cells.map((candidate) => candidate.id);
  if (cell === undefined) report(unknown('cell', id, { known, scope }));
  return cell;
}

/** The sessions of the actor that the message is addressed to. */
function addressedSessions({ stanza }: SendStep, { actors }: StepScope): readonly SessionPlan[] | undefined {
  const to = stanza.attrs['to'] ?? '';
  return actors.find(({ name }) => to.startsWith(`\${${name}}`) || to.startsWith(`\${${name}/`))?.sessions;
}

function connectedIn(steps: readonly Step[], sessions: readonly SessionPlan[]): readonly SessionPlan[] {
  return sessions.filter(({ ref }) => steps.some((step) => step.kind === 'connect' && step.session === ref));
}

function toReceiver({ ref, presence }: SessionPlan): Receiver {
  const priority = presence && child(presence, 'priority', NS.client);
  return { session: ref, priority: presence && Number(priority === undefined ? 0 : text(priority)) };
}

// Fault injection: what makes a mutant of the reference server. The server itself knows nothing about single faults.

import type { AppendixA } from '../spec/appendix-a.ts';
import type { DeliveryOutcome } from '../spec/delivery-table.ts';
import type { FaultHooks } from './server-state.ts';

/** A deviation from the standard: a changed table, or hooks that change stanzas. */
export interface Fault {
  readonly appendix?: (appendix: AppendixA) => AppendixA;
  /** Outcomes by cell of the delivery table: `negative-only/bare/chat`. */
  readonly delivery?: Readonly<Record<string, DeliveryOutcome>>;
  readonly hooks?: FaultHooks;
}

/** The server of a pair that has the fault. The other one conforms. */
export type FaultySide = (typeof FAULTY_SIDES)[number];

export const FAULTY_SIDES = ['target', 'peer'] as const;

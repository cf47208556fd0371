// A cell of Appendix A, and faults in it.

import type { AppendixA, Cell } from '../../../spec/appendix-a.ts';
import type { Proofs } from '../../../spec/cell-proofs.ts';
import type { Fault } from '../../fault.ts';
import type { CellParties } from '../../server-state.ts';
import { withHooks } from '../kit/hooks.ts';

/** A cell, and the requirements that each of its effects proves. */
export interface ProvenCell {
  readonly table: string;
  readonly cell: Cell;
  readonly proofs: Proofs;
  /** The proofs when the contact is pre-approved. */
  readonly preApproved: Proofs;
}

export interface CellFault {
  /** The slug of the mutant is the id of the cell and this. */
  readonly slug: string;
  /** Follows `In the cell ... it` in the title. */
  readonly title: string;
  /** The violated requirements, if any. */
  readonly requirements: readonly string[] | undefined;
  readonly fault: Fault;
}

/** Errata R3: the server may deliver and answer a withdrawn request, or not. */
const LEFT_OPEN: readonly string[] = ['in-unsubscribe-3', 'in-unsubscribe-4', 'in-unsubscribe-6'];

export const isLeftOpen = ({ id }: Cell): boolean => LEFT_OPEN.includes(id);

/** A fault: one cell of Appendix A is changed. */
export function withCell(id: string, change: (cell: Cell) => Cell): Fault {
  const inTable = (cell: Cell) => (cell.id === id ? change(cell) : cell);
  const appendix = ({ states, tables }: AppendixA): AppendixA => ({
    states,
    tables: tables.map((table) => ({ ...table, cells: table.cells.map(inTable) })),
  });
  return { appendix };
}

/** A fault: some effects of one cell are replaced. */
export const withEffects = (id: string, effects: Partial<Cell>): Fault =>
  withCell(id, (cell) => ({ ...cell, ...effects }));

/** A fault: the server does this each time that the cell has been carried out. */
export const afterCell = (id: string, act: (between: CellParties) => void): Fault =>
  withHooks({ afterCell: (cell, between) => (cell.id === id ? act(between) : undefined) });

// What the mutants of Appendix A are made of: a cell of a table, and what is wrong with it.

import type { AppendixA, Cell } from '../../../spec/appendix-a.ts';
import type { Proofs } from '../../../spec/cell-proofs.ts';
import type { Fault } from '../../fault.ts';
import type { CellParties } from '../../server-state.ts';
import { withHooks } from '../kit/hooks.ts';

export interface ProvenCell {
  readonly table: string;
  readonly cell: Cell;
  readonly proofs: Proofs;
  /** The same, where the contact is pre-approved. */
  readonly preApproved: Proofs;
}

export interface CellFault {
  /** Ends the id of the mutant, after the id of the cell. */
  readonly slug: string;
  /** `In the cell ... it` and then this. */
  readonly title: string;
  /** What is broken; where nothing is, the flaw is left out. */
  readonly requirements: readonly string[] | undefined;
  readonly fault: Fault;
}

/** Errata R3: whether a withdrawn request is shown and answered is left open, so neither tells anything. */
const LEFT_OPEN: readonly string[] = ['in-unsubscribe-3', 'in-unsubscribe-4', 'in-unsubscribe-6'];

export const isLeftOpen = ({ id }: Cell): boolean => LEFT_OPEN.includes(id);

/** Appendix A with one cell changed. */
export function withCell(id: string, change: (cell: Cell) => Cell): Fault {
  const inTable = (cell: Cell) => (cell.id === id ? change(cell) : cell);
  const appendix = ({ states, tables }: AppendixA): AppendixA => ({
    states,
    tables: tables.map((table) => ({ ...table, cells: table.cells.map(inTable) })),
  });
  return { appendix };
}

/** Appendix A with some effects of one cell replaced. */
export const withEffects = (id: string, effects: Partial<Cell>): Fault =>
  withCell(id, (cell) => ({ ...cell, ...effects }));

/** What the server does besides, each time that the cell has been carried out. */
export const afterCell = (id: string, act: (between: CellParties) => void): Fault =>
  withHooks({ afterCell: (cell, between) => (cell.id === id ? act(between) : undefined) });

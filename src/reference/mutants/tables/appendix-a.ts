// Every cell of RFC 6121 Appendix A with each of its effects wrong, and with each forbidden side effect.

import { findState, loadAppendixA } from '../../../spec/appendix-a.ts';
import { proofsOf } from '../../../spec/cell-proofs.ts';
import type { Mutant } from '../kit/mutant.ts';
import { wrongEffects } from './cell-effects.ts';
import type { CellFault, ProvenCell } from './cell-fault.ts';
import { forbiddenSideEffects } from './cell-side-effects.ts';

/** Generates the mutants. A fault that violates no requirement is left out. */
export function appendixAMutants(): readonly Mutant[] {
  const appendix = loadAppendixA();
  const sites = appendix.tables.flatMap(({ id: table, cells }) =>
    cells.map((cell): ProvenCell => {
      const situation = { cell, state: findState(appendix, cell.state) };
      const proofs = proofsOf(table, { ...situation, preApproval: false });
      return { table, cell, proofs, preApproved: proofsOf(table, { ...situation, preApproval: true }) };
    }),
  );
  return sites.flatMap((site) =>
    [...wrongEffects(site, appendix), ...forbiddenSideEffects(site)].flatMap((flaw) => toMutant(site, flaw)),
  );
}

function toMutant({ table, cell }: ProvenCell, flaw: CellFault): readonly Mutant[] {
  const { slug, title, requirements = [], fault } = flaw;
  if (requirements.length === 0) return [];
  const place = { table: `appendix-a/${table}`, row: cell.state, column: 'new state' };
  const id = `${requirements[0]}/${cell.id}-${slug}`;
  return [{ id, title: `In the cell ${cell.id} it ${title}.`, requirements, cell: place, fault: () => fault }];
}

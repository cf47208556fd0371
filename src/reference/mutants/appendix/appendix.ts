// Every cell of RFC 6121 Appendix A with each of its effects wrong, and with what is forbidden done besides.

import { findState, loadAppendixA } from '../../../spec/appendix-a.ts';
import { proofsOf } from '../../../spec/cell-proofs.ts';
import type { Mutant } from '../kit/mutant.ts';
import type { Flaw, Site } from './cell.ts';
import { wrongEffects } from './effects.ts';
import { wrongBesides } from './side-effects.ts';

/** All of them; those whose effect no requirement speaks of are left out. */
export function appendixMutants(): readonly Mutant[] {
  const appendix = loadAppendixA();
  const sites = appendix.tables.flatMap(({ id: table, cells }) =>
    cells.map((cell): Site => {
      const situation = { cell, state: findState(appendix, cell.state) };
      const proofs = proofsOf(table, { ...situation, preApproval: false });
      return { table, cell, proofs, preApproved: proofsOf(table, { ...situation, preApproval: true }) };
    }),
  );
  return sites.flatMap((site) =>
    [...wrongEffects(site, appendix), ...wrongBesides(site)].flatMap((flaw) => toMutant(site, flaw)),
  );
}

function toMutant({ table, cell }: Site, flaw: Flaw): readonly Mutant[] {
  const { word, title, requirements = [], fault } = flaw;
  if (requirements.length === 0) return [];
  const place = { table: `appendix-a/${table}`, row: cell.state, column: 'new state' };
  const id = `${requirements[0]}/${cell.id}-${word}`;
  return [{ id, title: `In the cell ${cell.id} it ${title}.`, requirements, cell: place, fault: () => fault }];
}

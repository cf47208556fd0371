// `xmppspec explain`.

import { stdout } from 'node:process';
import { requirementText } from '../report/explain.ts';
import { caseText } from '../report/explain-case.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { UsageError } from './errors.ts';
import { loadCases } from './load-cases.ts';

/** Explains a requirement or a case. Throws `UsageError` when the id is neither. */
export async function explainCommand(id: string): Promise<void> {
  const requirements = loadRequirements();
  const { all } = await loadCases({ selectors: [], roots: undefined, requirements });
  const requirement = requirements.get(id);
  const aCase = all.find((candidate) => candidate.id === id);
  if (requirement !== undefined) stdout.write(requirementText(requirement, all));
  else if (aCase !== undefined) stdout.write(caseText(aCase, requirements));
  else {
    const hint = didYouMean(id, [...requirements.keys(), ...all.map((c) => c.id)]);
    throw new UsageError(`"${id}" is no requirement and no case, see xmppspec list${hint}`);
  }
}

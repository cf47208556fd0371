// `xmppspec explain`.

import { env, stdout } from 'node:process';
import type { Language } from '../model.ts';
import { requirementText } from '../report/explain.ts';
import { caseText } from '../report/explain-case.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { UsageError } from './errors.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';

/** The arguments of `explain`, as yargs gives them. */
interface ExplainArguments {
  readonly id: string;
  readonly lang: Language | undefined;
}

/** Explains a requirement or a case. Throws `UsageError` when the id is neither. */
export async function explainCommand({ id, lang = localeLanguage(env) }: ExplainArguments): Promise<void> {
  const requirements = loadRequirements();
  const { all } = await loadCases({ selectors: [], roots: undefined, requirements });
  const requirement = requirements.get(id);
  const aCase = all.find((candidate) => candidate.id === id);
  if (requirement !== undefined) stdout.write(requirementText(requirement, all, lang));
  else if (aCase !== undefined) stdout.write(caseText(aCase, { requirements, titles: loadSectionTitles() }, lang));
  else {
    const hint = didYouMean(id, [...requirements.keys(), ...all.map((c) => c.id)]);
    throw new UsageError(`"${id}" is no requirement and no case, see xmppspec list${hint}`);
  }
}

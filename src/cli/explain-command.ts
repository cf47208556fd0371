// `xmppspec explain`.

import { env, stdout } from 'node:process';
import type { Language } from '../model/event.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadSectionTitles } from '../spec/section-map.ts';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { requirementText } from './explain/explain.ts';
import { caseText } from './explain/explain-case.ts';
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

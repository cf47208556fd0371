// `xmppspec explain`.

import process from 'node:process';
import { didYouMean } from '../wording/suggest.ts';
import { UsageError } from '../wording/usage-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { LANGUAGE } from './options.ts';
import { localeLanguage } from './terminal/locale.ts';

export const explainCommand = defineCommand({
  command: 'explain <id>',
  describe:
    'explain a requirement (text, clauses, cases that check it), a ruling such as R1, or a case (actors, steps, requirements)',
  builder: (y) => y.positional('id', { type: 'string', demandOption: true }).options(LANGUAGE),
  async run({ id, lang = localeLanguage(process.env) }) {
    const { loadCases } = await import('./load-cases.ts');
    const { requirementText } = await import('./explain/explain.ts');
    const { rulingText } = await import('./explain/explain-ruling.ts');
    const { caseText } = await import('./explain/explain-case.ts');
    const { loadSectionTitles } = await import('../spec/section-map.ts');
    const { all, requirements, rulings } = await loadCases({ selectors: [] });
    const requirement = requirements.get(id);
    const ruling = rulings.get(id);
    const aCase = all.find((candidate) => candidate.id === id);
    if (requirement !== undefined) process.stdout.write(requirementText(requirement, { cases: all, rulings }, lang));
    else if (ruling !== undefined) process.stdout.write(rulingText(ruling, all, lang));
    else if (aCase !== undefined) {
      process.stdout.write(caseText(aCase, { requirements, titles: loadSectionTitles(), rulings }, lang));
    } else {
      const hint = didYouMean(id, [...requirements.keys(), ...rulings.keys(), ...all.map((c) => c.id)]);
      throw new UsageError(`"${id}" is no requirement, no ruling and no case; see xmppspec list${hint}`);
    }
    return EXIT.ok;
  },
});

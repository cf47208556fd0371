// `xmppspec list`.

import process, { stdout } from 'node:process';
import type { Language } from '../model/event.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadCases } from './load-cases.ts';
import { localeLanguage } from './locale.ts';
import { listData, listText } from './texts/list.ts';

/** Prints the selected cases, as text or JSON. Throws `UsageError` and `ScenarioError`. */
export async function listCommand(args: {
  readonly selector: readonly string[];
  readonly json: boolean;
  readonly lang: Language | undefined;
}): Promise<void> {
  const requirements = loadRequirements();
  const { selected } = await loadCases({ selectors: args.selector, roots: undefined, requirements });
  const lang = args.lang ?? localeLanguage(process.env);
  stdout.write(args.json ? `${JSON.stringify(listData(selected), null, 2)}\n` : listText(selected, lang));
}

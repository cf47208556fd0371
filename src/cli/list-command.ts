// `xmppspec list`.

import { stdout } from 'node:process';
import { listData, listText } from '../report/list.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { loadCases } from './load-cases.ts';

/** Prints the selected cases, as text or JSON. Throws `UsageError` and `ScenarioError`. */
export async function listCommand(args: {
  readonly selector: readonly string[];
  readonly json: boolean;
}): Promise<void> {
  const requirements = loadRequirements();
  const { selected } = await loadCases({ selectors: args.selector, roots: undefined, requirements });
  stdout.write(args.json ? `${JSON.stringify(listData(selected), null, 2)}\n` : listText(selected));
}

// `xmppspec list`.

import process from 'node:process';
import { defineCommand } from './command-line/command.ts';
import { EXCLUDE, JSON_OUTPUT, LANGUAGE, SELECTOR, SELECTORS, SUITE } from './command-line/options.ts';
import { EXIT } from './ending/exit-code.ts';
import { localeLanguage } from './terminal/terminal.ts';

export const listCommand = defineCommand({
  command: 'list [selector...]',
  describe: 'list cases',
  builder: (y) =>
    y
      .positional('selector', SELECTOR)
      .options(EXCLUDE)
      .options(SUITE)
      .options(LANGUAGE)
      .options(JSON_OUTPUT)
      .epilog(SELECTORS),
  async run({ selector, exclude, suite: suites, json, lang = localeLanguage(process.env) }) {
    const { loadCases } = await import('./load-cases.ts');
    const { listData, listText } = await import('./texts/list.ts');
    const { jsonText } = await import('../report/text/json-text.ts');
    const { selected } = await loadCases({ selectors: selector, exclude, suites });
    process.stdout.write(json ? jsonText(listData(selected)) : listText(selected, lang));
    return EXIT.ok;
  },
});

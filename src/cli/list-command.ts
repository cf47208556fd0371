// `xmppspec list`.

import process from 'node:process';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { JSON_OUTPUT, LANGUAGE, SELECTOR, SELECTORS } from './options.ts';
import { localeLanguage } from './terminal/locale.ts';

export const listCommand = defineCommand({
  command: 'list [selector...]',
  describe: 'list cases',
  builder: (y) => y.positional('selector', SELECTOR).options(LANGUAGE).options(JSON_OUTPUT).epilog(SELECTORS),
  async run({ selector, json, lang = localeLanguage(process.env) }) {
    const { loadCases } = await import('./load-cases.ts');
    const { listData, listText } = await import('./texts/list.ts');
    const { jsonText } = await import('../report/text/json-text.ts');
    const { selected } = await loadCases({ selectors: selector });
    process.stdout.write(json ? jsonText(listData(selected)) : listText(selected, lang));
    return EXIT.ok;
  },
});

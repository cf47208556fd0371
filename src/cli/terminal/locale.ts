// The language of the user's locale: the first of these variables that is set decides (POSIX).

import type { Language } from '../../model/event.ts';

/** Chinese for a locale such as zh_CN.UTF-8, English for all others. */
export function localeLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /^zh(_|-|\.|$)/i.test(locale ?? '') ? 'zh' : 'en';
}

/** The language of help, errors and notices: `--lang`, or else that of the locale. */
export function askedLanguage(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const at = argv.findIndex((word) => /^--lang(?:=|$)/.test(word));
  const given = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  return given === 'en' || given === 'zh' ? given : localeLanguage(env);
}

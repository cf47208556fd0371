// Commands that people paste into a POSIX shell.

/** Characters that no shell treats specially (POSIX.1-2017, Shell Command Language, 2.2). */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** The words as one line for a shell, each quoted where it has to be. */
export function shellWords(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** One word for a shell. */
function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

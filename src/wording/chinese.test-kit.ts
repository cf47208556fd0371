// Whether a text is Chinese, but for what stays as it is: names, ids, XML, quotes of files, options and commands.

/** What may be English in a Chinese text. */
const KEPT = [
  /“[^”]*”/g,
  /"[^"]*"/g,
  /`[^`]*`/g,
  /<[^>]*>/g,
  /\$?\{[^}]*\}*/g,
  // Commands of the program.
  /\bxmppspec(?: [a-z]+)?/g,
  // Paths, places, ids, addresses, selectors, keys and options: words that hold more than letters.
  /[\w.+*&@/~%#|[\]=:-]*[\d_./*&@:#%=~-][\w.+*&@/~%#|[\]=:-]*/g,
];

/** Two English words in a row. Names in a list are divided by commas. */
const ENGLISH = /\b[A-Za-z]*[a-z][A-Za-z]* +[A-Za-z]*[a-z][A-Za-z]*\b/;

/** The first English words of a text that should be Chinese; undefined: there are none. A text without Chinese is itself returned. */
export function foreignWords(text: string): string | undefined {
  const left = KEPT.reduce((rest, kept) => rest.replaceAll(kept, '·'), text);
  if (!/\p{Script=Han}/u.test(left) && /[a-z]{2,}/i.test(left)) return text;
  return ENGLISH.exec(left)?.[0];
}

/** Throws where a line of the text is not Chinese. */
export function mustBeChinese(text: string): void {
  for (const line of text.split('\n')) {
    const foreign = foreignWords(line);
    if (foreign !== undefined) throw new Error(`expected Chinese, got "${foreign}" in "${line}"`);
  }
}

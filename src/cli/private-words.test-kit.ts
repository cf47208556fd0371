// Words of the project's own, which a user has not met: texts for users have those of testing and of the RFCs.

/** What is not written, and the word instead. `--accounts lent`, `fence-lost` and the like are names: they stand in backticks, or in code. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/(?<!")\b(lent|lends?|lending)\b(?![:;,"])/gi, 'reused, given out'],
  [/\bwash(ed|es)?\b/gi, 'cleaned'],
  [
    /\b(first |second |third |two |further )?looks?\b(?! (up|for|in|into)\b| at the file)(?!-)|\blooked at again\b/gi,
    'run (a second time)',
  ],
  [/(?<!-)\bfences?\b(?!-)/gi, 'pings that close a step'],
  [/\baccus(es?|ed|ing)\b(?! (nobody )?of\b)/gi, 'is held against'],
  [/\bin the end\b|\banew\b|\bmend(s|ed)?\b/gi, 'when it ends, again, fix'],
  [/\b(is|are|be|cases?|\d) broken\b(?! off)|\bbroken (cases?|by)\b|^broken$/gi, 'inconclusive'],
];

/** The private words of a text, each with what is written instead. Code in backticks is left out. */
export function privateWords(text: string): readonly string[] {
  const prose = text.replace(/```.*?```/gs, '').replace(/`[^`\n]*`/g, '');
  return INSTEAD.flatMap(([words, instead]) =>
    [...prose.matchAll(words)].map(({ 0: found, index }) => {
      const around = prose.slice(Math.max(0, index - 30), index + found.length + 20).replaceAll('\n', ' ');
      return `"${found}" in "${around}"; write ${instead}`;
    }),
  );
}

// JSON for files and terminals.

/** Data as JSON. Also escapes the characters that a terminal obeys or hides, which JSON itself need not escape. */
export function jsonText(data: unknown): string {
  const escapeUnits = (text: string) =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  const text = JSON.stringify(data, undefined, 2);
  if (PLAIN.test(text)) return `${text}\n`;
  return `${text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)}\n`;
}

/** Nothing to escape: most data have only these characters. */
const PLAIN = /^[\n -~]*$/;

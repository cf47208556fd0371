// A terminal for tests of drawing. It understands only the control sequences of live-screen.ts.

/** Wide and fullwidth characters (East Asian Width), found without the code under test. */
const isWide = (char: string) =>
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3001-\u303d\uff01-\uff60]/u.test(
    char,
  );
const isMark = (char: string) => /\p{M}/u.test(char);

/** A colour, a movement, a single control, or a character. */
const PIECE = /\p{Cc}\[(?<count>\d*)(?:;\d+)*(?<verb>[A-Za-z])|./gsu;

export interface Terminal {
  columns: number;
  write(text: string): void;
  /** How often something was written. */
  readonly writes: number;
  /** How often a line was longer than the terminal is wide. */
  readonly wraps: number;
  /** All text, also scrolled away, without blanks at the end of lines. */
  text(): string;
}

/** A terminal of this size. Throws for a control character that it does not know. */
export function fakeTerminal(columns = 80, rows = 24): Terminal {
  let lines: string[][] = [[]];
  let [row, column, top, writes, wraps] = [0, 0, 0, 0, 0];
  const lineAt = (at: number) => (lines[at] ??= []);

  const put = (char: string) => {
    const width = isMark(char) ? 0 : isWide(char) ? 2 : 1;
    if (column + width > terminal.columns) {
      wraps += 1;
      row += 1;
      column = 0;
    }
    if (width === 0) return;
    lineAt(row)[column] = char;
    if (width === 2) lineAt(row)[column + 1] = '';
    column += width;
  };
  const control = (verb: string, count: number) => {
    if (verb === 'm') return;
    // The cursor does not leave the screen: what has scrolled away is out of reach.
    if (verb === 'A') row = Math.max(row - Math.max(1, count), top);
    if (verb === 'J' || verb === 'K') lineAt(row).length = Math.min(column, lineAt(row).length);
    if (verb === 'J') lines = lines.slice(0, row + 1);
    if (!'AJK'.includes(verb)) throw new Error(`unknown control sequence: ${verb}`);
  };
  const terminal: Terminal = {
    columns,
    get writes() {
      return writes;
    },
    get wraps() {
      return wraps;
    },
    write(text) {
      writes += 1;
      for (const { 0: piece, groups = {} } of text.matchAll(PIECE)) {
        if (groups['verb'] !== undefined) control(groups['verb'], Number(groups['count'] ?? 0));
        else if (piece === '\r') column = 0;
        else if (piece === '\n') [row, column] = [row + 1, 0];
        else if (/[\p{Cc}\p{Cf}]/u.test(piece)) throw new Error(`a control character: ${JSON.stringify(piece)}`);
        else put(piece);
        lineAt(row);
        top = Math.max(top, row - rows + 1);
      }
    },
    text: () =>
      Array.from(lines, (line) =>
        Array.from(line ?? [], (char) => char ?? ' ')
          .join('')
          .trimEnd(),
      ).join('\n'),
  };
  return terminal;
}

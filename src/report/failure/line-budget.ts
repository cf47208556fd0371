// Bounds the text of failed cases. A server decides how many stanzas arrive and how long they are.

/** Characters of one case: the longest on real servers have 48,000. */
const MAX_CASE = 80_000;

/** Characters of all cases: a server that fails most cases gives 7,000,000. */
const MAX_ALL = 15_000_000;

/** Characters of a case once that is used up: enough for its first failures. */
const MAX_LATE = 3000;

/** The lines that are written of a case. */
export interface LineBudget {
  /** The first of the lines; where some are left out, `more` makes a last line of their number. */
  fit(lines: readonly string[], more: (count: number) => string): readonly string[];
}

/** A budget for all cases of a report. */
export function createLineBudget(): LineBudget {
  let left = MAX_ALL;
  return {
    fit(lines, more) {
      let room = left > 0 ? MAX_CASE : MAX_LATE;
      const end = lines.findIndex((line) => {
        room -= line.length + 1;
        return room < 0;
      });
      const shown = end < 0 ? lines : lines.slice(0, end);
      left -= shown.reduce((sum, line) => sum + line.length + 1, 0);
      return end < 0 ? shown : [...shown, more(lines.length - end)];
    },
  };
}

// Section numbers of RFC 6121: `2.3`, `8.5.2.1.1`, `A.2.1`.

/** A section of RFC 6121: `2.3`, `A.2.1`. */
export const SECTION = /^([1-9][0-9]*|[A-E])(\.[0-9]+)*$/;

/** Compares sections: 2.9 before 2.10, a section before its subsections, appendices after the chapters. */
export function compareSections(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (const [index, part] of left.entries()) {
    const order = comparePart(part, right[index]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(a: string, b: string | undefined): number {
  if (b === undefined) return 1;
  const isNumber = [/^\d+$/.test(a), /^\d+$/.test(b)] as const;
  if (isNumber[0] && isNumber[1]) return Number(a) - Number(b);
  if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

/** Whether `section` is `selector` or a subsection of it: `2` contains `2.3.3` but not `20`. */
export function isInSection(section: string, selector: string): boolean {
  return section === selector || section.startsWith(`${selector}.`);
}

// What the shape of a scenario file asks of several keys at once.

import type { z } from 'zod';

/** A map must hold exactly one of these keys. */
export function exactlyOne(keys: readonly string[], what: 'key' | 'verb') {
  return (context: { value: object; issues: z.core.$ZodRawIssue[] }): void => {
    const there = keys.filter((key) => key in context.value);
    if (there.length === 1) return;
    const quoted = (list: readonly string[]) => list.map((key) => `"${key}"`).join(' and ');
    const remedy = what === 'verb' ? '; make a step of each' : '; remove one';
    const message =
      there.length === 0
        ? `expected one of the ${what}s ${keys.join(', ')}, got none`
        : `expected one ${what}, got ${quoted(there)}${remedy}`;
    context.issues.push({ code: 'custom', message, input: context.value });
  };
}

/** A state is told by a cell, or by two actors and what is permitted. */
export function wholeState(context: { value: object; issues: z.core.$ZodRawIssue[] }): void {
  const report = (message: string) => context.issues.push({ code: 'custom', message, input: context.value });
  const own = ['user', 'contact', 'is', 'proves'];
  const there = own.filter((key) => key in context.value);
  if ('cell' in context.value) {
    if (there.length > 0) report(`"cell" says all of the state; remove "${there.join('" and "')}"`);
    return;
  }
  if ('preApproval' in context.value) report('"preApproval" goes with "cell"; remove it');
  for (const key of own) if (!there.includes(key)) report(`key "${key}" is missing in "state"`);
}

// Schema checks on several keys at once.

import type { z } from 'zod';

/** A check that a map holds exactly one of the keys. */
export function exactlyOne(keys: readonly string[], what: 'key' | 'verb') {
  return (context: { value: object; issues: z.core.$ZodRawIssue[] }): void => {
    const there = keys.filter((key) => key in context.value);
    if (there.length === 1) return;
    const remedy = what === 'verb' ? '; make a step of each' : '; remove one';
    const message =
      there.length === 0
        ? `expected one of the ${what}s ${keys.join(', ')}, got none`
        : `expected one ${what}, got "${there.join('" and "')}"${remedy}`;
    context.issues.push({ code: 'custom', message, input: context.value });
  };
}

/** Checks that a state step names a cell, or two actors and the permitted states. */
export function wholeState(context: { value: object; issues: z.core.$ZodRawIssue[] }): void {
  const report = (message: string) => context.issues.push({ code: 'custom', message, input: context.value });
  const own = ['user', 'contact', 'is', 'proves'];
  const there = own.filter((key) => key in context.value);
  if ('cell' in context.value) {
    if (there.length > 0) report(`"cell" states the expected states; remove "${there.join('" and "')}"`);
    return;
  }
  if ('preApproval' in context.value) report('"preApproval" needs "cell"; remove it');
  for (const key of own) if (!there.includes(key)) report(`key "${key}" is missing in "state"`);
}

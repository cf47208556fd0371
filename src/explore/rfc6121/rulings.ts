// What the rulings of spec/rulings.yaml leave of a departure: where two passages disagree, a MUST that one of them contradicts is not
// broken, and a SHOULD beside it may be.

/** Requirements that an outcome departs from instead of those that its tables name, by the name of the outcome. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  // R2: 3.2.3 has a denial ignored.
  'denial-ignored': [],
  unpushed: [],
  // R4: 3.1.3 recommends the approval of a contact who is pre-approved, and 3.4.2 requires it.
  'asked-instead': ['rfc6121-3.1.3-g'],
  // R8: 3.1.2 has the push of a request show "none".
  'shown-as-none': [],
};

/** What an outcome of a subscription stanza departs from. */
export const departuresOf = (name: string, violates: readonly string[]): readonly string[] => INSTEAD[name] ?? violates;

/** What an outcome of the delivery table departs from. */
export function departuresOfDelivery(
  { name, violates }: { readonly name: string; readonly violates: readonly string[] },
  { isHeadline, isMatch }: { readonly isHeadline: boolean; readonly isMatch: boolean },
): readonly string[] {
  // R12: 5.2.2 only recommends that a headline reaches all resources that it may.
  if (isHeadline && violates.includes('rfc6121-5.2.2-d')) return ['rfc6121-5.2.2-d'];
  // R27: RFC 6120 11.4 lets a server accept valid stanzas alone.
  if (name === 'E (bad-request)') return [];
  // R28: 5.2.2 lets a headline be returned that no resource may get.
  if (isHeadline && name === 'E') return [];
  // R10: a copy beside the resource that is addressed.
  if (isMatch && name.startsWith('A (')) return ['rfc6121-8.5.4-b'];
  return violates;
}

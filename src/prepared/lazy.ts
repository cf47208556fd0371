// Values that are made when they are first read.

/** A function that makes the value at its first call, and returns the same value from then on. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A copy with other values of some keys. Getters of the original stay getters, and are not called. */
export function copyWith<Value extends object>(original: Value, changes: Partial<Value>): Value {
  return Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(original),
    ...Object.getOwnPropertyDescriptors(changes),
  } as PropertyDescriptorMap) as Value;
}

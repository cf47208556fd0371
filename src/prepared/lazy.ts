// Values that are made when they are first read.

/** A function that makes the value at its first call, and returns the same value from then on. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

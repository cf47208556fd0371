// Which options the user has given.

/** The first of these options that has a value: flags and lists have one without being given. */
export function firstGiven(args: object, options: readonly string[]): string | undefined {
  const values: Readonly<Record<string, unknown>> = { ...args };
  return options.find((option) => isGiven(values[camelCase(option)]));
}

const camelCase = (option: string): string => option.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;

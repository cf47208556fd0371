// How the data are described that a JSON report keeps: the fields of each tag, once. `model/data.ts` makes types of them, and
// `results/data-schema.ts` the schema of the report.

/**
 * The fields of an object and their types: `text` and the like, a name of `OBJECTS` or `UNIONS`, or `a|b` for one of these words. `[]`
 * after it stands for a list, and `?` at the end for a field that may be absent.
 */
export type Fields = Readonly<Record<string, string>>;

/** The fields of each tag of a union, beside `kind`. */
export type Table = Readonly<Record<string, Fields>>;

/** The words of `a|b`. */
export type Words<Text> = Text extends `${infer Word}|${infer Rest}` ? Word | Words<Rest> : Text;

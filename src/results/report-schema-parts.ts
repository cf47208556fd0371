// Parts of the schemas of this room.

import { z } from 'zod';

/** A read-only list. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

export const texts = list(z.string());

/** The fields of each tag. */
type Shapes = Readonly<Record<string, z.ZodRawShape>>;
type Member<Table extends Shapes> = {
  [Kind in keyof Table & string]: z.ZodObject<{ kind: z.ZodLiteral<Kind> } & Table[Kind]>;
}[keyof Table & string];

/** A union of objects with different `kind`s, from a table of their other fields. */
export function taggedUnion<const Table extends Shapes>(shapes: Table) {
  const members = Object.entries(shapes).map(([kind, shape]) => z.object({ kind: z.literal(kind), ...shape }));
  return z.discriminatedUnion('kind', members as unknown as [Member<Table>, ...Member<Table>[]]);
}

/** How what is seen of a subscription state differs from it (`StateDifference`). */
export const stateDifferences = list(
  taggedUnion({
    subscription: { seen: z.string(), expected: z.string() },
    ask: { seen: z.boolean() },
    request: { seen: z.boolean() },
  }),
).optional();

interface Tagged {
  readonly kind: string;
}

type Of<Union extends Tagged, Kind> = Extract<Union, { kind: Kind }>;

/** True if each can stand for the other, and both have the same fields. */
type IsAlike<One, Other> = [One, Other, keyof One] extends [Other, One, keyof Other]
  ? [keyof Other] extends [keyof One]
    ? true
    : false
  : false;

/** The tags that one union lacks, or whose fields differ. */
export type Differing<One extends Tagged, Other extends Tagged> = {
  [Kind in One['kind'] | Other['kind']]: IsAlike<Of<One, Kind>, Of<Other, Kind>> extends true ? never : Kind;
}[One['kind'] | Other['kind']];

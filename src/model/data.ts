// Types of the data whose fields `tags/` lists.

import type { NAMED_STATE, SEEN_STATE } from '../tags/failure.ts';
import type { OBJECTS, UNIONS } from '../tags/names.ts';
import type { Words } from '../tags/table.ts';
import type { XmlElement } from './xml.ts';

/** The types that are neither in `OBJECTS` nor in `UNIONS`. */
export interface PlainTypes {
  readonly text: string;
  /** Text of a stanza, kept up to the length to which stanzas are. */
  readonly value: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly xml: XmlElement;
  readonly pair: 'pair';
  readonly foundState: DataOf<typeof NAMED_STATE> | DataOf<typeof SEEN_STATE>;
}

/** The type of a field; `never` for a name that is unknown. */
type TypeOf<Name> = Name extends keyof PlainTypes
  ? PlainTypes[Name]
  : Name extends keyof typeof UNIONS
    ? Tagged<(typeof UNIONS)[Name]>
    : Name extends keyof typeof OBJECTS
      ? DataOf<(typeof OBJECTS)[Name]>
      : Name extends `${infer Item}[]`
        ? readonly TypeOf<Item>[]
        : Name extends `${string}|${string}`
          ? Words<Name>
          : never;

type Always<Fields> = {
  readonly [Name in keyof Fields as Fields[Name] extends `${string}?` ? never : Name]: TypeOf<Fields[Name]>;
};
type Perhaps<Fields> = {
  readonly [Name in keyof Fields as Fields[Name] extends `${string}?` ? Name : never]?:
    | (Fields[Name] extends `${infer Type}?` ? TypeOf<Type> : never)
    | undefined;
};
type Flat<Data> = { [Name in keyof Data]: Data[Name] };

/** An object with these fields. */
export type DataOf<Fields> = Flat<Always<Fields> & Perhaps<Fields>>;

/** A union of objects with different `kind`s, from a table of their other fields. */
export type Tagged<Table> = {
  [Kind in keyof Table]: Flat<{ readonly kind: Kind } & Always<Table[Kind]> & Perhaps<Table[Kind]>>;
}[keyof Table];

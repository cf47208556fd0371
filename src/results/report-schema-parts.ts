// Parts of the schemas of this room.

import { z } from 'zod';

/** A read-only list. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

export const texts = list(z.string());

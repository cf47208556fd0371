// Notes of a transcript beside its stanzas, as data. `wording/notes.ts` words each in two languages.

import type { NOTES } from '../tags/note.ts';
import type { Tagged } from './data.ts';

export type Note = Tagged<typeof NOTES>;

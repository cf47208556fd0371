// The data that the scripts of the page read (`browser/`). Types alone: what runs in a browser is checked without Node.js.

/** The contents of the element `#data`. */
export interface ScriptData {
  /** The languages of the page: that of the report first. */
  readonly languages: readonly [LanguageData, LanguageData];
  readonly requirements: readonly RequirementData[];
  /** What cases cite, each list once: indexes into `requirements`, separated by blanks. */
  readonly cited: readonly string[];
  /** In the order of the list of cases. */
  readonly cases: readonly CaseData[];
  /** The page in the second language: the title and the HTML, packed. */
  readonly view: string;
  /** What the page leaves out until it is wanted: the HTML of each `data-part`, 20 in a pack. */
  readonly parts: readonly string[];
  /** The pairs of texts that the marks of packed texts stand for (`both-languages.ts`), packed. */
  readonly pairs: string;
  /** JSON arrays of texts, deflated (RFC 1950), in base64. */
  readonly packs: readonly string[];
}

export interface LanguageData {
  /** Its name in the address: `?lang=zh`. */
  readonly name: string;
  /** For the attribute `lang`. */
  readonly tag: string;
  /** With the marks `{shown}` and `{all}`. */
  readonly shownCount: string;
  readonly close: string;
}

/** The number of a pack, and of a text in it. */
export type PackedAt = readonly [pack: number, at: number];

export type RequirementData = readonly [id: string, level: string, feature: string];

/** An index into `cited`, and where the whole case is packed. */
export type CaseData = readonly [cited: number, ...packed: PackedAt | []];

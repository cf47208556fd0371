// The data that the scripts of the page read (`browser/`). Types only: the scripts are checked against them, too.

/** The contents of the element `#data`. */
export interface ScriptData {
  readonly words: {
    /** With the marks `{shown}` and `{all}`. */
    readonly shownCount: string;
    readonly close: string;
  };
  readonly requirements: readonly RequirementData[];
  /** In the order of the page. */
  readonly cases: readonly CaseData[];
  /** JSON arrays of HTML, deflated (RFC 1950), in base64. */
  readonly packs: readonly string[];
}

/** The number of a pack, and of a text in it. */
export type PackedAt = readonly [pack: number, at: number];

export type RequirementData = readonly [id: string, level: string, feature: string];

/** Indexes into `requirements`, and where the whole case is packed. */
export type CaseData = readonly [requirements: readonly number[], ...packed: PackedAt | []];

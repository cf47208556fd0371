// The types of `diagram.js` for the report, which draws diagrams as well.

/** A case as lifelines and rows. */
export interface Diagram {
  /** The names of the lifelines from left to right. */
  readonly lines: readonly string[];
  /** The index of the server in `lines`. */
  readonly server: number;
  /** From top to bottom. */
  readonly rows: readonly DiagramRow[];
}

export interface DiagramRow {
  readonly kind: 'sent' | 'received' | 'event' | 'band' | 'fence';
  readonly label: string;
  readonly tone: string;
  /** The lifelines of the row, as indexes. */
  readonly lines: readonly number[];
  /** In milliseconds. */
  readonly atMs?: number | undefined;
  /** Link to the XML. */
  readonly href?: string | undefined;
}

/** The diagram as SVG; `label` is for screen readers. */
export function layoutDiagram(diagram: Diagram, label: string): string;

/** The width in pixels. */
export function textWidth(text: string, isBold?: boolean): number;

/** The text, cut with an ellipsis to `room` pixels. */
export function fitted(text: string, room: number, isBold?: boolean): string;

/** The text in lines of at most `room` pixels. Breaks at blanks, and in Chinese anywhere. */
export function wrapped(text: string, room: number, isBold?: boolean): readonly string[];

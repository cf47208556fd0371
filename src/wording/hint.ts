// Suggestions at the end of a message.

/** A similar word that would be right, if there is one. */
export type Nearest = string | undefined;

/** `; did you mean "send"?`, or empty. */
export const hint = (nearest: Nearest): string => (nearest === undefined ? '' : `; did you mean "${nearest}"?`);
export const hintZh = (nearest: Nearest): string => (nearest === undefined ? '' : `；是否应为“${nearest}”？`);

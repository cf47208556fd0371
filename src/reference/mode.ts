// How the reference server behaves where the standard leaves it to the server.

/**
 * `relaxed` hands stanzas to a pool of threads: they arrive late and overtake each other, as far as RFC 6120 10.1 permits.
 */
export type Mode = (typeof MODES)[number];

export const MODES = ['relaxed'] as const;

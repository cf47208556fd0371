// How the reference server behaves where the standard leaves it to the server.

/**
 * `relaxed` hands stanzas to a pool of threads: they arrive late and overtake each other, as far as RFC 6120 10.1 permits.
 * `noisy` has modules, as servers in use have: it sends traffic of its own, and adds extensions to what it relays.
 */
export type Mode = (typeof MODES)[number];

export const MODES = ['relaxed', 'noisy'] as const;

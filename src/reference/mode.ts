// How the reference server behaves where the standard leaves it to the server.

/**
 * `relaxed` hands stanzas to a pool of threads: they arrive late and overtake each other, as far as RFC 6120 10.1 permits.
 * `noisy` has modules, as servers in use have: it sends traffic of its own, and adds extensions to what it relays.
 * `overriding` replaces what a client asks for where a server may: the resource (RFC 6120 7.7.2.1) and the priority (RFC 6121 4.7.2.3).
 */
export type Mode = (typeof MODES)[number];

export const MODES = ['relaxed', 'noisy', 'overriding'] as const;

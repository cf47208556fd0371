// The names of the targets that xmppspec can launch, without what launches them.

/** Names of all targets that can be launched. */
export const TARGET_NAMES = [
  'reference',
  'prosody',
  'ejabberd',
  'jabberd2',
  'prosody-s2s',
  'ejabberd-s2s',
  'prosody-debian',
  'ejabberd-debian',
  'reference-relaxed',
  'reference-noisy',
  'reference-overriding',
] as const;

/** How two launched servers prove their domains to each other: by certificates of a common authority, or by dialback alone (XEP-0220). */
export type Proof = 'certificates' | 'dialback';

/** Whether it is the reference server, in any mode. */
export const isReference = (name: TargetName): boolean => name.startsWith('reference');

/** A target that can be launched by name. */
export type TargetName = (typeof TARGET_NAMES)[number];

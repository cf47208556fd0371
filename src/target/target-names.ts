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
] as const;

/** A target that can be launched by name. */
export type TargetName = (typeof TARGET_NAMES)[number];

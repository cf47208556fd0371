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

/**
 * The domain of the component that plays a remote server for `domain`. It is in .localhost, which is never looked up
 * (RFC 6761 6.3), and not below `domain`, because servers take their subdomains for services of their own.
 */
export function componentDomain(domain: string): string {
  return `remote.other-${domain.split('.')[0]}.localhost`;
}

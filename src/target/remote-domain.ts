/**
 * The domain that a component plays beside `domain`: in .localhost, so that it is never looked up (RFC 6761 6.3), and not
 * below `domain`, since servers take a subdomain of theirs for a service of their own.
 */
export function remoteDomainBeside(domain: string): string {
  return `remote.other-${domain.split('.')[0]}.localhost`;
}

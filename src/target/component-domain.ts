/**
 * The domain of the component that plays a remote server for `domain`. It is in .localhost, which is never looked up
 * (RFC 6761 6.3), and not below `domain`, because servers take their subdomains for services of their own.
 */
export function componentDomain(domain: string): string {
  return `remote.other-${domain.split('.')[0]}.localhost`;
}

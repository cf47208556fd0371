import type { Endpoint } from '../model/problem.ts';

/** `host:port` as people write it, with brackets around an IPv6 address. */
export function endpointText({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

import { readFileSync } from 'node:fs';

/** The version of xmppspec, from its package.json. */
export function toolVersion(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}

import { readFileSync } from 'node:fs';
import type { Published } from '../report/issue/reproduce-part.ts';

interface Manifest {
  readonly version: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

const readManifest = () => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;

/** The version of xmppspec, from its package.json. */
export const toolVersion = (): string => readManifest().version;

/** Where xmppspec is published, as its package.json says. */
export function publishedAt(
  { homepage, repository }: Pick<Manifest, 'homepage' | 'repository'> = readManifest(),
): Published {
  const url = typeof repository === 'string' ? repository : repository?.url;
  // npm takes `github:owner/name` for an address as well, which no reader can open.
  const isAddress = url !== undefined && /^(git\+)?(https?|ssh):\/\//.test(url);
  return {
    ...(homepage !== undefined && { homepage }),
    ...(isAddress && { repository: url.replace(/^git\+/, '') }),
  };
}

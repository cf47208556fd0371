import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Version of an installed Debian package; empty where there is no such package or no dpkg. */
export async function packageVersion(debianPackage: string): Promise<string> {
  try {
    const args = ['--show', '--showformat', '${Version}', debianPackage];
    return (await promisify(execFile)('/usr/bin/dpkg-query', args, { env: {} })).stdout;
  } catch {
    return '';
  }
}

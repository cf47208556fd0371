// What a launched server needs of this machine: private directories, libraries, packages, a free address, the name of its system.

import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { release, tmpdir, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LaunchObstacle } from '../model/problem.ts';
import { ProblemError } from '../wording/problems.ts';

/** Is called for each temporary directory, so that a journal can name those that a killed run left. */
export interface DirectoryListener {
  onDirectory?(path: string): void;
  onDirectoryRemoved?(path: string): void;
}

/** A dying process may write once more while its directory is removed: 5 retries, 50 ms apart, outlast it. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Makes a directory that only its owner can enter (mode 0700, as mkdtemp does). Rejects with the error of the file system. */
export async function makePrivateDirectory(listener: DirectoryListener): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'xmppspec-'));
  listener.onDirectory?.(path);
  return path;
}

/**
 * Removes the directory. Never throws: a directory that cannot be removed stays in the journal. The synchronous function
 * takes a tenth of a second for the 9,000 files of a full run on prosody, the asynchronous one ten times that on a busy machine.
 */
export function removePrivateDirectory(path: string, listener: DirectoryListener): void {
  try {
    rmSync(path, REMOVAL);
    listener.onDirectoryRemoved?.(path);
  } catch {
    return;
  }
}

/**
 * The directory with the libraries of `debianPackage`. Debian keeps libraries in /usr/lib/<architecture>; `hasLibraries`
 * recognises the right one. Throws `ProblemError` when there is none.
 */
export function libraryDirectory(debianPackage: string, hasLibraries: (path: string) => boolean): string {
  const architectures = readdirSync('/usr/lib').filter((name) => name.includes('linux-gnu'));
  const found = architectures.map((name) => join('/usr/lib', name)).find(hasLibraries);
  if (found !== undefined) return found;
  throw new ProblemError({ kind: 'library-missing', debianPackage });
}

/** Why a configuration file (conffile) of an installed package is not known to be as the package ships it; undefined: it is. */
export function editedFile(file: string, debianPackage: string): LaunchObstacle | undefined {
  const text = contentOf(file);
  if (text === undefined) return { kind: 'configuration-unreadable', file, debianPackage };
  const checksum = createHash('md5').update(text).digest('hex');
  if (shippedFiles(debianPackage).includes(`${file} ${checksum}`)) return undefined;
  return { kind: 'configuration-edited', file, debianPackage };
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Lines of `path md5`, as dpkg recorded them; none where there is no such package or no dpkg. */
function shippedFiles(debianPackage: string): readonly string[] {
  try {
    const args = ['--show', '--showformat', '${Conffiles}', debianPackage];
    const lines = execFileSync('/usr/bin/dpkg-query', args, { env: {}, encoding: 'utf8', stdio: 'pipe' }).split('\n');
    return lines.map((line) => line.trim());
  } catch {
    return [];
  }
}

/** Version of an installed Debian package; empty where there is no such package or no dpkg; never rejects. */
export async function packageVersion(debianPackage: string): Promise<string> {
  try {
    const args = ['--show', '--showformat', '${Version}', debianPackage];
    return (await promisify(execFile)('/usr/bin/dpkg-query', args, { env: {} })).stdout;
  } catch {
    return '';
  }
}

/** `Debian GNU/Linux 12 (bookworm)`; where no file says it, kernel and release. */
export function systemName(): string {
  try {
    const [, name] = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? [];
    if (name !== undefined) return name;
  } catch {
    // Only Linux has the file.
  }
  return `${type()} ${release()}`;
}

/** Free ports of one loopback address: for clients, for a component, and for other servers. */
interface FreeAddress {
  readonly host: string;
  readonly port: number;
  readonly componentPort: number;
  readonly s2sPort: number;
}

/**
 * Free ports on a random loopback address. Outgoing connections leave from 127.0.0.1, so they cannot take a port of
 * this address before the server listens. Ports of 127.0.0.1 do get taken when many sessions connect. The ports lie below
 * those that systems give out: another process that listens on all addresses would take one of these here, too. Never rejects.
 */
export async function freeAddress(): Promise<FreeAddress> {
  const host = `127.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
  const ports = new Set<number>();
  while (ports.size < 3) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(host, port)) ports.add(port);
  }
  const [port = 0, componentPort = 0, s2sPort = 0] = ports;
  return { host, port, componentPort, s2sPort };
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}

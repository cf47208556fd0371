import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Is called for each temporary directory, so that a journal can name those that a killed run left. */
export interface DirectoryListener {
  onDirectory?(path: string): void;
  onDirectoryRemoved?(path: string): void;
}

/** A dying process may write once more while its directory is removed: 5 retries, 50 ms apart, outlast it. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Makes a directory that only its owner can enter (mode 0700, as mkdtemp does). */
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

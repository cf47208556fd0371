import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Told about temporary directories, so that a journal can name those that an interrupted run left. */
export interface DirectoryWatcher {
  onDirectory?(path: string): void;
  onDirectoryRemoved?(path: string): void;
}

/** A dying process may write once more while its directory is being removed: 5 tries, 50 ms apart, outlast it. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Makes a directory that only we can enter (mode 0700, as mkdtemp does). */
export async function makePrivateDirectory(watcher: DirectoryWatcher): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'xmppspec-'));
  watcher.onDirectory?.(path);
  return path;
}

/** Removes it; never throws: what cannot be removed stays in the journal. */
export async function removePrivateDirectory(path: string, watcher: DirectoryWatcher): Promise<void> {
  try {
    await rm(path, REMOVAL);
    watcher.onDirectoryRemoved?.(path);
  } catch {
    return;
  }
}

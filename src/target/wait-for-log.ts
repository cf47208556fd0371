import { readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Resolves once the file holds `text`. Its directory must exist, the file need not. Rejects when `signal` aborts. */
export function waitForLog(file: string, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dirname(file), { signal });
    const look = () => {
      if (!contentOf(file).includes(text)) return;
      watcher.close();
      resolve();
    };
    const abort = () => reject(signal.reason);
    watcher.on('change', look).on('error', reject);
    watcher.on('close', () => signal.removeEventListener('abort', abort));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) reject(signal.reason);
    else look();
  });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

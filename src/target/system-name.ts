// The operating system of this machine, for readers of a report.

import { readFileSync } from 'node:fs';
import { release, type } from 'node:os';

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

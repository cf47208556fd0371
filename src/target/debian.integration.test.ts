// The configurations of Debian's packages that the profiles start from.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeInstalled } from './describe-server.test-kit.ts';
import { DEBIAN_CONFIGURATION } from './prosody-debian.ts';

/** The version of the package whose configuration was copied. */
const COPIED = '0.12.3-1+deb12u1';

const ofPackage = (field: string) =>
  execFileSync('/usr/bin/dpkg-query', ['--show', `--showformat=\${${field}}`, 'prosody'], { encoding: 'utf8' });

describeInstalled('prosody-debian', () => {
  test.runIf(isInstalled(COPIED))('the copy of the configuration has the checksum that dpkg recorded', () => {
    const checksum = createHash('md5').update(readFileSync(DEBIAN_CONFIGURATION)).digest('hex');
    expect(ofPackage('Conffiles')).toContain(`/etc/prosody/prosody.cfg.lua ${checksum}`);
  });
});

function isInstalled(version: string): boolean {
  try {
    return ofPackage('Version') === version;
  } catch {
    return false;
  }
}

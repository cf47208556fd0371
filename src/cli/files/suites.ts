// The suites that `--suite` names.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SUITE_FILE, suiteAround } from '../../suite/suite.ts';
import { usageError } from '../../wording/usage.ts';
import { shippedClientScenarios, shippedScenarios } from './paths.ts';
import { isDirectory } from './places.ts';

/** The suite that is part of xmppspec. */
const SHIPPED = 'rfc6121';

/** The suite for clients that is part of xmppspec. */
export const CLIENT_SUITE = 'client';

/** The prefix of packages that are suites. */
const PACKAGE = 'xmppspec-suite-';

/** The folders of suites: `rfc6121`, `client`, a directory, or the NAME of an installed package `xmppspec-suite-NAME`. Throws `UsageError`. */
export const suiteFolders = (suites: readonly string[], cwd: string): readonly string[] =>
  suites.map((suite) => {
    if (suite === SHIPPED) return shippedScenarios();
    if (suite === CLIENT_SUITE) return shippedClientScenarios();
    const found = isDirectory(suite) ? (suiteAround(suite, cwd) ?? suite) : packageFolder(suite, cwd);
    if (found === undefined) throw usageError('noSuite', suite, `${PACKAGE}${suite.replace(/\W+/g, '-')}`);
    return found;
  });

/** The nearest installed package with a suite of this name, as Node looks for packages. */
function packageFolder(name: string, cwd: string): string | undefined {
  if (!/^[a-z0-9][\w.-]*$/.test(name)) return undefined;
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules', `${PACKAGE}${name}`);
    if (existsSync(join(installed, SUITE_FILE))) return installed;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A place that is a file of a suite itself stands for its folder. */
export function suiteOfPlace(place: string): string {
  const isOfSuite = /^(suite|requirements)\.yaml$/.test(place.split(/[\\/]/).at(-1) ?? '');
  return isOfSuite && existsSync(join(dirname(place), SUITE_FILE)) ? dirname(place) : place;
}

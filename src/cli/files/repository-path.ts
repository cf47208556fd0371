// Where a file is in the repository of the user, for systems that show reports beside the source.

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';

type Env = Readonly<Record<string, string | undefined>>;

/** Variables with the directory of the checkout: GitHub and Forgejo, GitLab, Jenkins, Woodpecker. */
const ROOTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR', 'WORKSPACE', 'CI_WORKSPACE'] as const;

/**
 * Makes the function that returns the path of a file from the root of the repository, with slashes; undefined for a file
 * outside of it or of a package in it. The root is what a CI system names, if the working directory is in it; else the
 * directory with `.git`; else the working directory.
 */
export function repositoryPaths(env: Env, directory = process.cwd()): (file: string) => string | undefined {
  const named = ROOTS.map((name) => env[name]).find(
    (root) => root !== undefined && root !== '' && isIn(directory, root),
  );
  const root = named ?? aboveWith('.git', directory) ?? directory;
  return (file) => {
    const path = resolve(directory, file);
    if (!isIn(path, root)) return undefined;
    const parts = relative(root, path).split(sep);
    return parts.includes('node_modules') ? undefined : parts.join('/');
  };
}

function isIn(path: string, root: string): boolean {
  const below = relative(root, path);
  return !isAbsolute(below) && below.split(sep)[0] !== '..';
}

function aboveWith(name: string, directory: string): string | undefined {
  if (existsSync(join(directory, name))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : aboveWith(name, parent);
}

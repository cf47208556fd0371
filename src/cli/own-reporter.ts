// `--reporter ./mine.js`: a module of the user.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usageError } from '../wording/usage.ts';
import type { CreateReporter } from './api.ts';

/** Whether the name of a reporter is the path of a module: it begins with a dot or a slash, or ends like one. */
export const isModulePath = (name: string): boolean => /^\.{0,2}\/|\.[cm]?js$/.test(name);

/** Loads the module. Rejects with `UsageError` where it cannot be loaded, or has no such export. */
export async function loadOwnReporter(path: string): Promise<CreateReporter> {
  const loaded: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw usageError('reporterModule', path, error instanceof Error ? error.message : String(error));
  });
  const create = (loaded as { readonly default?: unknown }).default;
  if (typeof create !== 'function') throw usageError('reporterExport', path);
  return create as CreateReporter;
}

// All reporters, loaded.

import type { Reporter, ReporterSetup } from '../model/event.ts';
import { reporters as loaders } from './reporters.ts';

/** The name of a reporter. */
export type ReporterName = keyof typeof loaders;

export const reporterNames = Object.keys(loaders) as readonly ReporterName[];

const loaded = await Promise.all(reporterNames.map(async (name) => [name, await loaders[name].load()] as const));

/** What creates each reporter. */
export const reporters = Object.fromEntries(loaded) as Record<ReporterName, (setup: ReporterSetup) => Reporter>;

// The registry of targets that the tool can launch: one line and one file each.

import { ejabberd } from './ejabberd.ts';
import { jabberd2 } from './jabberd2.ts';
import { launchServer, missingFor } from './launch-server.ts';
import type { LaunchedTarget, LaunchOptions } from './launched-target.ts';
import type { NotInstalled } from './not-installed.ts';
import { prosody } from './prosody.ts';
import { launchReference } from './reference.ts';
import type { ServerRecipe } from './server-recipe.ts';

interface Launcher {
  missing(): NotInstalled | undefined;
  launch(options: LaunchOptions): Promise<LaunchedTarget>;
}

const LAUNCHERS = {
  reference: { missing: () => undefined, launch: launchReference },
  prosody: serverLauncher(prosody),
  ejabberd: serverLauncher(ejabberd),
  jabberd2: serverLauncher(jabberd2),
} as const;

/** A target that can be launched by name. */
export type TargetName = keyof typeof LAUNCHERS;

/** Names of all targets that can be launched. */
export const TARGET_NAMES = Object.keys(LAUNCHERS) as readonly TargetName[];

/**
 * Launches a target and waits until it answers. Rejects with `NotInstalled`, with the end of its log when it does not
 * start, and with the reason of `options.signal`; nothing is left behind then.
 */
export function launchTarget(name: TargetName, options: LaunchOptions = {}): Promise<LaunchedTarget> {
  return LAUNCHERS[name].launch(options);
}

/** What must be installed on this machine before it can be launched. */
export function missingProgram(name: TargetName): NotInstalled | undefined {
  return LAUNCHERS[name].missing();
}

function serverLauncher(recipe: ServerRecipe): Launcher {
  return {
    missing: () => missingFor(recipe),
    launch: (options) => launchServer(recipe, options),
  };
}

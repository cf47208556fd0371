// The registry of targets that the tool can launch: one line and one file each.

import { ejabberd } from './ejabberd.ts';
import { isRecipeInstalled, launchServer } from './launch-server.ts';
import type { LaunchedTarget, LaunchOptions } from './launched-target.ts';
import { prosody } from './prosody.ts';
import { launchReference } from './reference.ts';
import type { ServerRecipe } from './server-recipe.ts';

interface Launcher {
  isInstalled(): boolean;
  launch(options: LaunchOptions): Promise<LaunchedTarget>;
}

const LAUNCHERS = {
  reference: { isInstalled: () => true, launch: launchReference },
  prosody: serverLauncher(prosody),
  ejabberd: serverLauncher(ejabberd),
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

/** True when launching it can work on this machine. */
export function isInstalled(name: TargetName): boolean {
  return LAUNCHERS[name].isInstalled();
}

function serverLauncher(recipe: ServerRecipe): Launcher {
  return {
    isInstalled: () => isRecipeInstalled(recipe),
    launch: (options) => launchServer(recipe, options),
  };
}

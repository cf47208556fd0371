// The registry of targets that xmppspec can launch: one line and one file each. `target-names.ts` names them.

import type { LaunchObstacle } from '../model/problem.ts';
import type { Mode } from '../reference/mode.ts';
import { ejabberd } from './ejabberd.ts';
import { ejabberdDebian } from './ejabberd-debian.ts';
import { ejabberdS2s } from './ejabberd-s2s.ts';
import { jabberd2 } from './jabberd2.ts';
import { launchReference } from './launch-reference.ts';
import { launchServer, obstacleTo } from './launch-server.ts';
import type { LaunchedTarget, LaunchOptions } from './launched-target.ts';
import { prosody } from './prosody.ts';
import { prosodyDebian } from './prosody-debian.ts';
import { prosodyS2s } from './prosody-s2s.ts';
import type { ServerRecipe } from './server-recipe.ts';
import type { TargetName } from './target-names.ts';

interface Launcher {
  obstacle(): LaunchObstacle | undefined;
  launch(options: LaunchOptions): Promise<LaunchedTarget>;
}

const LAUNCHERS: Readonly<Record<TargetName, Launcher>> = {
  reference: referenceLauncher(),
  prosody: serverLauncher(prosody, { ...prosodyS2s, name: 'prosody' }),
  ejabberd: serverLauncher(ejabberd, { ...ejabberdS2s, name: 'ejabberd' }),
  jabberd2: serverLauncher(jabberd2),
  'prosody-s2s': serverLauncher(prosodyS2s),
  'ejabberd-s2s': serverLauncher(ejabberdS2s),
  'prosody-debian': serverLauncher(prosodyDebian),
  'ejabberd-debian': serverLauncher(ejabberdDebian),
  'reference-relaxed': referenceLauncher('relaxed'),
  'reference-noisy': referenceLauncher('noisy'),
  'reference-overriding': referenceLauncher('overriding'),
};

/**
 * Launches a target and waits until it answers. Rejects with `ProblemError`, or with the reason of `options.signal`;
 * then no process and no directory is left.
 */
export function launchTarget(name: TargetName, options: LaunchOptions = {}): Promise<LaunchedTarget> {
  return LAUNCHERS[name].launch(options);
}

/** What prevents a launch of the target, such as a program that is not installed; undefined when nothing does. */
export function launchObstacle(name: TargetName): LaunchObstacle | undefined {
  return LAUNCHERS[name].obstacle();
}

function referenceLauncher(mode?: Mode): Launcher {
  return { obstacle: () => undefined, launch: (options) => launchReference(options, mode) };
}

/** `federated` is the recipe for a server among others. */
function serverLauncher(recipe: ServerRecipe, federated = recipe): Launcher {
  return {
    obstacle: () => obstacleTo(recipe),
    launch: (options) => launchServer(options.federation === undefined ? recipe : federated, options),
  };
}

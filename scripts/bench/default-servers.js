// prosody and ejabberd with the settings that a user has: Debian's configuration, without its rate limits.

import { parse, stringify } from 'yaml';

/** Loads a module of the build. The bench is started by npm, which builds first. */
const built = (path) => import(new URL(`../../dist/${path}.js`, import.meta.url).href);

/** mod_limits lets a client send 10 kB a second. */
const NO_LIMITS = 'modules_disabled = { "limits" }\n';

const RECIPES = {
  'prosody-default': async () => {
    const { prosodyDebian } = await built('target/prosody');
    const files = (settings) =>
      withFile(prosodyDebian.files(settings), 'conf.d/xmppspec.cfg.lua', (text) => NO_LIMITS + text);
    return { ...prosodyDebian, files };
  },
  'ejabberd-default': async () => {
    const { ejabberdDebian } = await built('target/ejabberd');
    const unlimited = (text) => stringify(withoutLimits(parse(text)));
    const files = (settings) => withFile(ejabberdDebian.files(settings), 'ejabberd.yml', unlimited);
    return { ...ejabberdDebian, files };
  },
};

const withFile = (files, name, change) => ({ ...files, [name]: change(files[name]) });

/** Debian's ejabberd lets a client send 3 kB a second, a session 5 subscription stanzas a minute, a user have 10 sessions. */
function withoutLimits(configuration) {
  const { mod_pres_counter: _, ...modules } = configuration.modules;
  const { shaper_rules: shaperRules } = configuration;
  return {
    ...configuration,
    shaper_rules: { ...shaperRules, c2s_shaper: 'none', max_user_sessions: 'infinity' },
    modules,
  };
}

/** Launches the server of this name. Resolves with a launched target; rejects when it cannot start. */
export async function launchDefault(name, signal) {
  const [{ launchServer }, recipe] = await Promise.all([built('target/launch-server'), RECIPES[name]()]);
  return launchServer(recipe, { signal });
}

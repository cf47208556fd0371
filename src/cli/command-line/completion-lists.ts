// Lists that several options and commands complete from: a function of the shell prints each, so that the script holds it once.

/** The names of the lists. */
export type ListName = 'targets' | 'selectors';

export interface CompletionLists {
  /** Servers to launch. Targets and peers of the config file in the working directory come beside them. */
  readonly targets: readonly string[];
  /** Topologies, features, sections. */
  readonly selectors: readonly string[];
  /** Scenarios: too many to be offered before the word has begun. */
  readonly scenarios: readonly string[];
}

/** The keys below `targets` and `peers`, as most files are indented. */
const NAMES = ['targets', 'peers'].map((part) => `-e '/^${part}:/,/^[^ #]/s/^  \\([^ #:][^:]*\\):.*/\\1/p'`).join(' ');
const CONFIGURED = `sed -n ${NAMES} xmppspec.config.yaml 2>/dev/null`;

/** What a word begins with that a scenario is meant by. */
const SCENARIO = 'r*';

/** The functions for bash: each prints words; \`$1\` is the word that is being completed. */
export const bashLists = ({ targets, selectors, scenarios }: CompletionLists): string => `_xmppspec_targets() {
  printf '%s\\n' ${targets.join(' ')}
  ${CONFIGURED}
}

_xmppspec_selectors() {
  printf '%s\\n' ${selectors.join(' ')}
  case "$1" in ${SCENARIO}) printf '%s\\n' ${scenarios.join(' ')} ;; esac
}
`;

/** The functions for zsh: each adds words. */
export const zshLists = ({ targets, selectors, scenarios }: CompletionLists): string => `_xmppspec_targets() {
  compadd "$@" -- ${targets.join(' ')} \${(f)"$(${CONFIGURED})"}
}

_xmppspec_selectors() {
  compadd "$@" -- ${selectors.join(' ')}
  case "$PREFIX" in ${SCENARIO}) compadd "$@" -- ${scenarios.join(' ')} ;; esac
}
`;

/** The functions for fish: each prints words. */
export const fishLists = ({ targets, selectors, scenarios }: CompletionLists): string => `function __xmppspec_targets
  printf '%s\\n' ${targets.join(' ')}
  ${CONFIGURED}
end

function __xmppspec_selectors
  printf '%s\\n' ${selectors.join(' ')}
  if string match -q '${SCENARIO}' -- (commandline -ct)
    printf '%s\\n' ${scenarios.join(' ')}
  end
end
`;

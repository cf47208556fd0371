// Passwords among arguments, commands and addresses: found, and hidden in what people see.

/** The environment variable with the password of an account that is given without one. */
export const PASSWORD_VARIABLE = 'XMPPSPEC_PASSWORD';

/** The environment variable with the secret of the remote domain; it overrides the config file. */
export const SECRET_VARIABLE = 'XMPPSPEC_REMOTE_SECRET';

/** Stands for a secret in a message. */
const HIDDEN = '(hidden)';

/** A shorter text is part of ordinary words. Hiding it would make messages unreadable. */
const SHORTEST = 3;

const SCHEME = /^(?:xmpps?|component|https?):(?:\/\/)?/i;
const PORT = /^:\d{0,9}$/;

/** Names of options, variables and keys whose value is a secret. */
const SECRET_NAME = /pass|pwd|secret|token|credential|auth$|api-?key/i;

/** An address as a message may show it: without a user, and without anything but digits in place of the port. */
export function publicAddress(address: string): string {
  const { scheme, user, host, port, rest } = addressParts(address);
  const shownPort = port === '' || PORT.test(port) ? port : `:${HIDDEN}`;
  return `${scheme}${user === '' ? '' : `${HIDDEN}@`}${host}${shownPort}${rest}`;
}

function addressParts(address: string) {
  const scheme = SCHEME.exec(address)?.[0] ?? '';
  const at = address.lastIndexOf('@');
  const user = at < scheme.length ? '' : address.slice(scheme.length, at);
  const authority = address.slice(at < scheme.length ? scheme.length : at + 1);
  const [, host = '', port = '', rest = ''] = /^(\[[^\]]*\]|[^:/]*)(:[^/]*)?(.*)$/s.exec(authority) ?? [];
  return { scheme, user, host, port, rest };
}

/** A command as a message may show it: its program. The other words may hold passwords. */
export function publicCommand(command: string): string {
  const words = wordsOf(command);
  const program = words.findIndex((word) => !ASSIGNMENT.test(word));
  return words.length > 1 ? `${words[program] ?? ''} ...`.trim() : (words[program] ?? '...');
}

/** The text with every occurrence of a secret hidden, also in base64 and percent encoding, and inside JSON. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  const long = [...new Set(secrets)].filter((secret) => secret.trim().length >= SHORTEST);
  const forms = long.flatMap(formsOf).sort((a, b) => b.length - a.length);
  return forms.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text);
}

/** Hides what must not be shown of a text. */
export type Hide = (text: string) => string;

/** Data with every text in it hidden, except tags: the sentences that are made of it are ours, and keep their words. */
export function hideIn<Data>(data: Data, hide: Hide): Data {
  return hidden(data, hide) as Data;
}

function hidden(value: unknown, hide: Hide): unknown {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((item) => hidden(item, hide));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, key === 'kind' ? field : hidden(field, hide)]),
  );
}

function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [secret, base64, encodeURIComponent(Buffer.from(secret).toString()), JSON.stringify(secret).slice(1, -1)];
}

/** Everything among the arguments of the program that may be a password, in right and in wrong places. */
export function secretsInArguments(argv: readonly string[]): readonly string[] {
  const found = argv.flatMap((word, index) => [...secretsInWord(word), ...secretsOfOption(argv, index)]);
  return found.filter((secret) => secret !== '');
}

const ACCOUNT_OPTION = /^--(?:peer-)?(?:account|admin)$/;
const COMMAND_OPTION = /^--(?:peer-)?(?:create-account|remove-account|server-command)$/;
/** Words that follow an account and are no password: options, JIDs, sections, globs, ids and files. */
const NO_PASSWORD = /^-|[@/*]|^(?:\d+|[A-E])(?:\.\d+)*$|\.yaml$/;

/** What the option at `index` takes, where that is a secret or a command. */
function secretsOfOption(argv: readonly string[], index: number): readonly string[] {
  const [, name = '', inline] = /^(--?[^=]+)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? [];
  const [value = '', further = ''] =
    inline === undefined ? argv.slice(index + 1, index + 3) : [inline, argv[index + 1]];
  if (COMMAND_OPTION.test(name)) return secretsInCommand(value);
  if (ACCOUNT_OPTION.test(name)) {
    const noAddress = value.includes('@') ? [] : [value];
    return NO_PASSWORD.test(further) || value.includes(':') ? noAddress : [...noAddress, further];
  }
  // -pPASSWORD, as other programs take it.
  const glued = /^-[a-zA-Z]([^=-].*)$/s.exec(name)?.[1];
  return [...(SECRET_NAME.test(name) ? [value] : []), ...(glued === undefined ? [] : [glued])];
}

/** The password of `jid:password`, of `user:password@host`, and what an address has in place of a port. */
function secretsInWord(word: string): readonly string[] {
  const value = word.replace(/^--?[^=]+=/, '');
  if (!value.includes('@') && !SCHEME.test(value)) return [];
  const { scheme, user, port } = addressParts(value);
  const afterColon = (text: string) => (text.includes(':') ? [text.slice(text.indexOf(':') + 1)] : []);
  const wrongPort = port === '' || PORT.test(port) ? [] : [port.slice(1)];
  const whole = scheme === '' ? afterColon(value) : [user];
  return [...whole, ...afterColon(user), ...wrongPort];
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;
/** Words that follow `--auth` of ejabberdctl: user, host, password. */
const WORDS_AFTER_AUTH = 3;

/** Everything in a shell command that may be a password of its own. Placeholders are none. */
export function secretsInCommand(command: string): readonly string[] {
  const words = wordsOf(command);
  const found = words.flatMap((word, index) => {
    const [, name = '', value] = /^(-{0,2}[A-Za-z_][\w-]*)=(.*)$/s.exec(word) ?? [];
    if (value !== undefined) return SECRET_NAME.test(name) ? [value] : secretsInWord(value);
    if (word === '--auth') return words.slice(index + 1, index + 1 + WORDS_AFTER_AUTH);
    if (/^-/.test(word) && SECRET_NAME.test(word)) return words.slice(index + 1, index + 2);
    if (/^(?:Bearer|Basic)$/i.test(word)) return words.slice(index + 1, index + 2);
    const isPair = !word.startsWith('-') && !SCHEME.test(word) && word.includes(':');
    return isPair ? [word.slice(word.indexOf(':') + 1), ...secretsInWord(word)] : secretsInWord(word);
  });
  return found.filter((secret) => !/^\{\w+\}$/.test(secret));
}

/** The words of a command, without quotes. */
function wordsOf(command: string): readonly string[] {
  return command.split(/[\s'"]+/).filter((word) => word !== '');
}

/** The texts under keys such as "password" and "secret", at any depth. */
export function secretsInData(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    if (typeof value === 'string' && /^(?:create|remove|command)$/.test(key)) return secretsInCommand(value);
    const isSecret = ['string', 'number', 'boolean'].includes(typeof value) && SECRET_NAME.test(key);
    return isSecret ? [String(value)] : secretsInData(value);
  });
}

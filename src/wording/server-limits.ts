// Limits of servers in words, with the setting that lifts each.

import type { Language } from '../model/event.ts';
import type { LimitedServer, LimitKind, ServerLimit } from '../model/server-limit.ts';
import { OTHER_PROVISIONS } from './account-problems.ts';
import { COMMON } from './common.ts';
import { type Sentences, sayParts } from './sentence.ts';

/** A setting: where it stands, and an example line. */
interface Setting {
  readonly file: string;
  readonly example: string;
}

const PROSODY = 'prosody.cfg.lua';
const EJABBERD = 'ejabberd.yml';

/** The setting of each server that lifts a limit. Prosody has no limit on subscriptions, ejabberd none on streams in all. */
const SETTINGS: Readonly<Record<LimitKind, Partial<Record<LimitedServer, Setting>>>> = {
  'subscription-count': { ejabberd: { file: EJABBERD, example: 'modules.mod_pres_counter: {count: 100000}' } },
  'byte-rate': {
    prosody: { file: PROSODY, example: 'limits = { c2s = { rate = "10mb/s" } }' },
    ejabberd: { file: EJABBERD, example: 'shaper_rules.c2s_shaper: none' },
  },
  registration: {
    prosody: { file: PROSODY, example: 'registration_throttle_max = 100000' },
    ejabberd: { file: EJABBERD, example: 'registration_timeout: infinity' },
  },
  'stanza-size': {
    prosody: { file: PROSODY, example: 'c2s_stanza_size_limit = 262144' },
    ejabberd: { file: EJABBERD, example: 'listen[ejabberd_c2s].max_stanza_size: 262144' },
  },
  streams: {
    ejabberd: { file: EJABBERD, example: 'shaper_rules.max_user_sessions: infinity' },
  },
};

/** The settings by limit and server. */
export const limitSettings = (): typeof SETTINGS => SETTINGS;

const WHAT: Sentences<ServerLimit> = {
  'subscription-count': {
    en: ({ allowed }) => `the server drops subscription requests and answers after the first ${allowed} of a stream`,
    zh: ({ allowed }) => `服务器在每条流上只放行前 ${allowed} 个请求订阅及其应答，其余一律丢弃`,
  },
  'byte-rate': {
    en: ({ bytesPerSecond }) => `the server reads only ${bytesPerSecond} bytes per second from each stream`,
    zh: ({ bytesPerSecond }) => `服务器每秒只从每条流读取 ${bytesPerSecond} 字节`,
  },
  registration: {
    en: () => 'the server limits how many accounts register',
    zh: () => '服务器限制注册账户的数量或频率',
  },
  'stanza-size': {
    en: ({ bytes }) => `the server ended a stream at a stanza of ${bytes} bytes`,
    zh: ({ bytes }) => `服务器收到 ${bytes} 字节的节后结束了流`,
  },
  streams: {
    en: () => 'the server limits how many streams or logins there are',
    zh: () => '服务器限制流或登录的数量',
  },
};

/** What the limit is, and the setting that lifts it. */
export function limitParts(limit: ServerLimit, server: LimitedServer, lang: Language) {
  const { what } = sayParts(WHAT, limit, { lang, cause: () => '' });
  return { what, remedy: remedyOf(limit.kind, server, lang) };
}

/** Both on one line. */
export function limitText(limit: ServerLimit, server: LimitedServer, lang: Language): string {
  const { what, remedy } = limitParts(limit, server, lang);
  return [what, remedy].join(COMMON[lang].semicolon);
}

function remedyOf(kind: LimitKind, server: LimitedServer, lang: Language): string {
  const lifted = settingOf(kind, server, lang);
  return kind === 'registration' ? `${lifted}${COMMON[lang].comma}${OTHERWISE[lang]}${OTHER_PROVISIONS[lang]}` : lifted;
}

const OTHERWISE: Readonly<Record<Language, string>> = { en: 'or ', zh: '或' };

function settingOf(kind: LimitKind, server: LimitedServer, lang: Language): string {
  const setting = SETTINGS[kind][server];
  if (setting === undefined) {
    return lang === 'en' ? 'lift this limit in the configuration of the server' : '请在服务器配置中解除该限制';
  }
  const { file, example } = setting;
  return lang === 'en' ? `lift it in ${file}: ${example}` : `在 ${file} 中解除：${example}`;
}

// What goes wrong with a client under test, in words.

import type { Problem } from '../model/problem.ts';
import type { Reason } from '../model/reason.ts';
import type { Sentences } from './sentence.ts';

type ClientProblem = Extract<Problem, { kind: `client-${string}` | `driver-${string}` }>;

const EN = {
  log: (log: readonly string[]) =>
    log.length === 0 ? '' : `; it wrote:\n${log.map((line) => `  ${line}`).join('\n')}`,
  stage: {
    connect: 'it has not opened a stream, or has not tried to authenticate',
    tls: 'it has broken off the TLS handshake',
    authenticate: 'the server has refused its credentials',
    bind: 'it has not bound a resource',
    presence: 'it has bound a resource and sent no presence',
  },
};
const ZH = {
  log: (log: readonly string[]) =>
    log.length === 0 ? '' : `；其输出为：\n${log.map((line) => `  ${line}`).join('\n')}`,
  stage: {
    connect: '它没有打开流，或没有尝试认证',
    tls: '它中断了 TLS 握手',
    authenticate: '服务器拒绝了它的凭据',
    bind: '它没有绑定资源',
    presence: '它绑定了资源，但没有发送表示',
  },
};

/** Problems of clients under test. */
export const CLIENT_PROBLEMS: Sentences<ClientProblem> = {
  'client-not-started': {
    en: ({ command, code }) => ({
      what: `the client cannot be started: ${command} (${code})`,
      remedy: 'give the program and its arguments after --',
    }),
    zh: ({ command, code }) => ({
      what: `无法启动客户端：${command}（${code}）`,
      remedy: '在 -- 之后给出程序及其参数',
    }),
  },
  'client-ended': {
    en: ({ status, log }) => `the client has ended (${status})${EN.log(log)}`,
    zh: ({ status, log }) => `客户端已结束（${status}）${ZH.log(log)}`,
  },
  'client-not-logged-in': {
    en: ({ stage, timeoutMs, log }) =>
      `the client has not logged in within ${timeoutMs / 1000} s: ${EN.stage[stage]}${EN.log(log)}`,
    zh: ({ stage, timeoutMs, log }) => `客户端在 ${timeoutMs / 1000} 秒内没有登录：${ZH.stage[stage]}${ZH.log(log)}`,
  },
  'client-left': {
    en: () => 'the client has ended its stream',
    zh: () => '客户端结束了其流',
  },
  'client-babbles': {
    en: ({ limit }) => ({
      what: `the client has written ${limit} characters to standard output that are no lines of a driver`,
      remedy: 'write logs to standard error',
    }),
    zh: ({ limit }) => ({
      what: `客户端向标准输出写了 ${limit} 个字符，都不是驱动的行`,
      remedy: '把日志写到标准错误',
    }),
  },
  'driver-silent': {
    en: ({ verb, timeoutMs, log }) =>
      `the driver has not answered "${verb}" within ${timeoutMs / 1000} s${EN.log(log)}`,
    zh: ({ verb, timeoutMs, log }) => `驱动在 ${timeoutMs / 1000} 秒内没有应答“${verb}”${ZH.log(log)}`,
  },
  'driver-refused': {
    en: ({ verb, why }) => `the driver has not done "${verb}": ${why}`,
    zh: ({ verb, why }) => `驱动没有执行“${verb}”：${why}`,
  },
  'driver-unclear': {
    en: ({ verb, said }) => `the driver has answered "${verb}" without a list of that name: ${said}`,
    zh: ({ verb, said }) => `驱动对“${verb}”的应答中没有同名的列表：${said}`,
  },
};

/** Reasons that only cases for clients have. */
export const CLIENT_REASONS: Sentences<Extract<Reason, { kind: 'no-verb' | 'not-driven' }>> = {
  'no-verb': {
    en: ({ verb }) => `the driver of the client does not know "${verb}"`,
    zh: ({ verb }) => `客户端的驱动没有“${verb}”`,
  },
  'not-driven': {
    en: ({ session, cause }, say) => `${session}: ${say(cause)}`,
    zh: ({ session, cause }, say) => `${session}：${say(cause)}`,
  },
};

// Problems of connections, accounts and targets in words.

import type { Language } from '../model/event.ts';
import type { OtherProblem, Problem } from '../model/problem.ts';
import { ACCOUNT_PROBLEMS } from './account-problems.ts';
import { CONNECTION_PROBLEMS } from './connection-problems.ts';
import { LOGIN_PROBLEMS } from './login-problems.ts';
import { type Hide, hideIn } from './secrets.ts';
import { type Sentences, say, sayParts } from './sentence.ts';
import { STREAM_PROBLEMS } from './stream-problems.ts';
import { TARGET_PROBLEMS } from './target-problems.ts';

const OTHER: Sentences<OtherProblem> = {
  other: { en: ({ message }) => message, zh: ({ message }) => message },
};

/** Every problem by its tag. */
export const PROBLEMS: Sentences<Problem> = {
  ...CONNECTION_PROBLEMS,
  ...LOGIN_PROBLEMS,
  ...STREAM_PROBLEMS,
  ...ACCOUNT_PROBLEMS,
  ...TARGET_PROBLEMS,
  ...OTHER,
};

/** The problem in one line: what happened, and what to do where something can be done. */
export function problemText(problem: Problem, lang: Language): string {
  return say(PROBLEMS, problem, { lang, cause: (cause) => problemText(cause, lang) });
}

/** The problem in its two parts: what happened, and what to do where something can be done. */
export function problemParts(problem: Problem, lang: Language): { readonly what: string; readonly remedy?: string } {
  return sayParts(PROBLEMS, problem, { lang, cause: (cause) => problemText(cause, lang) });
}

/** An error that carries its problem as data. Its message is the text, in English where no language is given. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly #lang: Language;

  constructor(problem: Problem, { lang = 'en', ...options }: ErrorOptions & { readonly lang?: Language } = {}) {
    super(problemText(problem, lang), options);
    this.problem = problem;
    this.#lang = lang;
  }

  /** The message with all that it says of the server and of the arguments hidden. */
  hidden(hide: Hide): string {
    return problemText(hideIn(this.problem, hide), this.#lang);
  }
}

/** The problem that an error carries; any other error becomes `other` with its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { kind: 'other', message: messageOf(error) };
}

/** The message of a thrown value, which may be no error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first problem of that kind among a problem and its causes, outermost first. */
export function findProblem<Kind extends Problem['kind']>(
  problem: Problem,
  kind: Kind,
): Extract<Problem, { readonly kind: Kind }> | undefined {
  if (isOfKind(problem, kind)) return problem;
  return 'cause' in problem ? findProblem(problem.cause, kind) : undefined;
}

const isOfKind = <Kind extends Problem['kind']>(
  problem: Problem,
  kind: Kind,
): problem is Extract<Problem, { readonly kind: Kind }> => problem.kind === kind;

const EXPIRIES: readonly Problem['kind'][] = ['phase-expired', 'no-answer', 'no-arrival'];

/** What ends a connection from outside. */
const CUTS = ['connection-broken-off', 'connection-closed-by-server', 'connection-lost'] as const;

/** Whether an error is a connection that was cut: another attempt may succeed. */
export function isCut(error: unknown): boolean {
  const problem = problemOf(error);
  return CUTS.some((kind) => findProblem(problem, kind) !== undefined);
}

/** Whether an error is a wait that reached its timeout. */
export function isExpired(error: unknown): boolean {
  return EXPIRIES.includes(problemOf(error).kind);
}

import type { TargetProblem } from '../model/problem.ts';
import type { Sentences } from './sentence.ts';

/** Problems of launching or reaching a server. */
export const TARGET_PROBLEMS: Sentences<TargetProblem> = {
  'not-installed': {
    en: ({ program, debianPackage }) => ({
      what: `${program} is not installed`,
      remedy: `apt-get install ${debianPackage}`,
    }),
    zh: ({ program, debianPackage }) => ({ what: `没有安装 ${program}`, remedy: `apt-get install ${debianPackage}` }),
  },
};

// Why a command ends with an exit code that its report does not explain.

import { basicText } from '../../wording/basics.ts';
import { COMMON } from '../../wording/common.ts';
import { shellWords } from '../../wording/shell.ts';
import { notices, ownLanguage } from '../terminal/notice.ts';
import { EXIT, type RunExit } from './exit-code.ts';

/** Why no case ran or has a verdict, or which case outside of the selection fails. `rerun`: the arguments that run a case again. */
export function exitNote(exit: RunExit, rerun: readonly string[]): string | undefined {
  const words = notices();
  const { semicolon } = COMMON[ownLanguage()];
  const reported = (id: string) => words.reportedBy(`xmppspec run ${shellWords(rerunCase(id, rerun))}`);
  switch (exit.reason) {
    case 'nothing-ran':
      return words.nothingRan;
    case 'no-verdict':
      return words.noVerdict;
    case 'skipped':
      return words.skipped;
    case 'lacking': {
      const { lack } = exit;
      const lang = ownLanguage();
      const what =
        lack.kind === 'basic-missing' ? basicText(lack.basic, lang) : words.notOffered(lack.feature, lack.level);
      const missing = (exit.code === EXIT.failed ? words.lacking : words.maybeLacking)(what);
      return lack.reportedBy === undefined ? missing : `${missing}${semicolon}${reported(lack.reportedBy)}`;
    }
    default:
      return undefined;
  }
}

/**
 * The arguments of `run` for a case of this id. Without a contact on a second server, a case is none of a pair: its command has neither a
 * peer nor the reports on each server alone.
 */
export function rerunCase(id: string, rerun: readonly string[]): readonly string[] {
  if (FEDERATED.test(id)) return [id, ...rerun];
  const ofPair = (word: string | undefined) => word !== undefined && /^--(peer|single)\b/.test(word);
  const isValue = (at: number) => ofPair(rerun[at - 1]) && !FLAGS.includes(rerun[at - 1] ?? '');
  return [id, ...rerun.filter((word, at) => !ofPair(word) && !isValue(at))];
}

/** The topology of a case is the last part of its id. */
const FEDERATED = /[[,]federated\]$/;

/** Options about the peer without a value. */
const FLAGS = ['--peer-insecure', '--peer-plaintext'];

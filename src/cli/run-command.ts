// `xmppspec run`: the pipeline, one line a stage.

import process from 'node:process';
import { createAccounts } from '../accounts/accounts.ts';
import { openJournal } from '../accounts/journal.ts';
import type { Capabilities, Case, Requirement, RunInfo, RunningTarget } from '../model.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { createMultiplexer } from '../report/multiplexer.ts';
import type { Environment } from '../run/environment.ts';
import { createPatience } from '../run/patience.ts';
import { runCases } from '../run/run.ts';
import { loadAppendixA } from '../spec/appendix-a.ts';
import { loadRequirements } from '../spec/requirements.ts';
import { externalTarget } from '../target/external.ts';
import { launchTarget } from '../target/launch.ts';
import { probe } from '../target/probe.ts';
import { createConnect } from '../xmpp/connect.ts';
import { Expired } from '../xmpp/expired.ts';
import { openStream } from '../xmpp/open-stream.ts';
import { loadBaseline } from './baseline-file.ts';
import { loadConfig } from './config.ts';
import { listenForInterrupt } from './interrupt.ts';
import { loadCases } from './load-cases.ts';
import type { RunArguments } from './options.ts';
import { openReporters } from './outputs.ts';
import { journalDirectory } from './paths.ts';
import { rerunArguments } from './rerun.ts';
import { chooseTarget, type TargetChoice } from './target-choice.ts';


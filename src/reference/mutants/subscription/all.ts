// Presence subscriptions (RFC 6121 3), except the cells of Appendix A, whose mutants are generated.

import type { Mutant } from '../kit/mutant.ts';
import { answerMutants } from './answers.ts';
import { approvalMutants } from './approvals.ts';
import { negativePriorityMutants } from './negative-priority.ts';
import { pendingRequestMutants } from './pending-requests.ts';
import { preApprovalMutants } from './pre-approval.ts';
import { receivedRequestMutants } from './received-requests.ts';
import { sentRequestMutants } from './sent-requests.ts';

export const subscriptionMutants: readonly Mutant[] = [
  ...sentRequestMutants,
  ...receivedRequestMutants,
  ...pendingRequestMutants,
  ...approvalMutants,
  ...answerMutants,
  ...negativePriorityMutants,
  ...preApprovalMutants,
];

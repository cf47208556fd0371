// The shipped cases for unit tests. Reading them takes a second or more, so all tests of a process share them.

import { loadCases } from './load-cases.ts';

/** The cases of the package with their standards, computed from the source. */
export const shippedCases = await loadCases({ selectors: [] });

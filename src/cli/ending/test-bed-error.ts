// A server that could not be brought to run.

import type { Hide } from '../../wording/secrets.ts';

/** The server, its component port or a part of the work could not be brought to run. Exit code 3. */
export class TestBedError extends Error {
  /** The message with what must not be shown hidden. */
  readonly hidden: (hide: Hide) => string;

  /** A message as a function hides what it is made of, and keeps its own words; of a text, all may be hidden. */
  constructor(message: string | ((hide: Hide) => string), options?: ErrorOptions) {
    const hidden = typeof message === 'string' ? (hide: Hide) => hide(message) : message;
    super(
      hidden((text) => text),
      options,
    );
    this.hidden = hidden;
  }
}

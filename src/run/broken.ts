// What makes a case broken, and errors read for people.

/** The case could not be told: lost fence, closed stream, no login. Carries the reason for people. */
export class Broken extends Error {}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Waits for `Promise.any`, which wraps its rejections: the first of them tells what happened. */
export async function firstOf<T>(any: Promise<T>): Promise<T> {
  try {
    return await any;
  } catch (error) {
    throw error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  }
}

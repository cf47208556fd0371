/** The server, its component port or a part of the work could not be brought to run. Exit code 3. */
export class TestBedError extends Error {}

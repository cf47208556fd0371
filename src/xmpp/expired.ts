/** A wait that reached its limit; the message names what was waited for and the limit in milliseconds. */
export class Expired extends Error {}

/** More than a session of a case sends or answers; a session that lives for the whole run must not fill the memory. */
const MAX_IDS = 1000;

/** The last ids of IQ stanzas that were added. */
export class RecentIds {
  readonly #ids = new Set<string>();

  /** Does nothing without an id. */
  add(id: string | undefined): void {
    if (id === undefined) return;
    this.#ids.add(id);
    if (this.#ids.size <= MAX_IDS) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  has(id: string | undefined): boolean {
    return id !== undefined && this.#ids.has(id);
  }
}

// What a kind of resource does when the engine calls.

/** What a kind of resource does; values come without secret marks. */
export interface Kind {
  /** What is wrong with the inputs, by property. */
  check?(news: unknown, olds: unknown): Promise<{ property: string; reason: string }[]>;
  /** Whether something differs, on this machine or in the inputs, and which properties need a new resource. */
  diff(olds: unknown, news: unknown): Promise<{ changes: boolean; replaces: string[] }>;
  /** Makes the resource as the inputs say, whatever is there, and returns its outputs. */
  apply(news: unknown, olds?: unknown): Promise<Record<string, unknown>>;
  /** The outputs as they are now; undefined when nothing of it is left. */
  observe(state: unknown): Promise<Record<string, unknown> | undefined>;
  remove(state: unknown): Promise<void>;
}

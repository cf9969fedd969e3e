// What is used of js-yaml, which comes without types.
declare module "js-yaml" {
  /** Where the loader is, at the beginning and at the end of each node. */
  interface LoaderState {
    /** From 0. */
    line: number;
    lineStart: number;
    position: number;
    /** At the end of a node, its value. */
    result: unknown;
    input: string;
  }

  export class Type {
    constructor(
      tag: string,
      options: { kind: "scalar"; resolve: (text: string | null) => boolean; construct: (text: string) => unknown },
    );
  }

  interface Schema {
    extend(types: { implicit: readonly Type[] }): Schema;
  }

  export const FAILSAFE_SCHEMA: Schema;

  /** The one document of a text, with YAML's usual types. */
  export function load(text: string): unknown;

  /** Throws where a document is malformed. */
  export function loadAll(
    text: string,
    iterator: null,
    options: { schema: Schema; listener: (event: "open" | "close", state: LoaderState) => void },
  ): unknown[];
}

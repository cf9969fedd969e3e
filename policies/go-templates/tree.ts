// What a template is made of, and why it is none.

/** Why a template is not read. */
export class TemplateError extends Error {}

/** "whole" is a number without a point or an exponent, which Go never compares with one that has it. */
export type LiteralType = "text" | "number" | "whole" | "boolean" | "nothing";

export type Operand =
  | { is: "literal"; type: LiteralType; value: string | number | boolean | undefined }
  | { is: "dot" | "field" | "variable"; name?: string; chain: readonly string[] }
  | { is: "function"; name: string }
  | { is: "group"; pipeline: Pipeline; chain: readonly string[] };

export interface Pipeline {
  /** Variables that it sets. */
  declares: readonly string[];
  isNew: boolean;
  commands: readonly (readonly Operand[])[];
}

export type Node =
  | { is: "pipeline"; pipeline: Pipeline }
  | { is: "template"; name: string; pipeline: Pipeline | undefined }
  | {
      is: "block";
      kind: Control;
      pipeline: Pipeline;
      body: readonly Node[];
      otherwise: readonly Node[];
    }
  | { is: "define"; name: string; body: readonly Node[] };

export type Control = "if" | "range" | "with";

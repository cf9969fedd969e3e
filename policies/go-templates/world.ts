// What a template is expanded with: its data, functions and variables.
import type { LiteralType } from "./tree";

/** What a value is, as far as its fields are known; "any" is not known. */
export type Kind = LiteralType | "any" | (string & Record<never, never>);

export interface Signature {
  least: number;
  most: number;
  /** What its arguments must be, in order; of those that are not listed nothing is known. */
  takes?: readonly Wanted[];
  /** What it gives. */
  gives?: Kind | ((of: readonly Kind[]) => Kind);
  /** What is wrong with arguments that are literals, whose values these are, or with what they are. */
  problem?: (values: readonly Value[], kinds: readonly Kind[]) => string | undefined;
}

export type Value = string | number | boolean | undefined;

/** A kind, or a few of them. */
export type Wanted = Kind | readonly Kind[];

export interface World {
  /** What "." is at the beginning. */
  root: Kind;
  /** Fields and methods by kind; of kinds that are not listed nothing is known. */
  fields: Readonly<Record<string, Readonly<Record<string, Kind>>>>;
  /** Kinds that have any field, and what these are. */
  open: Readonly<Record<string, Kind>>;
  /** What a range goes through, by kind. */
  elements: Readonly<Record<string, Kind>>;
  /** Kinds in words, for messages. */
  names: Readonly<Record<string, string>>;
  functions: Readonly<Record<string, Signature>>;
  /** Variables that are there before a template begins. */
  variables: Readonly<Record<string, Kind>>;
  /** Methods that take arguments. */
  methods: ReadonlySet<string>;
  /** Whether templates may be defined in other files. */
  hasOtherFiles: boolean;
}

/** A function's signature. */
export const takes = (least: number, most = least, more: Omit<Signature, "least" | "most"> = {}): Signature => ({
  least,
  most,
  ...more,
});

export const ANY_NUMBER = Number.POSITIVE_INFINITY;

export const NAMES: Readonly<Record<string, string>> = {
  text: "a text",
  number: "a number",
  whole: "a whole number",
  boolean: "true or false",
  nothing: "nil",
  labels: "a set of labels",
};

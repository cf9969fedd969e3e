// How what a server refuses is noted.
import type { Place, Refusal, ServerFile } from "./content";
import { type Fields, fieldsOf } from "./values";
import { positionOf } from "./yaml/position";

/** Notes refusals of one kind of file, each where its field stands. */
export class Refusals {
  readonly found: Refusal[] = [];

  constructor(
    private readonly of: ServerFile["kind"],
    private readonly place: Place,
  ) {}

  /** @param owner What has the field; the field may be missing. */
  add(owner: unknown, field: string | undefined, problem: string, fix = "Correct it there"): void {
    const name = fieldsOf(owner).name;
    const at = { ...this.place, ...positionOf(owner, field), ...(typeof name === "string" && { rule: name }) };
    this.found.push({ place: at, of: this.of, problem, fix });
  }

  /** Fields that are not known there. */
  unknown(owner: Fields, allowed: readonly string[], name: string): void {
    for (const field of Object.keys(owner).filter((one) => !allowed.includes(one)))
      this.add(owner, field, `${name} has no field ${field}`, `Write one of ${near(field, allowed).join(", ")}`);
  }
}

/** Whether a field is given; what is there and undefined is a value that is not known yet. */
export const isGiven = (owner: Fields, field: string): boolean =>
  field in owner && owner[field] !== null && owner[field] !== "";

/** Those that begin alike, else the first few. */
function near(field: string, allowed: readonly string[]): readonly string[] {
  const alike = allowed.filter((one) => one.slice(0, 3) === field.slice(0, 3));
  return alike.length > 0 ? alike.slice(0, 5) : allowed.slice(0, 7);
}

// What an offline provider is asked about, and how plausible values are made up: the same ones whenever it is asked.
import { createHash } from "node:crypto";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { hasUnknown } from "../../../components/host/provider/values";

/** Properties as the engine sends them: a secret is a marked object, an unknown value a fixed text. */
export type Values = { [property: string]: JavaScriptValue };

/** Where the resources would be. */
export interface Place {
  /** Such as `eu-central-1`. */
  readonly region: string;
}

/** A resource's type and name with its inputs, or a look-up's token with its arguments. */
export class Asked {
  constructor(
    readonly token: string,
    readonly name: string,
    readonly given: Values,
    readonly place: Place,
    /** What tells it from others; made-up values depend on this and the token. */
    private readonly seed = name,
  ) {}

  /** Such as `aws`. */
  get package(): string {
    return this.token.split(":")[0] ?? "";
  }

  get region(): string {
    return this.text("region") ?? this.place.region;
  }

  /** A given text; undefined where there is none, and where it is unknown or secret: what is made up must not tell it. */
  text(property: string): string | undefined {
    const value = this.given[property];
    return typeof value === "string" && value !== "" && !hasUnknown(value) ? value : undefined;
  }

  /** The given text, else one made up as providers do: the resource's name with a suffix. */
  named(property: string): string {
    return this.text(property) ?? `${this.text(`${property}Prefix`) ?? `${this.name}-`}${this.hex(7)}`;
  }

  /** Hexadecimal digits, at most 64; others for another `about`. */
  hex(digits: number, about = ""): string {
    return createHash("sha256").update(`${this.token} ${this.seed} ${about}`).digest("hex").slice(0, digits);
  }

  uuid(about = ""): string {
    return this.hex(32, about).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /** From 0 to `below` - 1. */
  number(below: number, about = ""): number {
    return Number.parseInt(this.hex(8, about), 16) % below;
  }
}

/** What a resource has beside its inputs, with its `id`. */
export type Outputs = Values & { id: string };

/** What one technology answers: resources by type, look-ups by token. */
export interface Answers {
  readonly resources: Readonly<Record<string, (asked: Asked) => Outputs>>;
  /** For the types that are not in the table; `{}` leaves it to what any type gets. */
  readonly anyResource?: (asked: Asked) => Outputs;
  readonly lookUps: Readonly<Record<string, (asked: Asked) => Values>>;
}

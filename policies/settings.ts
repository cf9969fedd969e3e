// What can be set of a policy: numbers and lists of words, each with its default.

export interface Setting {
  default: number | readonly string[];
  /** With its unit. */
  description: string;
}

export type SettingTable = Readonly<Record<string, Setting>>;

/** The name under which the engine's configuration gives a policy's level. */
export const ENFORCEMENT_LEVEL = "enforcementLevel";

/** Given values of one policy, by the setting's name. */
export type Given = Readonly<Record<string, unknown>>;

/** Given values of policies, by the policy's name. */
export type Configuration = Readonly<Record<string, Given>>;

/** The settings of one policy: what is given, else the defaults. */
export class Settings {
  constructor(
    private readonly table: SettingTable = {},
    private readonly given: Given = {},
  ) {}

  number(name: string): number {
    const value = this.given[name] ?? this.table[name]?.default;
    if (typeof value === "number") return value;
    throw new Error(`${name} is ${JSON.stringify(value)}; it takes a number`);
  }

  words(name: string): readonly string[] {
    const value = this.given[name] ?? this.table[name]?.default;
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    throw new Error(`${name} is ${JSON.stringify(value)}; it takes a list of texts`);
  }
}

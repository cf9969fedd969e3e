// Whether what is brought can stand beside what is shipped: names, alerts, runbooks.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ZodDefault, ZodEnum } from "zod";
import type { Mixin, ServiceMixin } from "../mixin";
import { withoutOptions } from "../mixin";
import type { OwnMixin } from "./config";
import type { Brought } from "./registry";
import { describeThrown } from "./thrown";

export const CONFIG_FILE = "tocsin.config.ts";

/** A mixin as it was found. */
export interface Found {
  name: string;
  mixin: OwnMixin;
  /** The file or the package's folder that brings it. */
  from: string;
  /** Where its runbook is. */
  folder: string;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** Every problem, each with its file, and the mixins where there is none. */
export async function problemsOf(found: readonly Found[], projectDir: string) {
  const { CORE_MIXINS, SHIPPED_MIXINS } = await import("../table.js");
  const shipped = [...Object.values(CORE_MIXINS), ...Object.values(SHIPPED_MIXINS).map(fullest)];
  /** The mixin that brings an alert of that name already. */
  const owners = new Map(
    shipped.flatMap(({ name, alerts }) => alerts.map((alert) => [alert.name, `Tocsin's mixin ${name}`])),
  );
  const names = new Map(shipped.map(({ name }) => [name, "Tocsin"]));
  const problems: string[] = [];
  const brought: Brought[] = [];
  for (const { name, mixin: given, from, folder } of found) {
    const file = relative(projectDir, from) || from;
    const say = (problem: string) => problems.push(`${file}: ${problem}`);
    const taken = names.get(name);
    if (!NAME.test(name)) say(`found the mixin "${name}"; give it a name of lower-case letters, digits and dashes`);
    if (taken) say(`found the mixin "${name}", which ${taken} brings as well; rename it, or take one of them out`);
    names.set(name, file);
    const mixin = asServiceMixin(given);
    const built = attempt(() => fullest(mixin));
    if ("error" in built) {
      problems.push(`${describeThrown(built.error, from, projectDir)} (the mixin "${name}" throws; mend it there)`);
      continue;
    }
    if (built.value.name !== name)
      say(`found the mixin "${built.value.name}" under the key "${name}"; give both the same name`);
    for (const alert of built.value.alerts) {
      const owner = owners.get(alert.name);
      if (owner)
        say(
          `found the alert ${alert.name} of ${name}, which ${owner} brings as well; rename it, or take one of them out`,
        );
      owners.set(alert.name, `${name} in ${file}`);
    }
    const runbook = join(folder, "runbook.md");
    for (const problem of runbookProblems(runbook, built.value))
      problems.push(`${relative(projectDir, runbook)}: ${problem}`);
    brought.push({ name, mixin, runbook, from });
  }
  return { problems, brought };
}

function runbookProblems(runbook: string, { alerts }: Mixin): string[] {
  if (!existsSync(runbook)) return ["is missing; every mixin has a runbook, with a heading ## ALERT for each alert"];
  const headings = [...readFileSync(runbook, "utf8").matchAll(/^## (\S+)/gm)].map(([, heading]) => heading);
  const missing = alerts.map(({ name }) => name).filter((name) => !headings.includes(name));
  return missing.map((name) => `found no section for the alert ${name}; add one: ## ${name}`);
}

const asServiceMixin = (given: OwnMixin): ServiceMixin => ("build" in given ? given : withoutOptions(given));

/** With the defaults of its options and each value of those that are a choice, so that all its alerts are there. */
export function fullest({ options, build }: ServiceMixin): Mixin {
  const choices = Object.entries(options.shape).flatMap(([name, field]) => {
    const choice = field instanceof ZodDefault ? field.unwrap() : field;
    return choice instanceof ZodEnum ? choice.options.map((value) => ({ [name]: value })) : [];
  });
  const all = [{}, ...choices].filter((one) => options.safeParse(one).success);
  return build(all);
}

function attempt<T>(run: () => T): { value: T } | { error: unknown } {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  } finally {
    Error.stackTraceLimit = before;
  }
}

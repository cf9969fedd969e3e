// The files that a resource holds, whatever it calls them: configuration, user-data, a script for machines that exist, a
// chart's values.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { plainValue, type Registered } from "../mocks";

interface Holding {
  /** Contents by path. */
  held: Record<string, string>;
  /** Checksums and lengths by path, of files that say nothing to a reader or are shown elsewhere. */
  digests: Record<string, string>;
  /** The other inputs. */
  others: Record<string, unknown>;
}

const texts = z.record(z.string(), z.string());
const object = z.object({ key: z.string(), content: z.string() });
const document = z.object({
  mainSteps: z.tuple([z.object({ inputs: z.object({ runCommand: z.array(z.string()) }) })]),
});

const yaml = (value: unknown) => stringify(value, { lineWidth: 0, sortMapEntries: true });
const inFolder = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [join(folder, path), content]));
const mapped = (files: Record<string, string>, change: (content: string) => string) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [path, change(content)]));

const digest = (text: string) => `${createHash("sha256").update(text).digest("hex")} of ${text.length} characters`;

/** A dashboard is in the golden files of `local` and `grafana`, and a bundled program says nothing to a reader. */
const isDigested = (type: string, path: string) =>
  type.endsWith(":ConfigMap") || (type.endsWith(":BucketObjectv2") && /\/(dashboards|runbooks)\/|\.cjs$/.test(path));

/** By kind: the property that holds them, and the files in it. The first that fits counts. */
const KINDS: readonly [type: RegExp, property: string, files: (resource: Registered) => Record<string, string>][] = [
  [
    /:BucketObjectv2$/,
    "content",
    ({ inputs }) => {
      const { key, content } = object.parse(inputs);
      return { [key]: content };
    },
  ],
  [
    /^aws:ec2\/instance:Instance$/,
    "userData",
    ({ name, inputs }) => ({ [join("user-data", `${name}.yml`)]: z.string().parse(inputs.userData) }),
  ],
  [
    /:LaunchTemplate$/,
    "userData",
    ({ name, inputs: { userData } }) =>
      userData === undefined
        ? {}
        : { [join("user-data", `${name}.yml`)]: Buffer.from(z.string().parse(userData), "base64").toString("utf8") },
  ],
  [
    /^aws:ssm\/document:Document$/,
    "content",
    ({ name, inputs }) => {
      const [step] = document.parse(JSON.parse(z.string().parse(inputs.content))).mainSteps;
      return { [join("documents", `${name}.sh`)]: `${step.inputs.runCommand.join("\n")}\n` };
    },
  ],
  [/:helm\./, "values", ({ name, inputs }) => ({ [join("values", `${name}.yaml`)]: yaml(inputs.values) })],
  [/^kubernetes:monitoring\.coreos\.com/, "spec", ({ name, inputs }) => ({ [`${name}.yaml`]: yaml(inputs.spec) })],
  [/:ConfigMap$/, "data", ({ name, inputs }) => inFolder(name, texts.parse(inputs.data))],
  [
    /^grafana:oss\/dashboard:/,
    "configJson",
    ({ name, inputs }) => ({ [join("dashboard", `${name}.json`)]: z.string().parse(inputs.configJson) }),
  ],
  [
    /^grafana:alerting\/ruleGroup:/,
    "rules",
    // The stages' JSON as what it says.
    ({ name, inputs }) => ({
      [join("rules", `${name}.yaml`)]: yaml(
        JSON.parse(JSON.stringify(inputs.rules), (key, value) => (key === "model" ? JSON.parse(value) : value)),
      ),
    }),
  ],
  [
    /^grafana:alerting\/messageTemplate:/,
    "template",
    ({ name, inputs }) => ({ [join("template", `${name}.tmpl`)]: z.string().parse(inputs.template) }),
  ],
  [/./, "files", ({ name, inputs }) => inFolder(name, texts.parse(plainValue(inputs.files ?? {})))],
];

/** What a resource holds as files, and its other inputs. */
export function filesOf(resource: Registered): Holding {
  const [, property, files] = KINDS.find(([type]) => type.test(resource.type)) ?? [];
  const { [property ?? ""]: _, ...others } = resource.inputs;
  const all = Object.entries(files?.(resource) ?? {});
  const part = (digested: boolean) =>
    Object.fromEntries(all.filter(([path]) => isDigested(resource.type, path) === digested));
  return { held: part(false), digests: mapped(part(true), digest), others };
}

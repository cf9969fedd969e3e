// Resources that hold text in an input of their own, as files that can be read and compared.
import { stringify } from "yaml";
import type { Registered } from "./mocks";

type Inputs = Registered["inputs"];

const yaml = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true });

/** By the start of the type: the files, by path, and the inputs that are in them. */
const HOLDERS: readonly {
  type: RegExp;
  files: (name: string, inputs: Inputs) => Record<string, string>;
  holds: readonly string[];
}[] = [
  {
    type: /^grafana:oss\/dashboard:/,
    files: (name, { configJson }) => ({ [`${name}.json`]: String(configJson) }),
    holds: ["configJson"],
  },
  {
    type: /^grafana:alerting\/ruleGroup:/,
    // The stages' JSON as what it says.
    files: (name, { rules }) => ({
      [`${name}.yml`]: yaml(
        JSON.parse(JSON.stringify(rules), (key, value) => (key === "model" ? JSON.parse(value) : value)),
      ),
    }),
    holds: ["rules"],
  },
  {
    type: /^grafana:alerting\/messageTemplate:/,
    files: (name, { template }) => ({ [`${name}.tmpl`]: String(template) }),
    holds: ["template"],
  },
];

/** The inputs with such text moved to `files`. */
export function readable(type: string, name: string, inputs: Inputs): Inputs {
  const holder = HOLDERS.find((one) => one.type.test(type));
  if (!holder) return inputs;
  const rest = Object.entries(inputs).filter(([key]) => !holder.holds.includes(key));
  return { ...Object.fromEntries(rest), files: holder.files(name, inputs) };
}

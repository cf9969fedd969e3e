// The local platform under mocks: what one environment registers.
import type { Settings } from "../../components/monitoring";
import type { Surroundings } from "../../stacks";
import { local } from "../../stacks/local";
import { settings } from "./environment";
import { NOW, type Registered, underMocks } from "./mocks";

const surroundings: Surroundings = {
  environment: "local",
  projectDir: "/project",
  packageDir: "/project",
  credentials: {},
  now: NOW,
  runtime: "native",
};

/** Its resources and outputs, and each resource by its name. */
export async function deployed(more: Partial<Surroundings> = {}, chosen: Settings = settings()) {
  const { resources, outputs } = await underMocks("local", () => local.deploy(chosen, { ...surroundings, ...more }));
  const named = (name: string, type?: string): Registered => {
    const found = resources.find((one) => one.name === name && (!type || one.type === type));
    if (!found) throw new Error(`no ${name} among ${resources.map((one) => one.name).join(", ")}`);
    return found;
  };
  return { resources, outputs, named };
}

/** A file that a part is given. */
export const fileOf = ({ inputs }: Registered, path: string) => (inputs.files as Record<string, string>)[path] ?? "";

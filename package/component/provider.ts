// The component for programs in any of Pulumi's languages: settings in, everything that watches the environment below it.
import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import * as state from "@pulumi/pulumi/runtime/state";
import { parseSettings, type Settings, SettingsError } from "../../components/monitoring";
import { DEPLOYED } from "../../infra/deployed";
import { program } from "../../infra/program";
import { componentSchema, TOKEN } from "./schema";
import { packageVersion } from "./version";

export class TocsinProvider implements Provider {
  readonly version = packageVersion();

  getSchema = async (): Promise<string> => componentSchema(this.version);

  construct = async (
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> => {
    if (type !== TOKEN) throw new Error(`found the resource ${type}; this package has ${TOKEN}`);
    // What is wrong is said before anything is registered.
    const component = new Monitoring(name, settingsFrom(await known(inputs)), options);
    return { urn: component.urn, state: { outputs: component.outputs } };
  };
}

/** Registered without its inputs: they hold credentials, which state would keep as text. */
class Monitoring extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<unknown>;

  constructor(name: string, settings: Settings, options: pulumi.ComponentResourceOptions) {
    super(TOKEN, name, {}, options);
    this.outputs = pulumi.output(this.deploy(settings));
    this.registerOutputs({ outputs: this.outputs });
  }

  private async deploy(settings: Settings): Promise<Record<string, unknown>> {
    // A program's resources without a parent hang below its stack: here, below the component.
    setStackResource(this);
    const { [DEPLOYED]: _, ...outputs } = await program(undefined, settings);
    return outputs;
  }
}

/** The SDK has it, and its types do not. */
const { setStackResource } = state as unknown as { setStackResource: (resource: pulumi.Resource) => void };

/** Throws an `InputPropertiesError` with every problem, which the engine shows by input. */
function settingsFrom(values: Record<string, unknown>): Settings {
  try {
    return parseSettings(values);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new pulumi.InputPropertiesError({
      message: "The component's inputs have errors; nothing is deployed.",
      errors: error.problems.map(({ path, message }) => ({ propertyPath: path, reason: message })),
    });
  }
}

/** The inputs' values. Throws where one is known only after a deployment: what is watched is decided before. */
async function known(inputs: pulumi.Inputs): Promise<Record<string, unknown>> {
  const entries = await Promise.all(
    Object.entries(inputs).map(async ([name, input]) => {
      const output = promised(pulumi.output(input));
      if (!(await output.isKnown)) {
        throw new pulumi.InputPropertyError({
          propertyPath: name,
          reason: "found a value that is known only after a deployment; give one that is known before",
        });
      }
      return [name, await output.promise()] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** An output as the SDK itself sees it; its own types hide these fields. */
const promised = (output: pulumi.Output<unknown>) =>
  output as unknown as { isKnown: Promise<boolean>; promise: () => Promise<unknown> };

// Runs a program under Pulumi's mocks and tells which resources it registers.
import * as pulumi from "@pulumi/pulumi";

export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Runs `program` with every resource mocked; each answers its inputs and an id. */
export async function underMocks(
  environment: string,
  program: () => unknown,
): Promise<{ resources: Registered[]; outputs: unknown }> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs });
        return {
          id: `${name}-id`,
          state: { ...inputs, imageId: `${name}-image`, pid: 1, prometheusEndpoint: `https://aps.example/${name}/` },
        };
      },
      call: ({ inputs }) => inputs,
    },
    "tocsin",
    environment,
    false,
  );
  const outputs = await program();
  // Registrations go on after the program has returned.
  await pulumi.runtime.disconnect();
  return { resources, outputs };
}

/** An input without its mark as a secret. */
export function plainValue(value: unknown): unknown {
  return isSecret(value) ? Reflect.get(value, "value") : value;
}

export function isSecret(value: unknown): value is object {
  return typeof value === "object" && value !== null && "value" in value && Object.keys(value).length === 2;
}

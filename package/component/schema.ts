// The component's schema, from that of the settings: each of them is an input. What they hold is checked by the settings' own
// schema, as unions cannot be said in Pulumi's.
import { z } from "zod";
import { settingsSchema } from "../../components/monitoring";

export const TOKEN = "tocsin:index:Monitoring";

const ANY = { $ref: "pulumi.json#/Any" };

/** As Pulumi's schema says it: text where it is text, else anything. */
function inputs() {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { unrepresentable: "any", io: "input" });
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { type, description } = typeof property === "object" ? property : {};
      return [name, { ...(type === "string" ? { type } : ANY), plain: true, ...(description && { description }) }];
    }),
  );
}

/** JSON, as the engine asks for it. */
export const componentSchema = (version: string): string =>
  JSON.stringify({
    name: "tocsin",
    version,
    displayName: "Tocsin",
    description:
      "Monitoring as typed code: Prometheus, Alertmanager, exporters, dashboards and messages for hosts and services.",
    license: "Apache-2.0",
    config: {},
    provider: {},
    resources: {
      [TOKEN]: {
        isComponent: true,
        description: "Everything that watches one environment; its inputs are the settings, without their prefix.",
        inputProperties: inputs(),
        requiredInputs: [],
        properties: { outputs: { ...ANY, description: "Addresses and what else the platform exports." } },
        required: ["outputs"],
      },
    },
    language: { nodejs: { respectSchemaVersion: true }, python: { respectSchemaVersion: true } },
  });

// The settings of probes: addresses, and what health endpoints say of a service's dependencies.
import { z } from "zod";
import { address, httpUrl, name } from "../settings/fields";

/** What health endpoints of the usual libraries say of a dependency that works. */
const HEALTHY = ["UP", "up", "OK", "ok", "pass", "Healthy", "healthy", true] as const;

const jsonPath = z
  .string()
  .regex(
    /^[^\s.[\]"\\]+(?:\.[^\s.[\]"\\]+|\[\d+\])*$/,
    "keys and indexes from the root of the answer, such as components.db.status or checks.redis[0].status",
  );

const dependency = z
  .union([
    jsonPath,
    z.strictObject({
      path: jsonPath,
      healthy: z.array(z.union([z.string().max(200), z.number(), z.boolean()])).min(1),
    }),
  ])
  .transform((given) => (typeof given === "string" ? { path: given, healthy: HEALTHY } : given));

const http = z.strictObject({
  http: httpUrl,
  dependencies: z
    .record(name, dependency)
    .optional()
    .describe(
      "Of an endpoint that answers with JSON: by the name of each dependency, where the answer says whether it is healthy, `{ database: components.db.status }`. Healthy are UP, OK, pass, healthy and true, or what `{ path, healthy: [ready] }` lists. Needs blackbox exporter 0.26.",
    ),
});

export const probes = z
  .array(z.union([http, z.strictObject({ tcp: address })]))
  .default([])
  .describe("Addresses that the blackbox exporter probes: `http` URLs, and `tcp` as `host:port`.");

export type Probe = z.infer<typeof probes>[number];

/** What a probe's endpoint says of dependencies, by name. */
export const dependenciesOf = (probe: Probe) => Object.entries(("http" in probe && probe.dependencies) || {});

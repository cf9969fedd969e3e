// The shapes of what programs give and of what the provider adds.
import { z } from "zod";
import { catalogue, type ToolName } from "../tools/catalogue";

const tool = z.custom<ToolName>((value) => typeof value === "string" && value in catalogue, "the name of a tool");
const listen = z.object({ host: z.string(), port: z.number() });
const access = z.object({ username: z.string(), passwordFile: z.string().startsWith("/") }).optional();

const configuration = {
  files: z.record(z.string(), z.string()).default({}),
  secretFiles: z.record(z.string(), z.string()).default({}),
  secretsFrom: z.record(z.string(), z.string().startsWith("/")).default({}),
};

export const processInputs = z.object({
  dir: z.string().startsWith("/"),
  command: z.union([
    z.object({ tool, minimum: z.string().optional() }),
    z.object({ script: z.string().startsWith("/") }),
  ]),
  args: z.array(z.string()),
  environment: z.record(z.string(), z.string()).default({}),
  listen,
  readyUrl: z.url(),
  access,
  ...configuration,
  checks: z.array(z.object({ tool, minimum: z.string().optional(), args: z.array(z.string()) })).default([]),
  reload: z.url().optional(),
});

export type ProcessInputs = z.infer<typeof processInputs>;

/** What `apply` adds: the process, and the hashes of what it was started and configured with. */
export const processOutputs = z.object({ pid: z.number(), version: z.string(), config: z.string(), spec: z.string() });

export type ProcessOutputs = z.infer<typeof processOutputs>;

export const containerConfigurationInputs = z.object({
  dir: z.string().startsWith("/"),
  container: z.string(),
  image: z.string(),
  mountedAt: z.string().startsWith("/"),
  reads: z.record(z.string(), z.string()).default({}),
  ...configuration,
  checks: z.array(z.object({ program: z.string(), args: z.array(z.string()) })).default([]),
  startedWith: z.string(),
  reload: z.url().optional(),
  access,
});

export type ContainerConfigurationInputs = z.infer<typeof containerConfigurationInputs>;

/** What `apply` adds: the version of the files, which differs whenever they do. */
export const containerConfigurationOutputs = z.object({
  config: z.string(),
  startedWith: z.string(),
  image: z.string(),
});

export const filesInputs = z.object({ dir: z.string().startsWith("/"), files: z.record(z.string(), z.string()) });

export const passwordInputs = z.object({ dir: z.string().startsWith("/"), username: z.string().regex(/^[a-z]+$/) });

export const portsInputs = z.object({
  listeners: z.record(z.string(), listen.extend({ dir: z.string(), container: z.string().optional() })),
});

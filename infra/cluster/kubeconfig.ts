// The kubeconfig as kubectl and the Kubernetes provider read it: one context of it, or which contexts there are.
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "../../components/host/tools/environment";

const optional = z.string().min(1).nullish();

const cluster = z.looseObject({
  server: z.string().default(""),
  "certificate-authority": optional,
  "certificate-authority-data": optional,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "tls-server-name": optional,
  "proxy-url": optional,
});

const exec = z.looseObject({
  apiVersion: z.string(),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: optional,
});

const user = z.looseObject({
  "client-certificate": optional,
  "client-certificate-data": optional,
  "client-key": optional,
  "client-key-data": optional,
  token: optional,
  tokenFile: optional,
  username: optional,
  password: optional,
  exec: exec.nullish(),
  "auth-provider": z.looseObject({ name: z.string() }).nullish(),
});

const listOf = <Name extends string, Value extends z.ZodType>(name: Name, value: Value) =>
  z
    .array(z.object({ name: z.string(), [name]: value } as { name: z.ZodString } & Record<Name, Value>))
    .nullish()
    .transform((all) => all ?? []);

const file = z.looseObject({
  clusters: listOf("cluster", cluster),
  users: listOf("user", user),
  contexts: listOf("context", z.looseObject({ cluster: z.string(), user: z.string().default("") })),
});

export type Exec = z.infer<typeof exec>;

/** What one context says; paths are absolute. */
export interface Context {
  name: string;
  cluster: z.infer<typeof cluster>;
  user: z.infer<typeof user>;
}

/** The files that are read: the given one, else those of KUBECONFIG, else kubectl's own. */
export function kubeconfigFiles(given: string | undefined, { home, variables }: Environment): string[] {
  if (given) return [resolve(given.replace(/^~(?=\/|$)/, home))];
  const named = (variables.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  return named.length > 0 ? named.map((path) => resolve(path)) : [join(home, ".kube", "config")];
}

/**
 * The context of that name. Of several files the first that has a name decides, as for kubectl.
 * Throws where no file is there, one is not readable, or the context is missing: with the contexts that exist.
 */
export async function readContext(name: string, files: readonly string[]): Promise<Context> {
  const read = await Promise.all(files.map(readConfig));
  const where = files.join(", ");
  if (read.every((one) => one === undefined)) {
    throw new Error(
      `There is no kubeconfig: ${where} does not exist. Create the cluster, or have its tool write one ` +
        "(k3d kubeconfig merge, kind export kubeconfig, aws eks update-kubeconfig), or set platform.cluster.kubeconfig.",
    );
  }
  const all = read.flatMap((one) => one ?? []);
  const contexts = all.flatMap((one) => one.contexts);
  const found = contexts.find((one) => one.name === name)?.context;
  if (!found) {
    const names = [...new Set(contexts.map((one) => one.name))];
    throw new Error(
      `platform.cluster.context: found "${name}", which is not in ${where}; ` +
        (names.length > 0 ? `the contexts there are ${names.join(", ")}` : "there is no context in it"),
    );
  }
  const its = all.flatMap((one) => one.clusters).find((one) => one.name === found.cluster)?.cluster;
  if (!its?.server)
    throw new Error(`The context "${name}" names the cluster "${found.cluster}", which has no server in ${where}`);
  const who = all.flatMap((one) => one.users).find((one) => one.name === found.user)?.user;
  return { name, cluster: its, user: who ?? {} };
}

type Config = z.infer<typeof file>;

/** Undefined where there is no such file; an empty one is a kubeconfig without contexts. */
async function readConfig(path: string): Promise<Config | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`The kubeconfig ${path} cannot be read: ${error.message}`);
  });
  if (text === undefined) return undefined;
  const { data, error } = file.safeParse(parsed(path, text) ?? {});
  // Values of a kubeconfig are credentials, which no message repeats.
  if (!data) {
    const at = error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Error(`The kubeconfig ${path} is not one that kubectl would read; wrong there: ${at}`);
  }
  return absolute(data, dirname(path));
}

function parsed(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new Error(`The kubeconfig ${path} is not YAML`);
  }
}

const PATHS_OF_CLUSTERS = ["certificate-authority"] as const;
const PATHS_OF_USERS = ["client-certificate", "client-key", "tokenFile"] as const;

/** Paths in a kubeconfig are relative to its folder. */
function absolute(config: Config, folder: string): Config {
  const resolved = <Value extends object>(value: Value, keys: readonly (keyof Value)[]): Value => ({
    ...value,
    ...Object.fromEntries(keys.flatMap((key) => (value[key] ? [[key, resolve(folder, String(value[key]))]] : []))),
  });
  return {
    ...config,
    clusters: config.clusters.map((one) => ({ ...one, cluster: resolved(one.cluster, PATHS_OF_CLUSTERS) })),
    users: config.users.map((one) => ({ ...one, user: resolved(one.user, PATHS_OF_USERS) })),
  };
}

// Credentials of the settings as Pulumi secrets: given as a secret value, or read from a file of this machine.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { homeFolder } from "../components/host/tools/user";
import {
  type Credential,
  definitionOf,
  ENCRYPTED,
  type FilesOfCredentials,
  type GivenCredential,
  hookCredentials,
  type NamedCredential,
  type Platform,
  receiverCredentials,
  type Settings,
  scrapeCredentials,
  storeCredentials,
} from "../components/monitoring";
import type { Surroundings } from "../stacks";

type Given = Readonly<Record<string, GivenCredential | undefined>>;

export async function credentialsOf(settings: Settings): Promise<Surroundings["credentials"]> {
  const { notifications, platform } = settings;
  const [receivers, scrape] = [named(receiverCredentials(notifications)), scrapeCredentials(settings)];
  const [hooks, stores] = [named(hookCredentials(notifications)), storeCredentials(settings)];
  if (definitionOf(platform).onThisMachine(platform)) return ofThisMachine({ receivers, scrape, hooks, stores });
  return {
    receivers: await secrets(receivers),
    stores: await secrets(stores),
    ...(Object.keys(scrape).length > 0 && { scrape: await secrets(scrape) }),
    ...(Object.keys(hooks).length > 0 && { hooks: await secrets(hooks) }),
    ...(await ofPlatform(platform)),
  };
}

/** What is a file already stays one, which its part reads: a secret would be kept in the state. */
async function ofThisMachine(given: Record<"receivers" | "scrape" | "hooks" | "stores", Given>) {
  const { receivers, scrape, hooks, stores } = given;
  return {
    receivers: await secrets(withoutFiles(receivers)),
    scrape: await secrets(withoutFiles(scrape)),
    hooks: await secrets(withoutFiles(hooks)),
    stores: await secrets(withoutFiles(stores)),
    files: {
      receivers: await filesIn(receivers),
      scrape: await filesIn(scrape),
      hooks: await filesIn(hooks),
      stores: await filesIn(stores),
    },
  };
}

const isFile = (one: GivenCredential | undefined) => one !== undefined && typeof one.value !== "string";

const withoutFiles = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, one]) => !isFile(one)));

async function filesIn(given: Given): Promise<FilesOfCredentials> {
  const found: [string, string][] = [];
  for (const [name, one] of Object.entries(given)) {
    if (one === undefined || typeof one.value === "string") continue;
    await readIn(one.setting, one.value);
    found.push([name, pathOf(one.value)]);
  }
  return Object.fromEntries(found);
}

const named = (credentials: readonly NamedCredential[]): Given =>
  Object.fromEntries(credentials.map(({ name, setting, value }) => [name, value ? { setting, value } : undefined]));

async function ofPlatform(platform: Platform): Promise<Pick<Surroundings["credentials"], "platform">> {
  return { platform: await secrets(definitionOf(platform).credentials(platform)) };
}

async function secrets(given: Given) {
  const read = await Promise.all(
    Object.entries(given).map(async ([name, one]) =>
      one ? [[name, await secret(one.setting, one.value)] as const] : [],
    ),
  );
  return Object.fromEntries(read.flat());
}

/** Where a credential's file lies; `~/` is the user's home. */
export const pathOf = ({ file }: { file: string }): string => resolve(file.replace(/^~(?=\/)/, homeFolder()));

async function secret(setting: string, credential: Credential): Promise<pulumi.Output<string>> {
  // Loaded here: what only looks where a credential lies does without.
  const { secret: sealed } = await import("@pulumi/pulumi");
  return sealed(typeof credential === "string" ? credential : await readIn(setting, credential));
}

export async function readIn(setting: string, credential: Exclude<Credential, string>): Promise<string> {
  const file = pathOf(credential);
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Error(
      `${setting}.file: ${file} cannot be read (${error.message}); write the credential into it, readable for you only`,
    );
  });
  return text.trim();
}

/** Those that this machine reads, by name: what is encrypted stays so, and is not among them. */
export async function credentialsIn({ notifications }: Settings): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { name, setting, value } of receiverCredentials(notifications))
    if (value !== undefined && value !== ENCRYPTED)
      found.set(name, typeof value === "string" ? value : await readIn(setting, value));
  return found;
}

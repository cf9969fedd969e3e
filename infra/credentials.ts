// Credentials of the settings as Pulumi secrets: given as a secret value, or read from a file of this machine.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import {
  type Credential,
  definitionOf,
  type Platform,
  receiverCredentials,
  type Settings,
} from "../components/monitoring";
import type { Surroundings } from "../stacks";

export async function credentialsOf({ notifications, platform }: Settings): Promise<Surroundings["credentials"]> {
  const receivers = await Promise.all(
    receiverCredentials(notifications).map(async ({ name, setting, value }) =>
      value ? [[name, await secret(setting, value)] as const] : [],
    ),
  );
  return { receivers: Object.fromEntries(receivers.flat()), ...(await ofPlatform(platform)) };
}

async function ofPlatform(platform: Platform): Promise<Pick<Surroundings["credentials"], "platform">> {
  const given = Object.entries(definitionOf(platform).credentials(platform));
  const secrets = await Promise.all(
    given.map(async ([name, one]) => (one ? [[name, await secret(one.setting, one.value)] as const] : [])),
  );
  return { platform: Object.fromEntries(secrets.flat()) };
}

async function secret(setting: string, credential: Credential): Promise<pulumi.Output<string>> {
  if (typeof credential === "string") return pulumi.secret(credential);
  const file = credential.file.replace(/^~(?=\/)/, homedir());
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Error(
      `${setting}.file: ${file} cannot be read (${error.message}); write the credential into it, readable for you only`,
    );
  });
  return pulumi.secret(text.trim());
}

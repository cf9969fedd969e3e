// Credentials of the settings as Pulumi secrets: given as a secret value, or read from a file of this machine.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import {
  type Credential,
  definitionOf,
  type GivenCredential,
  type Platform,
  receiverCredentials,
  type Settings,
  scrapeCredentials,
} from "../components/monitoring";
import type { Surroundings } from "../stacks";

export async function credentialsOf(settings: Settings): Promise<Surroundings["credentials"]> {
  const { notifications, platform } = settings;
  const scrape = scrapeCredentials(settings);
  return {
    receivers: await secrets(ofReceivers(notifications)),
    ...(Object.keys(scrape).length > 0 && { scrape: await secrets(scrape) }),
    ...(await ofPlatform(platform)),
  };
}

const ofReceivers = (notifications: Settings["notifications"]) =>
  Object.fromEntries(
    receiverCredentials(notifications).map(({ name, setting, value }) => [
      name,
      value ? { setting, value } : undefined,
    ]),
  );

async function ofPlatform(platform: Platform): Promise<Pick<Surroundings["credentials"], "platform">> {
  return { platform: await secrets(definitionOf(platform).credentials(platform)) };
}

async function secrets(given: Readonly<Record<string, GivenCredential | undefined>>) {
  const read = await Promise.all(
    Object.entries(given).map(async ([name, one]) =>
      one ? [[name, await secret(one.setting, one.value)] as const] : [],
    ),
  );
  return Object.fromEntries(read.flat());
}

/** Where a credential's file lies; `~/` is the user's home. */
export const pathOf = ({ file }: { file: string }): string => file.replace(/^~(?=\/)/, homedir());

async function secret(setting: string, credential: Credential): Promise<pulumi.Output<string>> {
  if (typeof credential === "string") return pulumi.secret(credential);
  const file = pathOf(credential);
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Error(
      `${setting}.file: ${file} cannot be read (${error.message}); write the credential into it, readable for you only`,
    );
  });
  return pulumi.secret(text.trim());
}

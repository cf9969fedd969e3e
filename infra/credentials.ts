// Credentials of the settings as Pulumi secrets: given as a secret value, or read from a file of this machine.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import {
  type Credential,
  definitionOf,
  type GivenCredential,
  type Platform,
  type Settings,
  scrapeCredentials,
} from "../components/monitoring";
import type { Surroundings } from "../stacks";

export async function credentialsOf(settings: Settings): Promise<Surroundings["credentials"]> {
  const { notifications, platform } = settings;
  const scrape = scrapeCredentials(settings);
  const { slack, pagerduty, smtp } = notifications;
  return {
    ...(slack.webhook && { slack: { webhook: await secret("notifications.slack.webhook", slack.webhook) } }),
    ...(slack.token && { slack: { token: await secret("notifications.slack.token", slack.token) } }),
    ...(pagerduty && { pagerdutyRoutingKey: await secret("notifications.pagerduty.routingKey", pagerduty.routingKey) }),
    ...(smtp?.password && { smtpPassword: await secret("notifications.smtp.password", smtp.password) }),
    ...(Object.keys(scrape).length > 0 && { scrape: await secrets(scrape) }),
    ...(await ofPlatform(platform)),
  };
}

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

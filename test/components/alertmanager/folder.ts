// A folder with the files that Alertmanager reads, as a platform would write it.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertmanagerConfig, slackTemplate } from "../../../components/alertmanager";
import type { Notifications } from "../../../components/monitoring";

export interface Folder {
  path: string;
  configFile: string;
  templateFile: string;
  remove: () => Promise<void>;
}

export async function writeFolder(
  notifications: Notifications,
  slackUrl = "http://127.0.0.1:9/slack",
  smtpPassword = "",
): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "alertmanager-"));
  const folder: Folder = {
    path,
    configFile: join(path, "alertmanager.yml"),
    templateFile: join(path, "templates", "slack.tmpl"),
    remove: () => rm(path, { recursive: true, force: true }),
  };
  const webhookFile = join(path, "slack-url");
  const pagerdutyRoutingKeyFile = join(path, "pagerduty-key");
  await mkdir(join(path, "templates"));
  // People end a file with a new line; the URL must work all the same.
  await writeFile(webhookFile, `${slackUrl}\n`, { mode: 0o600 });
  await writeFile(pagerdutyRoutingKeyFile, "a-routing-key\n", { mode: 0o600 });
  const smtpPasswordFile = join(path, "smtp-password");
  await writeFile(smtpPasswordFile, `${smtpPassword}\n`, { mode: 0o600 });
  await writeFile(folder.templateFile, slackTemplate());
  const credentials = {
    "slack-webhook": webhookFile,
    "pagerduty-routing-key": pagerdutyRoutingKeyFile,
    "smtp-password": smtpPasswordFile,
  };
  const args = { credentials, templates: ["templates/*.tmpl"] };
  await writeFile(folder.configFile, alertmanagerConfig({ notifications }, args));
  return folder;
}

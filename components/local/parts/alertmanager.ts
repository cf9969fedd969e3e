// Alertmanager, whose credentials are files of its own.
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerConfig, alertmanagerFlags, slackTemplate } from "../../alertmanager";
import { credentialPaths, holdsSecretAddress } from "../../monitoring";
import { accessOf, asksForPassword, type Layout, type LocalArgs, listen, type Part, secretsFrom, urlOf } from "./part";

const CONFIGURATION = "alertmanager.yml";

export function alertmanager(
  { monitoring, ports, sample, drilled, credentials, credentialFiles, minimum }: LocalArgs,
  layout: Layout,
): Part {
  const { config, data } = layout;
  const newEnough = { minimum: minimum.alertmanager };
  const configuration = alertmanagerConfig(monitoring, {
    credentials: credentialPaths(Object.keys({ ...credentials, ...credentialFiles?.receivers }), (name) =>
      config("alertmanager", `secrets/${name}`),
    ),
    templates: ["templates/*.tmpl"],
    ...(sample && { drills: { url: `${urlOf(ports.inbox)}/drills`, services: drilled } }),
    // A receiver whose messages have no threads is sent to Slack alone.
    incidents: { url: `${urlOf(ports.incidents)}/groups`, ...accessOf(layout) },
    hooks: { url: `${urlOf(ports.remediation)}/groups`, ...accessOf(layout) },
  });
  // With an address that nobody is to know, the engine neither prints it nor keeps it in the clear.
  const isSecret = holdsSecretAddress(configuration, monitoring.notifications);
  return {
    runs: { tool: "alertmanager", ...newEnough },
    args: [
      `--config.file=${config("alertmanager", CONFIGURATION)}`,
      `--storage.path=${data("alertmanager")}`,
      `--web.listen-address=${listen(ports.alertmanagerDirect)}`,
      asksForPassword(layout),
      // Links in messages lead to the inbox, which leads on to Alertmanager's pages where it has any: Debian's has none.
      `--web.external-url=${urlOf(ports.inbox)}/alertmanager`,
      "--web.route-prefix=/",
      // One Alertmanager is no cluster.
      "--cluster.listen-address=",
      ...alertmanagerFlags(monitoring.notifications),
    ],
    files: { ...(!isSecret && { [CONFIGURATION]: configuration }), "templates/slack.tmpl": slackTemplate() },
    secretFiles: {
      ...(isSecret && { [CONFIGURATION]: pulumi.secret(configuration) }),
      ...Object.fromEntries(Object.entries(credentials).map(([name, content]) => [`secrets/${name}`, content])),
    },
    ...secretsFrom(credentialFiles?.receivers),
    checks: [{ tool: "amtool", ...newEnough, args: ["check-config", CONFIGURATION] }],
    port: ports.alertmanagerDirect,
    guardedBy: ports.alertmanager,
    ready: "/-/ready",
    reload: "/metrics",
  };
}

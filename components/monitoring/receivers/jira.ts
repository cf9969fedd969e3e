// Issues in a project of Jira, one for each group of alerts.
import { z } from "zod";
import { baseUrl, credential, httpsUrl } from "../settings/fields";
import { byStatus } from "./forms/proof";
import { WIKI_TEXT } from "./forms/text";
import { defineReceiver } from "./kind";

/** Of its version 2, whose descriptions are text. */
const API = "/rest/api/2";

const SUMMARY = "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}";

const project = z.string().regex(/^[A-Z][A-Z0-9_]+$/, "a project's key such as OPS");

export const jira = defineReceiver({
  name: "jira",
  words: "a project of Jira",
  settings: {},
  model: z.object({
    credential: z.string(),
    url: z.string(),
    user: z.string(),
    project: z.string(),
    issueType: z.string(),
    resolveTransition: z.string().optional(),
    reopenTransition: z.string().optional(),
  }),
  listed: {
    schema: z.strictObject({
      url: baseUrl(httpsUrl).describe("Where Jira is: `https://shop.atlassian.net`."),
      user: z.string().min(1).describe("Who makes the issues: an e-mail address, in Jira Cloud."),
      token: credential.describe("The user's API token."),
      project: project.describe("The project's key."),
      issueType: z.string().min(1).default("Task"),
      resolveTransition: z
        .string()
        .min(1)
        .optional()
        .describe("The transition that closes an issue once it is resolved."),
      reopenTransition: z.string().min(1).optional().describe("The transition that opens it again."),
    }),
    about: "An issue of Jira for each group of alerts; Alertmanager 0.28 or newer makes it.",
    value: ({ token: _, ...given }, entry) => ({ credential: nameOf(entry), ...given }),
    credential: ({ token }, entry) => ({ name: nameOf(entry), value: token }),
    since: "0.28.0",
  },
  credentials: () => [],
  needs: ({ credential }) => [credential],
  routes: () => [],
  alertmanager({ credential, ...value }, receiver, { [credential]: file }) {
    if (!file) throw new Error(`Receiver "${receiver}" makes issues, but the file ${credential} is not given`);
    return {
      jira_configs: [
        {
          api_url: `${value.url}${API}`,
          http_config: { basic_auth: { username: value.user, password_file: file } },
          project: value.project,
          issue_type: value.issueType,
          ...(value.resolveTransition && { resolve_transition: value.resolveTransition }),
          ...(value.reopenTransition && { reopen_transition: value.reopenTransition }),
          summary: SUMMARY,
          description: WIKI_TEXT,
          labels: ["tocsin"],
          send_resolved: true,
        },
      ],
    };
  },
  grafana({ credential, ...value }, { [credential]: password }) {
    if (!password) throw new Error(`notifications.receivers: found no API token of Jira for ${credential}; give it`);
    const { user, project, issueType, resolveTransition, reopenTransition } = value;
    return {
      jiras: [
        {
          ...{ apiUrl: `${value.url}${API}`, user, password, project, issueType },
          ...(resolveTransition && { resolveTransition }),
          ...(reopenTransition && { reopenTransition }),
          summary: SUMMARY,
          description: WIKI_TEXT,
          labels: ["tocsin"],
          disableResolveMessage: false,
        },
      ],
    };
  },
  // An AlertmanagerConfig has none.
  operator: null,
  managed: { through: "topic", sendResolved: true },
  // Whoever sees the project has a token that holds. Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2
  async proof({ credential: named, url, user, project }, { credential, send }) {
    const token = credential(named);
    if (!token) return "unproven";
    const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}`;
    return byStatus(await send("GET", `${url}${API}/project/${project}`, { headers: { authorization } }));
  },
  address: () => null,
  facts: { Jira: ({ url, project }) => `${project} at ${url}` },
});

const nameOf = (entry: string) => `jira-${entry}`;

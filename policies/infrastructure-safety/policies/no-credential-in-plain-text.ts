import type { Policy } from "../../policy";
import { openTextsOf } from "../open-texts";

/** What credentials look like, whatever they are called. */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\bAKIA[0-9A-Z]{16}\b/, "an AWS access key"],
  [/-----BEGIN (RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----/, "a private key"],
  [/https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/, "a Slack webhook"],
  [/\bxox[abprs]-[\w-]{10,}/, "a Slack token"],
  [/\bgh[pousr]_\w{30,}/, "a GitHub token"],
  [/\bglsa_\w{20,}|\bglc_\w{20,}/, "a Grafana token"],
  [/(?<![a-z0-9+])[a-z][a-z0-9+]*:\/\/[^/\s:@"'$]+:[^/\s@"'${}<]{3,}@[\w.-]+/, "an address with a password"],
];

/** Names of variables whose plain value is a credential, also in camel case; with the suffix _FILE they name a file. */
const NAMES =
  /(^|[_-])(PASSWORD|PASSWD|SECRET|SECRET[_-]?KEY|TOKEN|API[_-]?KEY|PRIVATE[_-]KEY|WEBHOOK[_-]URL|ACCESS[_-]KEY)$/i;

/** `adminPassword` as it would be written in a variable. */
const spelt = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1_$2");

/** What is filled in later, or is a path or a switch. */
const NOT_YET = /^$|^\$|^\{\{|^<|^\/|^(true|false|\d)$/i;

export const noCredentialInPlainText: Policy = {
  name: "no-credential-in-plain-text",
  level: "mandatory",
  description:
    "No credential stands in user data, a container's environment, a chart's values, a custom resource or a resource of Grafana.",
  judges: "resource",
  *check(resource) {
    for (const { at, name, text } of openTextsOf(resource)) {
      const what =
        CREDENTIALS.find(([pattern]) => pattern.test(text))?.[1] ??
        (NAMES.test(spelt(name)) && !NOT_YET.test(text) ? `the value of ${name}` : undefined);
      if (!what) continue;
      yield {
        found: `${at} holds ${what}`,
        why: "Whoever may look at the machine, the pod, the release or the resource reads it, and it is in the state and in backups",
        fix: "Keep it in SSM, a Secret or a file, and name that: valueFrom.secretKeyRef, existingSecret, a variable that ends in _FILE, or a read through the role",
      };
    }
  },
  examples: {
    bad: 'new k8s.apps.v1.Deployment("g", { spec: { template: { spec: { containers: [{ name: "g", env: [{ name: "GF_SECURITY_ADMIN_PASSWORD", value: "hunter2" }] }] } } } })',
    good: 'new k8s.apps.v1.Deployment("g", { spec: { template: { spec: { containers: [{ name: "g", env: [{ name: "GF_SECURITY_ADMIN_PASSWORD", valueFrom: { secretKeyRef: { name: "grafana", key: "password" } } }] }] } } } })',
  },
};

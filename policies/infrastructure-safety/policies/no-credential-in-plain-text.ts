import { type Fields, fieldsOf, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";
import { containersOf, initContainersOf, nameOf, podsOf } from "../workloads";

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

/** Names of variables whose plain value is a credential; with the suffix _FILE they name a file. */
const NAMES = /(^|_)(PASSWORD|PASSWD|SECRET|SECRET_KEY|TOKEN|API_?KEY|PRIVATE_KEY|WEBHOOK_URL|ACCESS_KEY)$/i;

/** What is filled in later, or is a path or a switch. */
const NOT_YET = /^$|^\$|^\{\{|^<|^\/|^(true|false|\d)$/i;

export const noCredentialInPlainText: Policy = {
  name: "no-credential-in-plain-text",
  level: "mandatory",
  description: "No credential stands in user data or in a container's environment.",
  judges: "resource",
  *check(resource) {
    for (const { at, name, text } of textsIn(resource)) {
      const what =
        CREDENTIALS.find(([pattern]) => pattern.test(text))?.[1] ??
        (NAMES.test(name) && !NOT_YET.test(text) ? `the value of ${name}` : undefined);
      if (!what) continue;
      yield {
        found: `${at} holds ${what}`,
        why: "Whoever may look at the machine, the pod or the container reads it, and it is in the state and in backups",
        fix: "Keep it in SSM, a Secret or a file, and name that: valueFrom.secretKeyRef, a variable that ends in _FILE, or a read through the role",
      };
    }
  },
  examples: {
    bad: 'new k8s.apps.v1.Deployment("g", { spec: { template: { spec: { containers: [{ name: "g", env: [{ name: "GF_SECURITY_ADMIN_PASSWORD", value: "hunter2" }] }] } } } })',
    good: 'new k8s.apps.v1.Deployment("g", { spec: { template: { spec: { containers: [{ name: "g", env: [{ name: "GF_SECURITY_ADMIN_PASSWORD", valueFrom: { secretKeyRef: { name: "grafana", key: "password" } } }] }] } } } })',
  },
};

interface Text {
  at: string;
  /** Of the variable; empty for user data. */
  name: string;
  text: string;
}

function textsIn(resource: Resource): Text[] {
  const { type, props } = resource;
  if (/^aws:ec2\/(instance|launchTemplate|launchConfiguration|spotInstanceRequest):/.test(type)) return userData(props);
  if (/^docker:index\/container:/.test(type)) return listOf(props.envs).flatMap((one) => variable(textOf(one) ?? ""));
  return podsOf(resource)
    .flatMap((pod) => [...containersOf(pod), ...initContainersOf(pod)])
    .flatMap((container) =>
      listOf(container.env).flatMap((value) => {
        const { name, value: text } = fieldsOf(value);
        return typeof text === "string"
          ? [{ at: `the environment of ${nameOf(container)}`, name: textOf(name) ?? "", text }]
          : [];
      }),
    );
}

/** Plain, or in base64. */
function userData(props: Fields): Text[] {
  const texts = [textOf(props.userData), textOf(props.userDataBase64)].flatMap((text) =>
    text === undefined ? [] : [text, Buffer.from(text, "base64").toString("utf8")],
  );
  return texts.flatMap((text) => [
    { at: "user data", name: "", text },
    ...[...text.matchAll(/^[ \t]*(?:export\s+|Environment="?)?([A-Z][A-Z0-9_]*)=["']?([^"'\s]+)/gm)].map(
      ([, name = "", value = ""]) => ({ at: "user data", name, text: value }),
    ),
  ]);
}

function variable(text: string): Text[] {
  const [name = "", ...value] = text.split("=");
  return [{ at: "the environment of the container", name, text: value.join("=") }];
}

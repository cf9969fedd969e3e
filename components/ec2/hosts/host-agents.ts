// The agents for logs and spans on all hosts: SSM runs their setup wherever the tags are, on those that come, and again when it has
// changed.
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import type { Ec2Platform } from "../../monitoring";
import type { SecretParameters } from "../aws/secret-parameters";
import { ENVIRONMENT_TAG, ROLE_TAG } from "../aws/tags";
import { commandDocument, documentOf } from "../machine/command-document";
import { shellScript } from "../machine/setup";
import type { Ec2Settings } from "../topology/endpoints";
import { hostServiceOf, LOGS_PASSWORD, relaysOf } from "../topology/logs";
import { gatewaysOf, TRACES_PASSWORD } from "../topology/traces";
import { type CollectorsArgs, collectorsSetup } from "./collectors";
import { logCollector } from "./log-collector";
import { spanCollector } from "./span-collector";

interface HostAgentsArgs extends CollectorsArgs {
  environment: string;
  hosts: Ec2Platform["hosts"];
}

/** What a name may be, so that no shell reads it otherwise. */
const PARAMETER = { type: "String", default: "", allowedPattern: "^[A-Za-z0-9._-]*$" } as const;

type Tags = Readonly<Record<string, string | readonly string[]>>;

class HostAgents extends pulumi.ComponentResource {
  constructor(name: string, args: HostAgentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:HostAgents", name, {}, opts);
    const { environment, hosts } = args;
    const script = shellScript(collectorsSetup(args, "'{{ Host }}' '{{ Group }}'"));
    const content = documentOf(`Agents of the hosts of ${environment}`, script, { Host: PARAMETER, Group: PARAMETER });
    const document = commandDocument(name, environment, content, { parent: this });
    const made = (host: string): Tags => ({ Name: host, [ENVIRONMENT_TAG]: environment, [ROLE_TAG]: "host" });
    const associate = (of: string, tags: Tags, parameters: Readonly<Record<string, string>>) =>
      new ssm.Association(
        `${name}-${of}`,
        {
          name: document.name,
          documentVersion: document.latestVersion,
          targets: Object.entries(tags).map(([tag, values]) => ({ key: `tag:${tag}`, values: [values].flat() })),
          ...(Object.keys(parameters).length > 0 && { parameters }),
          // Also where somebody took it away, and with the password that is in force.
          scheduleExpression: "rate(1 day)",
          complianceSeverity: "MEDIUM",
          maxConcurrency: "25%",
          maxErrors: "10%",
        },
        { parent: this },
      );
    for (const { name: host } of hosts.instances) associate(host, made(host), { Host: host });
    for (const { name: group } of hosts.groups) associate(group, made(group), { Group: group });
    for (const { name: existing, tags } of hosts.existing) associate(existing, tags, {});
    this.registerOutputs({});
  }
}

/** Those that read what each host has of each service, and those that take what its programs send; none where the settings have neither. */
export function hostAgents(
  environment: string,
  { platform, logs, traces, services, team }: Ec2Settings,
  secrets: SecretParameters,
  opts: { parent: pulumi.Resource },
): void {
  const { hosts, downloads, region } = platform;
  const collectors = [
    ...(logs
      ? [
          logCollector({
            settings: logs,
            services: services.map((service) => hostServiceOf(service, team)),
            team,
            relays: relaysOf(environment, platform),
            passwordParameter: secrets.names[LOGS_PASSWORD],
          }),
        ]
      : []),
    ...(traces
      ? [
          spanCollector({
            settings: traces,
            gateways: gatewaysOf(environment, platform),
            passwordParameter: secrets.nameOf(TRACES_PASSWORD),
          }),
        ]
      : []),
  ];
  if (collectors.length > 0)
    new HostAgents(`${environment}-agents`, { environment, hosts, collectors, downloads, region }, opts);
}

// Hosts that exist already: SSM runs the same setup on every instance with the tags, and on those that come.
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import type { Ec2Platform } from "../../monitoring";
import { commandDocument, documentOf } from "../machine/command-document";
import { shellScript } from "../machine/setup";
import type { DataExporter } from "./data-exporters";
import { hostSetup } from "./host-setup";

export interface ExistingHostsArgs {
  environment: string;
  /** What they have in common: tags, operating system, architecture. */
  hosts: Ec2Platform["hosts"]["existing"][number];
  downloads: Ec2Platform["downloads"];
  region: string;
  exporters: Ec2Platform["hosts"]["exporters"];
  /** Of data services, for which these hosts are the place. */
  dataExporters: readonly DataExporter[];
  /** Networks of the monitoring servers, in CIDR notation. */
  networks: pulumi.Input<string[]>;
}

export class ExistingHosts extends pulumi.ComponentResource {
  constructor(name: string, args: ExistingHostsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:ec2:ExistingHosts", name, {}, opts);
    const { hosts, environment, networks: _, ...what } = args;
    const { os, architecture } = hosts;
    const content = pulumi.output(args.networks).apply((networks) => {
      const setup = hostSetup({ ...what, os, architecture, networks, isNew: false });
      return documentOf(`Exporters on the hosts "${hosts.name}" of ${environment}`, shellScript(setup));
    });
    const document = commandDocument(name, environment, content, { parent: this });
    new ssm.Association(
      name,
      {
        name: document.name,
        // Another document is another version, and is run at once.
        documentVersion: document.latestVersion,
        targets: Object.entries(hosts.tags).map(([tag, values]) => ({ key: `tag:${tag}`, values: [values].flat() })),
        // Also where somebody took an exporter away.
        scheduleExpression: "rate(1 day)",
        complianceSeverity: "MEDIUM",
        maxConcurrency: "25%",
        maxErrors: "10%",
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

// A local environment as processes of this machine.
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Files, Password, Ports, type Process, USERNAME } from "../host";
import { accessDir, addressesOf, dashboardsDir, type LocalArgs, listenersOf, localParts, runbookFiles } from "./parts";
import { processOf } from "./process-of";

/** Prometheus, Alertmanager, the exporters, the sample service and the Slack inbox, each a detached process. */
export class NativeMonitoring extends pulumi.ComponentResource {
  /** The address of each part, by part. */
  readonly addresses: Record<string, string>;

  constructor(name: string, args: LocalArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:host:NativeMonitoring", name, {}, opts);
    const { dir } = args;
    const dashboards = dashboardsDir(dir);
    const parts = localParts(args, {
      config: (part, file) => join(dir, part, "config", "current", file),
      data: (part) => join(dir, part, "data"),
      dashboards,
      access: accessDir(dir),
    });
    const ports = new Ports("ports", { listeners: listenersOf(parts, dir) }, { parent: this });
    new Files("dashboards", { dir: dashboards, files: args.dashboards }, { parent: this });
    new Files("runbooks", runbookFiles(args), { parent: this });
    const password = new Password("access", { dir: accessDir(dir), username: USERNAME }, { parent: this });
    const started = new Map<string, Process>();
    for (const [part, spec] of Object.entries(parts)) {
      const before = spec.after?.flatMap((other) => started.get(other) ?? []) ?? [];
      const opts = { parent: this, dependsOn: [ports, password, ...before] };
      started.set(part, processOf(part, spec, spec.runs, dir, opts));
    }
    this.addresses = addressesOf(parts);
    this.registerOutputs({ addresses: this.addresses });
  }
}

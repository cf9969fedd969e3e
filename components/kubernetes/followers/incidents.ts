// What adds to the threads of incidents, in a cluster.
import * as pulumi from "@pulumi/pulumi";
import type { IncidentsPlan } from "../../incidents";
import { SLACK_TOKEN } from "../../monitoring";
import { namesIn } from "../names";
import { type FollowerArgs, follower } from "./follower";

export interface IncidentsArgs extends FollowerArgs {
  plan: IncidentsPlan;
}

export class Incidents extends pulumi.ComponentResource {
  constructor(name: string, args: IncidentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tocsin:kubernetes:Incidents", name, {}, opts);
    const names = namesIn(args.namespace);
    follower(
      name,
      {
        ...args,
        which: "incidents",
        args: [
          `--token-file=/credentials/${SLACK_TOKEN}`,
          // Any of them: what is asked is its history.
          `--prometheus=http://${names.prometheus}.${args.namespace}:9090`,
        ],
        secrets: { credentials: { secretName: names.alertmanagerCredentials, keys: [SLACK_TOKEN] } },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

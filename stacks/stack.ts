// What every platform's stack is given and gives back.
import type * as pulumi from "@pulumi/pulumi";
import type { SlackCredential } from "../components/local";
import type { Monitoring, Settings } from "../components/monitoring";

/** What of the machine that deploys is seen in what is deployed. */
export interface Facts {
  /** The Pulumi stack's name. */
  environment: string;
  /** How local parts run. */
  runtime: "native" | "docker";
  /** The home folder of a Grafana that is installed here. */
  grafanaHome?: string;
}

/** What the settings file cannot say: facts of the machine that deploys, and credentials as secrets. */
export interface Surroundings extends Facts {
  /** Absolute folder of this project. */
  projectDir: string;
  credentials: { slack?: SlackCredential; pagerdutyRoutingKey?: pulumi.Output<string> };
}

export interface Stack {
  /** What watches the environment, as data: nothing is deployed. */
  monitoring: (settings: Settings, facts: Facts) => Monitoring;
  /** Deploys the environment and returns what the stack exports. */
  deploy: (settings: Settings, surroundings: Surroundings) => Record<string, pulumi.Input<unknown>>;
}

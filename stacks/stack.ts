// What every platform's stack is given and gives back.
import type * as pulumi from "@pulumi/pulumi";
import type { SlackCredential } from "../components/local";
import type { Settings } from "../components/monitoring";

/** What the settings file cannot say: facts of the machine that deploys, and credentials as secrets. */
export interface Surroundings {
  /** The Pulumi stack's name. */
  environment: string;
  /** Absolute folder of this project. */
  projectDir: string;
  credentials: { slack?: SlackCredential; pagerdutyRoutingKey?: pulumi.Output<string> };
  /** How local parts run. */
  runtime: "native" | "docker";
  /** The home folder of a Grafana that is installed here. */
  grafanaHome?: string;
}

/** Deploys one environment and returns what the stack exports. */
export type Stack = (settings: Settings, surroundings: Surroundings) => Record<string, pulumi.Input<unknown>>;

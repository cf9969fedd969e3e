// What every platform's stack is given and gives back.
import type * as pulumi from "@pulumi/pulumi";
import {
  type Credentials,
  type Monitoring,
  type OwnGroup,
  type Platform,
  type Settings,
  type SettingsOn,
  settingsOn,
} from "../components/monitoring";

/** What of the machine that deploys is seen in what is deployed. */
export interface Facts {
  /** The Pulumi stack's name. */
  environment: string;
  /** How local parts run; of no meaning on other platforms. */
  runtime: "native" | "docker";
  /** The home folder of a Grafana that is installed here. */
  grafanaHome?: string;
  /** The rules of the settings' rule files. */
  ownRules?: readonly OwnGroup[];
}

/** What is in the cluster already, as far as a deployment depends on it. */
export interface ClusterFacts {
  /** Whether the release with the custom resource definitions is there. */
  crdsExist: boolean;
}

/** What a Grafana that exists can do, as far as a deployment depends on it. */
export interface GrafanaFacts {
  /** Why an environment has no tree of notification policies of its own there; undefined where it has one, with its inhibitions. */
  noTree?: string | undefined;
}

/** What the settings file cannot say: facts of the machine that deploys, and credentials as secrets. */
export interface Surroundings extends Facts {
  /** Undefined where no cluster was looked at. */
  cluster?: ClusterFacts;
  /** Undefined where no Grafana was asked. */
  grafana?: GrafanaFacts;
  /** Whether Helm charts lie in the project's folder for them; else the provider fetches each where it is published. */
  localCharts?: boolean;
  /** Absolute folder of the user's Pulumi.yaml. */
  projectDir: string;
  /** Absolute folder of Tocsin's own code. */
  packageDir: string;
  credentials: Credentials;
  /** When this is deployed. */
  now: Date;
}

type Outputs = Record<string, pulumi.Input<unknown>>;

/** What a platform's file says of it. */
interface Own<S extends Settings> {
  monitoring: (settings: S, facts: Facts) => Monitoring;
  deploy: (settings: S, surroundings: Surroundings, watched: Monitoring) => Outputs | Promise<Outputs>;
}

export interface Stack {
  /** What watches the environment, as data: nothing is deployed. */
  monitoring: (settings: Settings, facts: Facts) => Monitoring;
  /** Deploys the environment and returns what the stack exports; `watched` where the caller has assembled it already. */
  deploy: (settings: Settings, surroundings: Surroundings, watched?: Monitoring) => Promise<Outputs>;
}

export type { SettingsOn };

type Kind = Platform["kind"];

/** The stack of one platform; it refuses the settings of another. */
export function stackOn<K extends Kind>(kind: K, own: Own<SettingsOn<K>>): Stack {
  const chosen = (settings: Settings) => settingsOn(settings, kind);
  const monitoring: Stack["monitoring"] = (settings, facts) => own.monitoring(chosen(settings), facts);
  return {
    monitoring,
    deploy: async (settings, surroundings, watched = monitoring(settings, surroundings)) =>
      own.deploy(chosen(settings), surroundings, watched),
  };
}

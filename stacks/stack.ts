// What every platform's stack is given and gives back.
import type * as pulumi from "@pulumi/pulumi";
import type { Credentials, Monitoring, Platform, Settings } from "../components/monitoring";

/** What of the machine that deploys is seen in what is deployed. */
export interface Facts {
  /** The Pulumi stack's name. */
  environment: string;
  /** How local parts run; of no meaning on other platforms. */
  runtime: "native" | "docker";
  /** The home folder of a Grafana that is installed here. */
  grafanaHome?: string;
}

/** What the settings file cannot say: facts of the machine that deploys, and credentials as secrets. */
export interface Surroundings extends Facts {
  /** Absolute folder of this project. */
  projectDir: string;
  credentials: Credentials;
}

type Outputs = Record<string, pulumi.Input<unknown>>;

interface StackOf<S extends Settings> {
  /** What watches the environment, as data: nothing is deployed. */
  monitoring: (settings: S, facts: Facts) => Monitoring;
  /** Deploys the environment and returns what the stack exports. */
  deploy: (settings: S, surroundings: Surroundings) => Outputs | Promise<Outputs>;
}

export type Stack = StackOf<Settings>;

type Kind = Platform["kind"];

/** Settings that choose one platform. */
export type SettingsOn<K extends Kind> = Settings & { platform: Extract<Platform, { kind: K }> };

/** The stack of one platform; it refuses the settings of another. */
export function stackOn<K extends Kind>(kind: K, own: StackOf<SettingsOn<K>>): Stack {
  const chosen = (settings: Settings): SettingsOn<K> => {
    if (!isOn(settings, kind)) throw new Error(`Settings of the platform ${settings.platform.kind} for ${kind}`);
    return settings;
  };
  return {
    monitoring: (settings, facts) => own.monitoring(chosen(settings), facts),
    deploy: (settings, surroundings) => own.deploy(chosen(settings), surroundings),
  };
}

function isOn<K extends Kind>(settings: Settings, kind: K): settings is SettingsOn<K> {
  return settings.platform.kind === kind;
}

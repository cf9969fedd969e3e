// What a platform says of itself, so that nothing else has to name it.
import type { z } from "zod";
import type { Address, Credential } from "../settings/fields";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";
import type { GrafanaPlatform, KubernetesPlatform, LocalPlatform, Platform } from ".";
import type { AwsAccess } from "./aws-access";

type Kind = Platform["kind"];

/** Settings that choose one platform. */
export type SettingsOn<K extends Kind> = Settings & { platform: Extract<Platform, { kind: K }> };

/** A credential among a platform's settings. */
export interface GivenCredential {
  /** Where it is in the settings: `platform.auth`. */
  setting: string;
  value: Credential;
}

/** An exporter that the platform itself runs for a service. */
export interface RunExporter {
  /** The mixin that reads it. */
  mixin: string;
  /** The host on which it listens; `loopback` where Prometheus runs. */
  on: string;
  port: number;
  /** What it asks. */
  address: Address;
}

/** An environment that was destroyed. */
export interface Destroyed {
  environment: string;
  /** The folder with the logs and data of parts that ran on this machine. */
  folder: string;
}

/** What is left after `destroy`, in one or two sentences: what has data is protected, and only a purge deletes it. */
interface Remains<P> {
  /** Without a purge. */
  kept: (platform: P, destroyed: Destroyed) => string;
  /** After one. */
  purged: (platform: P, destroyed: Destroyed) => string;
}

/** The parts that run on the machine that deploys. */
export type OnThisMachine = Pick<LocalPlatform, "runtime" | "ports">;

/** A version, and the setting that chooses it. */
export type ChosenVersion = readonly [path: string, version: unknown];

/** Of the programs that settings can need a newer one of. */
export type ChosenVersions = Readonly<Record<"alertmanager" | "prometheus" | "blackbox", readonly ChosenVersion[]>>;

/** Where and how a platform reaches AWS. */
export type AwsAccount = AwsAccess & { region: string };

interface Own<K extends Kind, Schema> {
  kind: K;
  /** The schema of `platform` where it is chosen. */
  settings: Schema;
  /** What it asks of the rest of the settings. */
  check: (settings: SettingsOn<K>, problems: Problems) => void;
  /** The credentials that its stack is given as secrets, by the names under which it is given them. */
  credentials: (platform: SettingsOn<K>["platform"]) => Readonly<Record<string, GivenCredential | undefined>>;
  /** The packages of the providers that it deploys with; offline previews answer for them. */
  providers: readonly string[];
  /** Undefined where nothing runs on the machine that deploys. */
  onThisMachine: (platform: SettingsOn<K>["platform"]) => OnThisMachine | undefined;
  /** Where the settings choose a program's version, or an image with one in its tag; without one, the table's runs. */
  versions: (platform: SettingsOn<K>["platform"]) => ChosenVersions;
  /** Why no message of Slack's is changed after it was sent; undefined where a new enough Alertmanager does. */
  cannotUpdate: (platform: SettingsOn<K>["platform"]) => string | undefined;
  /** Why nothing drills the chain there again and again; undefined where something does. */
  cannotDrill: (platform: SettingsOn<K>["platform"]) => string | undefined;
  /** Why Alertmanager writes no events into a log there; undefined where a new enough one does. */
  cannotRecord: (platform: SettingsOn<K>["platform"]) => string | undefined;
  /** The AWS account that it deploys to; undefined where it deploys to none. */
  aws: (platform: SettingsOn<K>["platform"]) => AwsAccount | undefined;
  /** Undefined where nothing runs in a cluster. */
  onCluster: (platform: SettingsOn<K>["platform"]) => KubernetesPlatform | undefined;
  /** Whether the sample-metrics generator runs, which services with `generated: true` need. */
  hasGenerator: (platform: SettingsOn<K>["platform"]) => boolean;
  /** Whether it sends e-mail without `notifications.smtp`. */
  hasMailServer: (platform: SettingsOn<K>["platform"]) => boolean;
  /** Whether the machine that deploys reaches what sends the messages, and so can silence alerts there. */
  hasSilences: (platform: SettingsOn<K>["platform"]) => boolean;
  /** An existing Grafana that evaluates the alerts and sends the messages; undefined where Prometheus and an Alertmanager do. */
  grafanaThatSends: (platform: SettingsOn<K>["platform"]) => GrafanaPlatform | undefined;
  /** An existing Grafana, through which Prometheus is asked; undefined where Prometheus is the environment's own. */
  existingGrafana: (platform: SettingsOn<K>["platform"]) => GrafanaPlatform | undefined;
  /** The exporters that it runs by its own settings, beside those that services ask for. */
  exporters: (platform: SettingsOn<K>["platform"]) => readonly RunExporter[];
  remains: Remains<SettingsOn<K>["platform"]>;
  /** Whether all of it is on the machine that deploys, so that its settings need no account and no address. */
  isHere: boolean;
  /** Whether services can be selected in a cluster and have exporters run there. */
  hasCluster: boolean;
  /** Whether it collects logs. */
  hasLogs: boolean;
  /** Whether it reads the journals of hosts. */
  readsJournals: boolean;
  /** Whether it takes traces. */
  hasTraces: boolean;
  /** Whether what adds to the threads of incidents runs there. */
  addsToThreads: boolean;
  /** Whether what calls the hooks of remediation runs there. */
  callsHooks: boolean;
  /** Whether machines' tags name teams that are not in the settings. */
  hasTeamTags: boolean;
}

/** A platform's own answers, asked with any settings. */
export interface PlatformDefinition {
  readonly kind: Kind;
  readonly providers: readonly string[];
  readonly isHere: boolean;
  readonly hasCluster: boolean;
  readonly hasLogs: boolean;
  readonly readsJournals: boolean;
  readonly hasTraces: boolean;
  readonly addsToThreads: boolean;
  readonly callsHooks: boolean;
  readonly hasTeamTags: boolean;
  check(settings: Settings, problems: Problems): void;
  credentials(platform: Platform): Readonly<Record<string, GivenCredential | undefined>>;
  onThisMachine(platform: Platform): OnThisMachine | undefined;
  versions(platform: Platform): ChosenVersions;
  cannotUpdate(platform: Platform): string | undefined;
  cannotDrill(platform: Platform): string | undefined;
  cannotRecord(platform: Platform): string | undefined;
  aws(platform: Platform): AwsAccount | undefined;
  onCluster(platform: Platform): KubernetesPlatform | undefined;
  hasGenerator(platform: Platform): boolean;
  hasMailServer(platform: Platform): boolean;
  hasSilences(platform: Platform): boolean;
  grafanaThatSends(platform: Platform): GrafanaPlatform | undefined;
  existingGrafana(platform: Platform): GrafanaPlatform | undefined;
  exporters(platform: Platform): readonly RunExporter[];
  remains(platform: Platform, purged: boolean, destroyed: Destroyed): string;
}

/** A platform's definition, with the schema of its settings. */
export interface PlatformWith<Schema> extends PlatformDefinition {
  readonly settings: Schema;
}

/** The platform's definition; what it says is asked of its own settings only, and throws with those of another. */
export function definePlatform<K extends Kind, Schema extends z.ZodType<{ kind: K }>>(
  own: Own<K, Schema>,
): PlatformWith<Schema> {
  const of = (platform: Platform): SettingsOn<K>["platform"] => {
    if (!isOf(platform, own.kind)) throw new Error(`Settings of the platform ${platform.kind} for ${own.kind}`);
    return platform;
  };
  return {
    ...own,
    check: (settings, problems) => own.check(settingsOn(settings, own.kind), problems),
    credentials: (platform) => own.credentials(of(platform)),
    onThisMachine: (platform) => own.onThisMachine(of(platform)),
    versions: (platform) => own.versions(of(platform)),
    cannotUpdate: (platform) => own.cannotUpdate(of(platform)),
    cannotDrill: (platform) => own.cannotDrill(of(platform)),
    cannotRecord: (platform) => own.cannotRecord(of(platform)),
    aws: (platform) => own.aws(of(platform)),
    onCluster: (platform) => own.onCluster(of(platform)),
    hasGenerator: (platform) => own.hasGenerator(of(platform)),
    hasMailServer: (platform) => own.hasMailServer(of(platform)),
    hasSilences: (platform) => own.hasSilences(of(platform)),
    grafanaThatSends: (platform) => own.grafanaThatSends(of(platform)),
    existingGrafana: (platform) => own.existingGrafana(of(platform)),
    exporters: (platform) => own.exporters(of(platform)),
    remains: (platform, purged, destroyed) => own.remains[purged ? "purged" : "kept"](of(platform), destroyed),
  };
}

/** The settings as those of one platform. Throws where they choose another. */
export function settingsOn<K extends Kind>(settings: Settings, kind: K): SettingsOn<K> {
  const chooses = (all: Settings): all is SettingsOn<K> => isOf(all.platform, kind);
  if (!chooses(settings)) throw new Error(`Settings of the platform ${settings.platform.kind} for ${kind}`);
  return settings;
}

function isOf<K extends Kind>(platform: Platform, kind: K): platform is SettingsOn<K>["platform"] {
  return platform.kind === kind;
}

// The contract of a receiver kind: every form in which it is set, rendered, checked and compared.
import type * as pulumi from "@pulumi/pulumi";
import type { ContactPointArgs } from "@pulumiverse/grafana/alerting/contactPoint";
import { z } from "zod";
import type { Severity } from "../../rules";
import type { Minimum } from "../../version-numbers";
import type { Credential } from "../settings/fields";
import type { Asking, Proof, Proven } from "./forms/proof";

/** Where Alertmanager finds each credential that there is, as absolute paths, by the credential's name. */
export type CredentialPaths = Readonly<Record<string, string>>;

/** The credentials themselves, by name. */
export type CredentialValues = Readonly<Record<string, pulumi.Input<string>>>;

/** A credential of a receiver: its name is also that of the file that holds it. */
export interface NamedCredential {
  name: string;
  /** The setting that errors name: `notifications.slack.token`. */
  setting: string;
  /** Undefined where the settings give none. */
  value: Credential | undefined;
  /** Where neither it nor one of these is given, somebody puts it there by hand, on platforms that take that. */
  byHandUnless?: readonly string[];
}

export type Integrations = Omit<ContactPointArgs, "name" | "orgId">;

/** Lists of an Alertmanager receiver, by the field that holds each. */
export type Configs = Readonly<Record<string, readonly object[]>>;

/** How the Alertmanager of a managed workspace sends: through the workspace's topic of SNS, or not at all. */
export type ManagedForm = { through: "topic"; sendResolved: boolean } | { refused: string };

/** A route that a kind's own settings ask for; without teams it is for all of them. */
export interface OwnRoute<Value> {
  severity: Severity;
  teams: readonly string[];
  receiver: string;
  value: Value;
  /** Whether later routes are looked at as well. */
  continue: boolean;
}

/** What a mapping with these fields is; zod's own word for one without any would allow no other field beside. */
type Out<Shape extends z.ZodRawShape> = keyof Shape extends never ? object : z.output<z.ZodObject<Shape>>;

/** How an entry of `notifications.receivers` chooses the kind: by a field with the kind's name. */
export interface ListedForm<Value, Settings, Given> {
  schema: z.ZodType<Given>;
  /** What the reference of settings says of it. */
  about: string;
  /** What a Monitoring holds of the entry. */
  value: (given: Given, entry: string, settings: Settings) => Value;
  /** The entry's own credential; null where what it gives is none. */
  credential: ((given: Given, entry: string) => { name: string; value: Credential }) | null;
  /** The oldest Alertmanager that knows the kind; null where every supported one does. */
  since: string | null;
  /** What it needs of the other settings and of the platform, in the words of an error; undefined where it has that. */
  lacks?: (settings: Settings, platform: { hasMailServer: boolean }) => string | undefined;
}

/** How a team routes to the kind from its own namespace, with a credential in a Secret there. */
export interface OperatorForm<TeamShape extends z.ZodRawShape> {
  /** Its fields of an entry of `platform.teamRoutes`; all of them are given, or none. */
  fields: TeamShape;
  /** Its part of a receiver in an AlertmanagerConfig. */
  configs: (given: z.output<z.ZodObject<TeamShape>>) => Configs;
}

interface Own<Name extends string, Value, Shape extends z.ZodRawShape, Given, TeamShape extends z.ZodRawShape> {
  name: Name;
  /** As people call it: "a webhook". */
  words: string;
  /** Its own keys below `notifications`; none where only entries of `receivers` choose it. */
  settings: Shape;
  /** What a Monitoring holds of it, and what a comparison reads of one that was printed. */
  model: z.ZodType<Value>;
  listed: ListedForm<Value, Out<Shape>, Given> | null;
  /** The credentials of its own settings. */
  credentials: (settings: Out<Shape>) => readonly NamedCredential[];
  /** The credentials of which a receiver needs one, by name; none where it needs none. */
  needs: (value: Value) => readonly string[];
  /** The routes of its own settings, most specific first. */
  routes: (settings: Out<Shape>) => readonly OwnRoute<Value>[];
  /** What its own settings ask of Alertmanager's version. */
  minimum?: (settings: Out<Shape>) => Minimum | undefined;
  /** The setting that asks for messages which change in place, where it is on: not every platform's Alertmanager can. */
  updates?: (settings: Out<Shape>) => string | undefined;
  /** The setting that asks for what adds to its messages' threads, where it is on: not every platform runs that. */
  threading?: (settings: Out<Shape>) => string | undefined;
  /** The setting that sends critical alerts to it, where it escalates what nobody acknowledges by itself. */
  escalates?: (settings: Out<Shape>) => string | undefined;
  /** How its messages have threads that can be added to; undefined where they have none. */
  thread?: (value: Value) => Thread | undefined;
  /** What an escalation names by the kind's own words, such as a channel; undefined where those are not its words. */
  named?: (to: string, settings: Out<Shape>) => { receiver: string; value: Value } | undefined;
  /** Takes what no route matches, and so is there in every environment; one kind has it. */
  fallback?: (settings: Out<Shape>) => { receiver: string; value: Value };
  /** Takes the dead-man's switch, which the platform may take where the settings name nothing; one kind has it. */
  watchdog?: (settings: Out<Shape>, platform: string | undefined) => { receiver: string; value: Value } | undefined;
  /** The teams that its own settings name, each with its path below `notifications`. */
  teams?: (settings: Out<Shape>) => readonly { path: string; team: string }[];
  /** Its part of a receiver in alertmanager.yml. Throws where a credential's file is not given, with the receiver's name. */
  alertmanager: (value: Value, receiver: string, paths: CredentialPaths) => Configs;
  /** Its part of a Grafana contact point. Throws where a credential is not given. */
  grafana: (value: Value, credentials: CredentialValues) => Integrations;
  /** Null where no team routes to it. */
  operator: OperatorForm<TeamShape> | null;
  managed: ManagedForm;
  /** Whether it takes messages, asked so that nobody is notified. */
  proof: Proof<Value>;
  /** An address that is as good as a credential; null where its value has none. */
  address: (value: Value) => string | null;
  /** What a preview compares and prints, so never a secret; null where there is nothing to print. */
  facts: Readonly<Record<string, (value: Value) => string | readonly string[] | null>>;
}

/** Threads of messages. */
export interface Thread {
  /** Of Slack. */
  channel: string;
  /** Whether a graph of what an alert judges is added. */
  graph: boolean;
}

/** One way in which a receiver is reached: its value, bound to the forms of its kind. */
export interface Way {
  kind: string;
  words: string;
  managed: ManagedForm;
  /** Throws where nothing answers. */
  proof: (asking: Asking) => Promise<Proven>;
  address: string | null;
  thread: Thread | undefined;
  needs: readonly string[];
  alertmanager: (paths: CredentialPaths) => Configs;
  grafana: (credentials: CredentialValues) => Integrations;
  facts: Readonly<Record<string, string | readonly string[] | null>>;
}

/** What one kind has of something, by the kind's name. */
type Chosen<Name extends string, Value> = { readonly [K in Name]?: Value | undefined };

type Holding<Name extends string, Value> = { name: string } & Chosen<Name, Value>;

function field<Name extends string, Value>(name: Name, value: Value): { readonly [K in Name]: Value };
function field(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return { [name]: value };
}

/** A kind whose values no caller has to know: they stay inside what it makes. */
export function defineReceiver<
  const Name extends string,
  Value,
  Shape extends z.ZodRawShape,
  Given = never,
  TeamShape extends z.ZodRawShape = Record<never, never>,
>(own: Own<Name, Value, Shape, Given, TeamShape>) {
  const { listed, operator } = own;
  type Entry = { readonly name: string } & Chosen<Name, Given>;
  const holding = (name: string, value: Value): Holding<Name, Value> => ({ name, ...field(own.name, value) });
  const givenIn = (entry: Chosen<Name, Given>): Given | undefined => entry[own.name];
  const heldBy = (receiver: Chosen<Name, Value>): Value | undefined => receiver[own.name];
  return {
    ...own,
    /** The routes of its own settings, to receivers that hold its value. */
    ownRoutes: (settings: Out<Shape>) =>
      own.routes(settings).map(({ value, receiver, ...route }) => ({ ...route, to: holding(receiver, value) })),
    takesTheRest(settings: Out<Shape>) {
      const to = own.fallback?.(settings);
      return to && holding(to.receiver, to.value);
    },
    namedBy(to: string, settings: Out<Shape>) {
      const found = own.named?.(to, settings);
      return found && holding(found.receiver, found.value);
    },
    takesWatchdog(settings: Out<Shape>, platform: string | undefined) {
      const to = own.watchdog?.(settings, platform);
      return to && holding(to.receiver, to.value);
    },
    /** The receiver of an entry of `receivers` that chooses this kind; undefined of another entry. */
    ofEntry(entry: Entry, settings: Out<Shape>): Holding<Name, Value> | undefined {
      const given = givenIn(entry);
      return listed && given !== undefined ? holding(entry.name, listed.value(given, entry.name, settings)) : undefined;
    },
    /** The credential of such an entry. */
    entryCredential(entry: Entry, setting: string): NamedCredential[] {
      const given = givenIn(entry);
      if (given === undefined || !listed?.credential) return [];
      return [{ ...listed.credential(given, entry.name), setting: `${setting}.${own.name}` }];
    },
    way(receiver: Holding<Name, Value>): Way[] {
      const value = heldBy(receiver);
      if (value === undefined) return [];
      return [
        {
          kind: own.name,
          words: own.words,
          managed: own.managed,
          proof: (asking) => own.proof(value, asking),
          address: own.address(value),
          thread: own.thread?.(value),
          needs: own.needs(value),
          alertmanager: (paths) => own.alertmanager(value, receiver.name, paths),
          grafana: (credentials) => own.grafana(value, credentials),
          facts: Object.fromEntries(Object.entries(own.facts).map(([fact, read]) => [fact, read(value)])),
        },
      ];
    },
    /** What a team's route comes to, where its fields are this kind's; undefined where they are another's. */
    teamConfigs(route: object): Configs | undefined {
      const found = operator ? z.object(operator.fields).safeParse(route) : undefined;
      return found?.success ? operator?.configs(found.data) : undefined;
    },
  };
}

/** One of our message templates; Alertmanager and Grafana both know them. */
export const template = (name: string, data = ".") => `{{ template "tocsin.${name}" ${data} }}`;

// Every kind of receiver, once: the table that settings, renderers and previews read. Their order is the order of all output.
import { z } from "zod";
import { type Minimum, strictest } from "../../version-numbers";
import { discord } from "./discord";
import { email } from "./email";
import { heartbeat } from "./heartbeat";
import { incidentio } from "./incidentio";
import { jira } from "./jira";
import type { Configs, CredentialPaths, CredentialValues, NamedCredential, Way } from "./kind";
import { msteams } from "./msteams";
import { pagerduty } from "./pagerduty";
import { slack } from "./slack";
import { sns } from "./sns";
import { telegram } from "./telegram";
import { webhook } from "./webhook";

export type { CredentialPaths, CredentialValues, Integrations, NamedCredential } from "./kind";

/** Another kind is a file here and a line in this list. */
const KINDS = [slack, pagerduty, heartbeat, webhook, email, msteams, discord, telegram, jira, incidentio, sns] as const;

type Kind = (typeof KINDS)[number];
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type Flat<Shape> = { [Key in keyof Shape]: Shape[Key] };

/** Where messages go. Credentials are named here, never held. */
export type Receiver = { name: string } & { [K in Kind as K["name"]]?: z.output<K["model"]> | undefined };

type Models = { [K in Kind as K["name"]]: z.ZodOptional<K["model"]> };
type ListedKind = Exclude<Kind, { listed: null }>;
type ListedFields = { [K in ListedKind as K["name"]]: z.ZodOptional<NonNullable<K["listed"]>["schema"]> };
type NotificationSettings = Flat<Both<Kind["settings"]>>;
type TeamFields = Flat<Both<NonNullable<Kind["operator"]>["fields"]>>;
type Optional<Shape extends z.ZodRawShape> = { [Key in keyof Shape]: z.ZodOptional<Shape[Key]> };

// What the compiler cannot follow through a loop over the list, these four signatures say: each is the list's own types by name.
function models(): Models;
function models(): z.ZodRawShape {
  return Object.fromEntries(KINDS.map(({ name, model }) => [name, model.optional()]));
}

function listedFields(): ListedFields;
function listedFields(): z.ZodRawShape {
  return Object.fromEntries(
    KINDS.flatMap(({ name, listed }) => (listed ? [[name, listed.schema.optional().describe(listed.about)]] : [])),
  );
}

function notificationSettings(): NotificationSettings;
function notificationSettings(): z.ZodRawShape {
  return Object.assign({}, ...KINDS.map(({ settings }) => settings));
}

function teamFields(): Optional<TeamFields>;
function teamFields(): z.ZodRawShape {
  const all = KINDS.flatMap(({ operator }): [string, z.ZodType][] => (operator ? Object.entries(operator.fields) : []));
  return Object.fromEntries(all.map(([field, schema]) => [field, schema.optional()]));
}

/** What a printed Monitoring holds of a receiver. */
export const receiverModel = z.object({ name: z.string(), ...models() });

/** The keys of `notifications` that are of one kind each. */
export const NOTIFICATION_SETTINGS = notificationSettings();

/** The fields of an entry of `notifications.receivers`, of which one is given. */
export const LISTED_FIELDS = listedFields();

/** The fields of an entry of `platform.teamRoutes`; those of one kind are given. */
export const TEAM_FIELDS = teamFields();

/** What an entry of `notifications.receivers` may be: "a webhook or e-mail addresses". */
export const LISTED_WORDS = alternatives(KINDS.flatMap(({ listed, words }) => (listed ? [words] : [])));

/** What a team may route to: "a Slack channel or …". */
export const TEAM_WORDS = alternatives(
  KINDS.flatMap(({ operator, words }) => (operator ? [`${words} (${Object.keys(operator.fields).join(", ")})`] : [])),
);

function alternatives(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter((part) => part !== "").join(" or ");
}

/** All that a preview may print of a receiver, in its order. */
export const RECEIVER_FACTS = KINDS.flatMap(({ facts }) => Object.keys(facts));

/** The names of the kinds, which are also the names of their settings. */
export const KIND_NAMES: readonly string[] = KINDS.map(({ name }) => name);

/** The part of the settings that kinds read. */
export type ReceiverSettings = z.output<z.ZodObject<NotificationSettings>> & {
  receivers: readonly ({ name: string; severities: readonly string[]; teams: readonly string[] } & z.output<
    z.ZodObject<ListedFields>
  >)[];
};

/** How a receiver is reached; empty for one that nobody hears. */
export const waysOf = (receiver: Receiver): Way[] => KINDS.flatMap((kind) => kind.way(receiver));

/** What a team's route comes to in an AlertmanagerConfig; undefined where its fields are of no kind. */
export function teamConfigs(route: object): Configs | undefined {
  const all = KINDS.flatMap((kind): Configs[] => {
    const configs = kind.teamConfigs(route);
    return configs ? [configs] : [];
  });
  return all.length === 1 ? all[0] : undefined;
}

/** The routes that the kinds' own settings ask for, in the kinds' order. */
export const ownRoutes = (settings: ReceiverSettings) => KINDS.flatMap((kind) => kind.ownRoutes(settings));

/** The receiver of an entry of `receivers`. */
export function receiverOf(entry: ReceiverSettings["receivers"][number], settings: ReceiverSettings): Receiver {
  const [receiver] = KINDS.flatMap((kind): Receiver[] => {
    const found = kind.ofEntry(entry, settings);
    return found ? [found] : [];
  });
  return receiver ?? { name: entry.name };
}

/** Who is meant by the name of an entry of `receivers`, or by a kind's own words for one; undefined where nobody is. */
export function namedReceiver(to: string, settings: ReceiverSettings): Receiver | undefined {
  const entry = settings.receivers.find(({ name }) => name === to);
  if (entry) return receiverOf(entry, settings);
  for (const kind of KINDS) {
    const found = kind.namedBy(to, settings);
    if (found) return found;
  }
  return undefined;
}

/** Those that take critical alerts and escalate them by themselves, with the setting that says so. */
export const escalating = (settings: ReceiverSettings) =>
  KINDS.flatMap(({ words, escalates }) => {
    const setting = escalates?.(settings);
    return setting ? [{ setting, words }] : [];
  });

/** The kind that takes what no route matches, with its receiver there. */
export function mainReceiver(settings: ReceiverSettings): { integration: string; words: string; to: Receiver } {
  for (const kind of KINDS) {
    const to = kind.takesTheRest(settings);
    if (to) return { integration: kind.name, words: kind.words, to };
  }
  throw new Error("No kind of receiver takes what no route matches");
}

/** Who takes the dead-man's switch: what the settings say, else what the platform has. */
export function watchdogReceiver(settings: ReceiverSettings, platform?: string): Receiver | undefined {
  for (const kind of KINDS) {
    const to = kind.takesWatchdog(settings, platform);
    if (to) return to;
  }
  return undefined;
}

/** The credentials of all receivers. */
export const receiverCredentials = (settings: ReceiverSettings): NamedCredential[] =>
  KINDS.flatMap((kind): NamedCredential[] => [
    ...kind.credentials(settings),
    ...settings.receivers.flatMap((entry, index) => kind.entryCredential(entry, `notifications.receivers[${index}]`)),
  ]);

/** The names of the credentials that the settings have a value for. */
export const credentialsGiven = (settings: ReceiverSettings): string[] =>
  receiverCredentials(settings).flatMap(({ name, value }) => (value ? [name] : []));

/** What somebody puts there by hand, as none of what is given stands for it. */
export const putByHand = (settings: ReceiverSettings, given: CredentialValues): NamedCredential[] =>
  receiverCredentials(settings).filter(
    ({ name, byHandUnless }) => byHandUnless !== undefined && ![name, ...byHandUnless].some((one) => one in given),
  );

/** Where Alertmanager finds the credentials with these names; `at` is where the file of one lies. */
export const credentialPaths = (names: readonly string[], at: (name: string) => string): CredentialPaths =>
  Object.fromEntries(names.map((name) => [name, at(name)]));

/** The names of the credentials that receivers need: those that are given, and all that it may be where none is. */
export const credentialsNeeded = (receivers: readonly Receiver[], given: readonly string[] = []): string[] => {
  const all = receivers.flatMap(waysOf).flatMap(({ needs }) => {
    const known = needs.filter((name) => given.includes(name));
    return known.length > 0 ? known : needs;
  });
  return [...new Set(all)];
};

/** The teams that the kinds' settings name, each with its path below `notifications`. */
export const teamsIn = (settings: ReceiverSettings) => KINDS.flatMap((kind) => kind.teams?.(settings) ?? []);

/** What entries of `receivers` need and do not have, each with its path. */
export const lacking = (settings: ReceiverSettings, platform: { hasMailServer: boolean }) =>
  settings.receivers.flatMap((entry, index) =>
    KINDS.flatMap((kind) => {
      const message = kind.ofEntry(entry, settings) && kind.listed?.lacks?.(settings, platform);
      return message ? [{ path: `notifications.receivers[${index}].${kind.name}`, message }] : [];
    }),
  );

/** The settings that ask for messages which change in place. */
export const updating = (settings: ReceiverSettings) => KINDS.flatMap((kind) => kind.updates?.(settings) ?? []);

/** The settings that ask for what adds to messages' threads. */
export const threading = (settings: ReceiverSettings) => KINDS.flatMap((kind) => kind.threading?.(settings) ?? []);

/** The oldest Alertmanager that sends all that the settings ask for; undefined where every supported one does. */
export function minimumAlertmanager(settings: ReceiverSettings & { events: boolean }): Minimum | undefined {
  const events = { since: "0.34", because: "does not write events into its log", setting: "notifications.events" };
  const all = KINDS.flatMap((kind) => [
    ...[kind.minimum?.(settings) ?? []].flat(),
    ...settings.receivers.flatMap((entry, index) =>
      kind.listed?.since && kind.ofEntry(entry, settings)
        ? [
            {
              since: kind.listed.since,
              because: `does not send to ${kind.words}`,
              setting: `notifications.receivers[${index}].${kind.name}`,
            },
          ]
        : [],
    ),
  ]);
  return strictest([...(settings.events ? [events] : []), ...all]);
}

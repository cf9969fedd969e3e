// A canary in every secret field of the settings, on every platform: nothing that the engine prints, or passes on in the clear,
// holds one, and no message about wrong settings does. Which fields are secret, the schema says: a new one is tried by itself.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf } from "../../components/error-text";
import { withoutSecrets } from "../../components/host/provider/values";
import { parseSettings } from "../../components/monitoring";
import { deployed } from "../../infra/program";
import { settingsInFile } from "../../infra/settings";
import { CREDENTIAL_PATHS as ALL_PATHS } from "../support/credential-paths";
import { underMocks } from "../support/mocks";

type Fields = Record<string, unknown>;

const ENVIRONMENTS = ["local", "dev", "staging", "prod", "grafana"] as const;
/** A service's are tried at the first one: each mixin takes the same. */
const ofServices = (path: readonly string[]) => path[0] === "services";
const ofStores = (path: readonly string[]) => path[1] === "store";
const CREDENTIAL_PATHS = ALL_PATHS.filter((path) => !ofServices(path));
const SCRAPE_PATHS = [...new Set(ALL_PATHS.filter(ofServices).map((path) => path.slice(2).join(".")))].sort();
const ADDRESSES = [["notifications", "heartbeat"]] as const;
/** Each of these excludes the others. */
const ALTERNATIVES = [
  ["notifications.slack.webhook", "notifications.slack.token"],
  ["platform.dataSource.basicAuth.password", "platform.dataSource.bearerToken"],
];

const canary = (path: readonly string[]) => `https://canary.example/${path.join("-")}-c4n4ry`;

/** The keys of a committed file without their prefix, and nothing of Slack's in them. */
function settingsOfFile(environment: string): Fields {
  const { config } = z
    .object({ config: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(`Pulumi.${environment}.yaml`, "utf8")));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("tocsin:", ""), value]));
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function set(fields: Fields, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    fields[key] = value;
    return;
  }
  if (rest[0] === "*") {
    const entry: Fields = { name: "tickets", severities: ["critical"] };
    set(entry, rest.slice(1), value);
    fields[key] = [entry];
    return;
  }
  const inner = isFields(fields[key]) ? fields[key] : {};
  fields[key] = inner;
  set(inner, rest, value);
}

function without(fields: Fields, [key = "", ...rest]: readonly string[]): void {
  const inner = fields[key];
  if (rest.length === 0) delete fields[key];
  else if (isFields(inner)) without(inner, rest);
}

/** The settings with canaries in all that they take together; `taken` of each group of alternatives. */
function withCanaries(environment: string, taken: 0 | 1) {
  const fields = structuredClone(settingsOfFile(environment));
  const onGrafana = isFields(fields.platform) && fields.platform.kind === "grafana";
  const left = ALTERNATIVES.flatMap((group) => group.filter((_, index) => index !== taken));
  const paths = [...CREDENTIAL_PATHS.filter((path) => !path.includes("*")), ...ADDRESSES].filter(
    (path) => !ofStores(path) && (path[0] !== "platform" || onGrafana),
  );
  for (const path of paths) without(fields, path);
  if (onGrafana) without(fields, ["platform", "dataSource"]);
  const used = paths.filter((path) => !left.includes(path.join(".")));
  for (const path of used) set(fields, path, canary(path));
  set(fields, ["notifications", "smtp"], {
    host: "mail.example:587",
    from: "a@b.example",
    user: "u",
    password: canary(["notifications", "smtp", "password"]),
  });
  const listed = canary(["receivers"]);
  set(fields, ["notifications", "receivers"], [{ name: "tickets", severities: ["critical"], webhook: listed }]);
  if (onGrafana) {
    const dataSource =
      isFields(fields.platform) && isFields(fields.platform.dataSource) ? fields.platform.dataSource : {};
    set(fields, ["platform", "dataSource"], { ...dataSource, url: "https://prometheus.example" });
    if (taken === 0) set(fields, ["platform", "dataSource", "basicAuth", "user"], "u");
    set(fields, ["platform", "dataSource", "tls", "client", "certificate"], "-----BEGIN CERTIFICATE-----\nx");
  }
  const others = [...setScrape(fields, taken), ...(onGrafana ? [] : setStores(fields, taken))];
  return { settings: parseSettings(fields), canaries: [...used.map((path) => canary(path)), listed, ...others] };
}

/** Stores that exist, of which there is one at a time. */
const STORES = [
  { logs: "loki", traces: "tempo" },
  { logs: "elasticsearch", traces: "tempo" },
] as const;
const OF_STORE = { url: "https://store.example", otlp: "https://otlp.example" };

function setStores(fields: Fields, taken: 0 | 1): string[] {
  return Object.entries(STORES[taken]).map(([what, kind]) => {
    const password = canary([what, "store", kind, "basicAuth", "password"]);
    const { otlp, url } = OF_STORE;
    const store = { url, ...(kind === "tempo" && { otlp }), basicAuth: { user: "u", password } };
    fields[what] = { store: { [kind]: store } };
    return password;
  });
}

/** How the first service is asked, with canaries. */
function setScrape(fields: Fields, taken: 0 | 1): string[] {
  const [first] = z
    .array(z.record(z.string(), z.unknown()))
    .parse(fields.services ?? [])
    .filter(({ mixin }) => mixin === "service");
  if (!first) return [];
  const paths = SCRAPE_PATHS.filter((path) => !path.includes(taken === 0 ? "bearerToken" : "basicAuth"));
  const services = z.array(z.unknown()).parse(fields.services);
  const changed = structuredClone(first);
  for (const path of paths) set(changed, path.split("."), canary(path.split(".")));
  if (taken === 0) set(changed, ["scrape", "basicAuth", "user"], "u");
  set(changed, ["scrape", "tls", "client", "certificate"], "-----BEGIN CERTIFICATE-----\nx");
  set(changed, ["scrape", "scheme"], "https");
  fields.services = services.map((one) => (isFields(one) && one.name === first.name ? changed : one));
  return paths.map((path) => canary(path.split(".")));
}

describe.each(ENVIRONMENTS)("in the environment %s", (environment) => {
  test.each([0, 1] as const)(
    "no canary is printed or passed on in the clear (alternative %i)",
    async (taken) => {
      const { settings, canaries } = withCanaries(environment, taken);
      const { resources, outputs } = await underMocks(environment, () =>
        deployed(settings, environment, { runtime: { kind: "native" } }),
      );
      const printed = JSON.stringify(withoutSecrets({ resources, outputs }));
      expect(canaries.filter((one) => printed.includes(one))).toEqual([]);
      expect(printed.length).toBeGreaterThan(10_000);
      // None is lost on the way either, so that looking for them means something.
      const all = JSON.stringify({ resources, outputs });
      const arrives = canaries.filter((one) => all.includes(one));
      expect(arrives.length).toBeGreaterThan(2);
    },
    60_000,
  );
});

describe("a message about wrong settings", () => {
  const CANARY = "https://canary.example/c4n4ry-in-the-wrong-place";
  const PATHS = [...CREDENTIAL_PATHS, ...ADDRESSES].map((path) => [path.join("."), path] as const);
  const WRONG: Record<string, unknown> = {
    "a list": [CANARY],
    "a mapping": { value: CANARY },
    "a file that is a mapping": { file: { name: CANARY } },
    "a key": { [CANARY]: true },
    "an unknown key beside": { file: "/f", passwort: CANARY },
  };

  test.each(PATHS)("shows nothing of %s, however it is wrong", (_, path) => {
    for (const [how, value] of Object.entries(WRONG)) {
      const fields = { ...settingsOfFile(path[0] === "platform" ? "grafana" : "local") };
      set(fields, path, value);
      const config = Object.fromEntries(Object.entries(fields).map(([key, inner]) => [`tocsin:${key}`, inner]));
      let message = "";
      try {
        settingsInFile({ config });
      } catch (error) {
        message = messageOf(error);
      }
      expect(message, how).not.toBe("");
      expect(message, how).not.toContain("c4n4ry");
    }
  });

  test.each(PATHS.filter(([path]) => path !== "notifications.heartbeat"))(
    "refuses %s as plain text in a committed file, without showing it",
    (_, path) => {
      const fields = structuredClone(settingsOfFile(path[0] === "platform" ? "grafana" : "local"));
      set(fields, path, "c4n4ry-plain-text");
      const config = Object.fromEntries(Object.entries(fields).map(([key, inner]) => [`tocsin:${key}`, inner]));
      expect(() => settingsInFile({ config })).toThrow(/plain text, in a file that is committed/);
      expect(() => settingsInFile({ config })).not.toThrow(/c4n4ry/);
    },
  );

  test("is none where the address of a heartbeat or of a webhook is encrypted", () => {
    const fields = settingsOfFile("local");
    const secure = { secure: "v1:abc:def" };
    set(fields, ["notifications", "heartbeat"], secure);
    set(fields, ["notifications", "receivers"], [{ name: "tickets", severities: ["critical"], webhook: secure }]);
    const config = Object.fromEntries(Object.entries(fields).map(([key, inner]) => [`tocsin:${key}`, inner]));
    expect(settingsInFile({ config }).notifications.heartbeat).toBe("(encrypted)");
  });
});

// The platform grafana under mocks: what is deployed into a Grafana that exists, and what is handed to its Prometheus.
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settings } from "../../support/environment";
import { isSecret, plainValue } from "../../support/mocks";
import { credentials, deployed, links, platform } from "./deployed";

describe("a Grafana that evaluates and tells", () => {
  let stack: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    stack = await deployed();
  });

  test("is what the deployment shows at its end", () => {
    expect(stack.outputs).toMatchObject({ addresses: { grafana: "https://grafana.example.com" } });
  });

  test("is reached at its address, with a secret", () => {
    const { inputs } = stack.named("grafana", "grafana");
    expect(inputs.url).toBe("https://grafana.example.com");
    expect(isSecret(inputs.auth)).toBe(true);
  });

  test("has fixed uids for every folder, rule and dashboard", () => {
    for (const { inputs } of stack.of("Folder")) expect(inputs.uid).toMatch(/^tocsin-prod/);
    for (const { inputs } of stack.of("RuleGroup")) {
      for (const { uid } of inputs.rules as { uid: string }[]) expect(uid).toMatch(/^prod-/);
    }
    for (const { name, inputs } of stack.of("Dashboard")) expect(JSON.parse(String(inputs.configJson)).uid).toBe(name);
  });

  test("lets everybody look, an editor change nothing, and a team add to its own folder", () => {
    const look = [
      { role: "Viewer", permission: "View" },
      { role: "Editor", permission: "View" },
    ];
    expect(stack.named("FolderPermission", "tocsin-folder").inputs.permissions).toEqual(look);
    expect(stack.named("FolderPermission", "tocsin-sales").inputs.permissions).toEqual([
      ...look,
      expect.objectContaining({ permission: "Edit" }),
    ]);
    expect(stack.named("FolderPermission", "tocsin-platform").inputs.permissions).toEqual(look);
    for (const { inputs } of stack.of("Dashboard")) expect(JSON.parse(String(inputs.configJson)).editable).toBe(false);
  });

  test("asks the data source that exists, and makes none", () => {
    expect(stack.of("DataSource")).toEqual([]);
    const [group] = stack.of("RuleGroup");
    const [rule] = (group?.inputs.rules ?? []) as { datas: { datasourceUid: string }[] }[];
    expect(rule?.datas.map(({ datasourceUid }) => datasourceUid)).toContain("existing");
    const [dashboard] = stack.of("Dashboard");
    const { templating } = JSON.parse(String(dashboard?.inputs.configJson));
    expect(templating.list[0].current.value).toBe("existing");
  });

  test("has a policy whose contact points and mute timings are all there", () => {
    const { inputs } = stack.named("NotificationPolicy", "notifications");
    const points = stack.of("ContactPoint").map((one) => one.inputs.name);
    const timings = stack.of("MuteTiming").map((one) => one.inputs.name);
    for (const { contactPoint, muteTimings } of inputs.policies as { contactPoint: string; muteTimings: string[] }[]) {
      expect(points).toContain(contactPoint);
      for (const timing of muteTimings) expect(timings).toContain(timing);
    }
    expect(points).toContain(inputs.contactPoint);
  });

  test("keeps credentials secret", () => {
    const { inputs } = stack.named("ContactPoint", "slack-alerts");
    expect(isSecret(inputs.slacks)).toBe(true);
    expect(JSON.stringify(plainValue(inputs.slacks))).toContain("xoxb-1");
    const shown = stack.resources.filter(({ type }) => !type.endsWith("ContactPoint"));
    expect(JSON.stringify(shown.map(({ inputs: own }) => own))).not.toContain("xoxb-1");
  });

  test("leaves Prometheus the scrape jobs and the recordings, and no alert", () => {
    const files = stack.named("Files", "prometheus-files").inputs.files as Record<string, string>;
    expect(Object.keys(files).filter((path) => path.startsWith("alertmanager/"))).toEqual([]);
    const rules = Object.entries(files).filter(([path]) => path.startsWith("rules/"));
    expect(rules.length).toBeGreaterThan(3);
    for (const [path, text] of rules) expect(text, path).not.toMatch(/^\s*- alert:/m);
    expect(parse(files["scrape.yml"] ?? "").scrape_configs.map((job: { job_name: string }) => job.job_name)).toContain(
      "service",
    );
  });
});

describe("an organisation of Grafana", () => {
  const GRAFANA = /^grafana:(oss|alerting|enterprise)/;
  // A token belongs to its service account, which its id names with the organisation.
  const organisations = async (more: object) =>
    (
      await deployed({ serviceAccount: "fine", dataSource: { url: "https://prometheus.example.com" }, ...more })
    ).resources
      .filter(({ type }) => GRAFANA.test(type) && !type.endsWith(":ServiceAccountToken"))
      .map(({ inputs }) => inputs.orgId);

  test("is named by each of its resources, because the provider asks the first one otherwise", async () => {
    const named = await organisations({ organisation: 2 });
    expect(named.length).toBeGreaterThan(20);
    expect(new Set(named)).toEqual(new Set(["2"]));
  });

  test("is that of the credential where none is chosen", async () => {
    expect(new Set(await organisations({}))).toEqual(new Set([undefined]));
  });
});

describe("inhibitions", () => {
  test("are told to be lost in Grafana's alerting, and are not where Alertmanager tells", async () => {
    expect((await deployed()).outputs).toMatchObject({
      lost: [
        "The organisation's whole notification policy is replaced by this environment's: Grafana 12.3.1 has no routing trees.",
        expect.stringMatching(
          /^Grafana applies none of the \d+ inhibitions: Grafana 12\.3\.1 has no routing trees\. A crit/,
        ),
      ],
    });
    expect((await deployed({ alerting: "prometheus" }, {})).outputs).toMatchObject({ lost: [] });
  });
});

describe("where Prometheus evaluates and Alertmanager tells", () => {
  test("Grafana has dashboards and not one rule, contact point or policy", async () => {
    const { of, named } = await deployed({ alerting: "prometheus" }, {});
    for (const type of ["RuleGroup", "ContactPoint", "NotificationPolicy", "MuteTiming", "MessageTemplate"]) {
      expect(of(type)).toEqual([]);
    }
    expect(of("Dashboard").length).toBeGreaterThan(3);
    const files = named("Files", "prometheus-files").inputs.files as Record<string, string>;
    expect(files["rules/service.yml"]).toMatch(/^\s*- alert: ServiceDown/m);
    expect(files["alertmanager/alertmanager.yml"]).toContain("slack-alerts-critical");
  });

  test.each([
    ["token", "credentials_file: /etc/alertmanager/secrets/slack-token", "slack-webhook"],
    ["webhook", "api_url_file: /etc/alertmanager/secrets/slack-webhook", "slack-token"],
  ])("Alertmanager reads Slack's %s where the settings have it", async (way, used, unused) => {
    const slack = { [way]: { file: "/given" } };
    const { named } = await deployed({ alerting: "prometheus" }, {}, { notifications: { slack } });
    const files = named("Files", "prometheus-files").inputs.files as Record<string, string>;
    expect(files["alertmanager/alertmanager.yml"]).toContain(used);
    expect(files["alertmanager/alertmanager.yml"]).not.toContain(unused);
  });
});

describe("recordings in Grafana", () => {
  test("leave Prometheus no rule at all", async () => {
    const { of, named } = await deployed({ recordings: "grafana" });
    const files = named("Files", "prometheus-files").inputs.files as Record<string, string>;
    expect(Object.keys(files)).toEqual(["scrape.yml"]);
    expect(of("RuleGroup").some(({ name }) => name === "platform-recordings-service")).toBe(true);
  });
});

describe("a data source that is made", () => {
  const PEM = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----";
  test("is asked through Grafana's server, with a password and certificates that stay secret", async () => {
    const { of, named } = await deployed({
      dataSource: {
        url: "https://prometheus.example.com",
        basicAuth: { user: "grafana", password: "pw" },
        tls: { caCertificate: PEM, client: { certificate: PEM, key: "key" } },
      },
    });
    const { inputs } = named("DataSource", "prometheus");
    expect(inputs).toMatchObject({
      uid: "tocsin-prod-prometheus",
      accessMode: "proxy",
      basicAuthEnabled: true,
      basicAuthUsername: "grafana",
    });
    expect(JSON.parse(String(inputs.jsonDataEncoded))).toMatchObject({ tlsAuth: true, tlsAuthWithCACert: true });
    expect(isSecret(inputs.secureJsonDataEncoded)).toBe(true);
    expect(JSON.parse(String(plainValue(inputs.secureJsonDataEncoded)))).toEqual({
      basicAuthPassword: "pw",
      tlsCACert: PEM,
      tlsClientCert: PEM,
      tlsClientKey: "key",
    });
    const [dashboard] = of("Dashboard");
    expect(String(dashboard?.inputs.configJson)).toContain("tocsin-prod-prometheus");
  });
});

describe("a service account", () => {
  test("has just the permissions of this program where Grafana knows them", async () => {
    const { named } = await deployed({ serviceAccount: "fine" });
    expect(named("ServiceAccount", "deployer").inputs.role).toBe("None");
    const actions = (named("Role", "deployer").inputs.permissions as { action: string }[]).map(({ action }) => action);
    expect(actions).toContain("alert.provisioning:write");
    expect(actions.filter((action) => /^(users|orgs|server|settings|serviceaccounts)/.test(action))).toEqual([]);
  });

  test("is not made unless it is asked for", async () => {
    expect((await deployed()).of("ServiceAccount")).toEqual([]);
  });
});

describe("what is missing is told", () => {
  test("Slack's credential, where Grafana is to send", async () => {
    await expect(deployed({}, {})).rejects.toThrow(/notifications\.slack: found neither token nor webhook/);
  });
  test("the runbooks' address", async () => {
    await expect(deployed({}, credentials, { links: {} })).rejects.toThrow(/links\.runbook: found nothing/);
  });
  test("a data source", () => {
    expect(() => settings({ platform: { ...platform, dataSource: {} }, links })).toThrow(/platform\.dataSource/);
  });
});

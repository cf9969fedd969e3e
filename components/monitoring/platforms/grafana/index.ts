// The platform `grafana`: an existing Grafana and the Prometheus behind it.
import { definePlatform, type PlatformWith } from "../definition";
import { grafanaPlatform } from "./settings";

export const grafana: PlatformWith<typeof grafanaPlatform> = definePlatform({
  kind: "grafana",
  settings: grafanaPlatform,
  check: () => undefined,
  credentials: ({ auth, dataSource }) => {
    const { basicAuth, bearerToken, tls } = "url" in dataSource ? dataSource : {};
    const at = "platform.dataSource";
    return {
      auth: auth ? { setting: "platform.auth", value: auth } : undefined,
      basicAuthPassword: basicAuth && { setting: `${at}.basicAuth.password`, value: basicAuth.password },
      bearerToken: bearerToken ? { setting: `${at}.bearerToken`, value: bearerToken } : undefined,
      tlsClientKey: tls?.client && { setting: `${at}.tls.client.key`, value: tls.client.key },
    };
  },
  providers: ["grafana", "host"],
  onThisMachine: () => undefined,
  // Where it runs is not said in the settings; a configuration is refused by one that is too old.
  versions: () => ({ alertmanager: [], prometheus: [], blackbox: [] }),
  cannotUpdate: ({ alerting }) => (alerting === "grafana" ? "Grafana posts a message for each change" : undefined),
  cannotDrill: () =>
    "there is no machine of the environment's to drill from; run drill --chain from a schedule of your CI",
  cannotRecord: () => "no Alertmanager is the environment's own; Grafana has its notification history",
  aws: () => undefined,
  onCluster: () => undefined,
  hasGenerator: () => false,
  // Grafana has a mail server of its own; an Alertmanager is given one.
  hasMailServer: ({ alerting }) => alerting === "grafana",
  // A Prometheus' own Alertmanager is known by where that Prometheus reaches it.
  hasSilences: ({ alerting }) => alerting === "grafana",
  grafanaThatSends: (platform) => (platform.alerting === "grafana" ? platform : undefined),
  existingGrafana: (platform) => platform,
  exporters: () => [],
  remains: {
    kept: () => "Grafana and its data source have all their data; nothing of this environment is left.",
    purged: () => "Nothing of this environment had data; Grafana and its data source have all of theirs.",
  },
  isHere: false,
  hasCluster: false,
  hasLogs: false,
  readsJournals: false,
  hasTraces: false,
  addsToThreads: false,
  callsHooks: false,
  hasTeamTags: false,
});

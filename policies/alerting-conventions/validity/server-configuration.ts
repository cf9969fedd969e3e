import type { Policy } from "../../policy";

export const serverConfiguration: Policy = {
  name: "server-configuration",
  level: "mandatory",
  description: "prometheus.yml and Alertmanager's configuration are such that their servers load them.",
  judges: "refusal",
  *check({ of, problem, fix }) {
    if (of === "rules") return;
    yield {
      found: problem,
      why: `${of === "prometheus" ? "Prometheus" : "Alertmanager"} refuses the whole configuration`,
      fix,
    };
  },
  examples: {
    bad: 'route: { receiver: chat, matchers: [severity="critical"] }\nreceivers: [{ name: chat }]',
    good: 'route: { receiver: chat, routes: [{ matchers: [severity="critical"] }] }\nreceivers: [{ name: chat }]',
  },
};

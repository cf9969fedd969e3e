// A hundred ways in which alerts stop arriving, as a table: how each is broken, and what a drill says of it.
import type { Monitoring } from "../../../components/monitoring";
import { MISSING } from "../../../components/monitoring";
import { SEVERITIES } from "../../../components/rules";
import type { Receivers } from "./receivers";
import type { Chain, Shown } from "./running";

export interface Break {
  kind: string;
  title: string;
  inject: (chain: Chain, receivers: Receivers) => Promise<void> | void;
  mend: (chain: Chain, receivers: Receivers) => Promise<void> | void;
  says: RegExp;
}

export const TEAMS = ["sales", "data", "ops", "infra"];

/** The metrics that each mixin's targets must show, by the mixin. */
function inputsOf({ groups }: Monitoring): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { mixin, recordings } of groups)
    for (const { record, adds } of recordings)
      if (record === MISSING && adds?.metric && !adds.service)
        found.set(mixin, [...(found.get(mixin) ?? []), adds.metric]);
  return found;
}

const serviceOf = (job: string, metric: string) => `${job}-${metric.replaceAll("_", "-")}`;

/** A target for each metric that can be renamed, all of them healthy. */
export const targetsFor = (monitoring: Monitoring): Shown[] =>
  [...inputsOf(monitoring)].flatMap(([job, metrics]) =>
    metrics.map((metric) => ({ job, service: serviceOf(job, metric), metrics })),
  );

/** So many rules, of all kinds, with the group of each. */
function sample({ groups }: Monitoring, count: number) {
  const placed = groups.flatMap((group) => group.alerts.map((one) => ({ group, one })));
  const step = Math.max(1, Math.floor(placed.length / count));
  return placed.filter((_, index) => index % step === 0).slice(0, count);
}

const removed = (monitoring: Monitoring, count: number): Break[] =>
  sample(monitoring, count).map(({ group, one }) => ({
    kind: "rule removed",
    title: `${one.alert.name} (${one.severity})`,
    inject: ({ load }) => load([{ ...group, alerts: group.alerts.filter((other) => other !== one) }]),
    mend: ({ load }) => load([group]),
    says: new RegExp(`Prometheus has \\d of \\d rules ${one.alert.name} \\(${one.severity}\\)`),
  }));

/** Prometheus loads it, and each evaluation fails: two series of the one side belong to each of the other. */
const FAILS = "up * on () group_left () up";

const failing = (monitoring: Monitoring, count: number): Break[] =>
  sample(monitoring, count).map(({ group, one }) => ({
    kind: "rule fails",
    title: `${one.alert.name} (${one.severity})`,
    inject: ({ load }) =>
      load([{ ...group, alerts: group.alerts.map((other) => (other === one ? { ...one, expr: FAILS } : other)) }]),
    mend: ({ load }) => load([group]),
    says: new RegExp(`${one.alert.name} \\(${one.severity}\\) fails to evaluate`),
  }));

/** A rule as somebody edits it by hand: it is loaded and never fires. */
const changed = (monitoring: Monitoring, count: number): Break[] =>
  sample(monitoring, count).map(({ group, one }, index) => ({
    kind: "rule changed",
    title: `${one.alert.name} (${one.severity})`,
    inject: ({ load }) =>
      load([{ ...group, alerts: group.alerts.map((other) => (other === one ? neverFiring(one, index) : other)) }]),
    mend: ({ load }) => load([group]),
    says: new RegExp(`${one.alert.name} \\(${one.severity}\\) has another condition`),
  }));

const neverFiring = <T extends { expr: string }>(one: T, index: number): T & { for?: "99h" } =>
  index % 2 === 0 ? { ...one, expr: `(${one.expr}) and on () vector(0) == 1` } : { ...one, for: "99h" };

/** An inhibition as somebody adds it by hand, whose source always fires. */
const inhibited = (): Break[] =>
  TEAMS.flatMap((team) =>
    SEVERITIES.map((severity) => ({
      kind: "alerts inhibited",
      title: `${severity} alerts of ${team}`,
      inject: ({ config, route }: Chain) =>
        route(
          config.replace(
            /\ninhibit_rules:\n/,
            `$&  - source_matchers: [alertname="Watchdog"]\n    target_matchers: [team="${team}", severity="${severity}"]\n`,
          ),
        ),
      mend: ({ config, route }: Chain) => route(config),
      says: new RegExp(`${severity} alerts of ${team} are inhibited`),
    })),
  );

/** A route before ours, as somebody adds it by hand. */
const shadowed = (): Break[] =>
  TEAMS.flatMap((team) =>
    SEVERITIES.map((severity) => ({
      kind: "route shadowed",
      title: `${severity} alerts of ${team}`,
      inject: ({ config, route }: Chain) =>
        route(
          config
            .replace(
              /\n {2}routes:\n/,
              `$&    - receiver: nobody-at-all\n      matchers: [team="${team}", severity="${severity}"]\n`,
            )
            .replace(/\nreceivers:\n/, "$&  - name: nobody-at-all\n"),
        ),
      mend: ({ config, route }: Chain) => route(config),
      says: new RegExp(`${severity} alerts of ${team} reach nobody-at-all and not `),
    })),
  );

/** Sets how receivers answer, and how they answered before. */
const answering = (broken: Partial<Receivers>, well: Partial<Receivers>): Pick<Break, "inject" | "mend"> => ({
  inject: (_, receivers) => void Object.assign(receivers, broken),
  mend: (_, receivers) => void Object.assign(receivers, well),
});

const refusing = (): Break[] => [
  ...["token_revoked", "token_expired", "invalid_auth", "account_inactive", "missing_scope", "org_login_required"].map(
    (word): Break => ({
      kind: "token revoked",
      title: `Slack: ${word}`,
      ...answering({ token: word }, { token: undefined }),
      says: new RegExp(`slack-\\S+ \\(a Slack channel\\) refuses: ${word}`),
    }),
  ),
  ...[400, 403, 429].map(
    (status): Break => ({
      kind: "token revoked",
      title: `PagerDuty: ${status}`,
      ...answering({ pagerduty: status }, { pagerduty: 202 }),
      says: new RegExp(`pagerduty \\(PagerDuty\\) refuses: status ${status}`),
    }),
  ),
  ...[401, 404].map(
    (status): Break => ({
      kind: "token revoked",
      title: `Discord: ${status}`,
      ...answering({ discord: status }, { discord: 200 }),
      says: new RegExp(`community \\(a webhook of Discord\\) refuses: status ${status}`),
    }),
  ),
];

const archived = ({ notifications }: Monitoring): Break[] =>
  notifications.receivers.flatMap(({ name, slack }) =>
    slack
      ? ["is_archived", "channel_not_found", "not_in_channel"].map(
          (word): Break => ({
            kind: "channel archived",
            title: `${slack.channel}: ${word}`,
            ...answering({ channels: { [slack.channel]: word } }, { channels: {} }),
            says: new RegExp(`${name} \\(a Slack channel\\) refuses: ${word}`),
          }),
        )
      : [],
  );

/** The metric of one target has another name from now on. */
const renamed = (monitoring: Monitoring): Break[] =>
  targetsFor(monitoring).flatMap(({ job, service, metrics }) =>
    metrics
      .filter((metric) => serviceOf(job, metric) === service)
      .map((metric) => ({
        kind: "exporter renamed",
        title: `${metric} of ${job}`,
        inject: ({ show }: Chain) =>
          show(
            service,
            metrics.map((one) => (one === metric ? `${one}_renamed` : one)),
          ),
        mend: ({ show }: Chain) => show(service, metrics),
        says: new RegExp(`targets of ${service} do not show ${metric}`),
      })),
  );

export const breaksOf = (monitoring: Monitoring): Break[] => [
  ...removed(monitoring, 40),
  ...failing(monitoring, 12),
  ...changed(monitoring, 12),
  ...shadowed(),
  ...inhibited(),
  ...refusing(),
  ...archived(monitoring),
  ...renamed(monitoring),
  {
    kind: "Prometheus stopped",
    title: "it does not answer",
    inject: async ({ stopPrometheus }) => stopPrometheus(),
    mend: async (chain) => {
      chain.stopPrometheus = await chain.startPrometheus();
    },
    says: /^127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)/m,
  },
  {
    kind: "Prometheus cut off",
    title: "Alertmanager, started anew, gets nothing of it",
    inject: async (chain) => {
      await chain.connect(false);
      await chain.stopAlertmanager();
      chain.stopAlertmanager = await chain.startAlertmanager();
    },
    mend: ({ connect }) => connect(true),
    says: /Alertmanager has no Watchdog of the last minutes/,
  },
];

// The first page: what is broken, every service with its state, and the ways down.
import { alertList, type Dashboard, dashboard, row, stat, table, variable } from "../../dashboards";
import type { Mixin } from "../../mixins";
import type { Unit } from "../../rules";
import type { LayerInUse } from "./layers";

const on = 'team=~"$team",service=~"$service"';

/** What is asked about is not itself a service's target: probes, and what is drilled. */
const own = `job!~"probe|drill",${on}`;

const firing = (severity: string) =>
  `ALERTS{alertstate="firing",severity${severity.includes("|") ? "=~" : "="}"${severity}",${on}}`;

interface Column {
  title: string;
  unit: Unit;
  query: string;
  /** Whether it reads what fires. */
  alerts?: true;
}

const COLUMNS: readonly Column[] = [
  { title: "Up", unit: "ratio", query: `avg by (service, team) (up{${own}})` },
  {
    title: "Alerts",
    unit: "count",
    query: `count by (service, team) (${firing("critical|warning")}) or 0 * group by (service, team) (up{${own}})`,
    alerts: true,
  },
];

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
const TIME = "${datasource:queryparam}&${__url_time_range}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
const THIS = "${__value.text}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
const SERVICE = "${__data.fields.service}";

/** The dashboard of a job is called like its mixin, which is the job. */
const OPENS_JOB = { job: `/d/tocsin-${THIS}?var-service=${SERVICE}&${TIME}` };

/**
 * The overview of an environment with these mixins and layers. Where Prometheus has no series of what fires, Grafana's own
 * list tells it alone: a 0 that is always there would be a lie.
 */
export function overview(mixins: readonly Mixin[], layers: readonly LayerInUse[], alertSeries: boolean): Dashboard {
  const columns = [
    ...COLUMNS.filter(({ alerts }) => !alerts || alertSeries),
    ...mixins.flatMap((mixin) => mixin.overview.map((column) => ({ ...column, query: column.query(on) }))),
  ];
  return dashboard({
    uid: "tocsin-overview",
    title: "Overview",
    description: "What is broken, every service with its state, and the dashboards below.",
    tags: ["overview"],
    variables: [variable("team", "up"), variable("service", 'up{team=~"$team"}')],
    rows: [
      row(
        "What is broken",
        ...(alertSeries ? firingNow() : []),
        stat(
          "Targets up",
          "ratio",
          "Share of the scraped targets that answer.",
          { up: `avg(up{${own}})` },
          { leadsTo: "tocsin-prometheus" },
        ),
        alertList("Alerts", "What fires or is about to, in Grafana and in its data sources, the oldest last."),
      ),
      row(
        "Services",
        table(
          "Every service",
          "count",
          "The state of each service: its targets, its alerts, and its requests where it serves any. A click on its name leaves the others out.",
          Object.fromEntries(columns.map(({ title, query }) => [title, query])),
          {
            units: Object.fromEntries(columns.map(({ title, unit }) => [title, unit])),
            opens: { service: `/d/tocsin-overview?var-service=${THIS}&${TIME}` },
          },
        ),
        table(
          "What they consist of",
          "ratio",
          "Each service's targets by technology; a click on the job opens its dashboard.",
          { Up: `avg by (service, team, job) (up{${own}})`, Targets: `count by (service, team, job) (up{${own}})` },
          { units: { Up: "ratio", Targets: "count" }, opens: OPENS_JOB },
        ),
      ),
      ...(layers.length > 0 ? [row("Layers", ...layers.map(layerState))] : []),
    ],
  });
}

const firingNow = () => [
  stat("Critical alerts", "count", "Critical alerts firing now; the normal value is 0.", {
    critical: `count(${firing("critical")}) or vector(0)`,
  }),
  stat("Warnings", "count", "Alerts for working hours that fire now.", {
    warnings: `count(${firing("warning")}) or vector(0)`,
  }),
  stat("Services with an alert", "count", "Services of which at least one alert fires.", {
    services: `count(group by (service) (${firing("critical|warning")})) or vector(0)`,
  }),
];

const layerState = ({ dashboard: { uid, title, description }, mixins }: LayerInUse) =>
  stat(
    title,
    "ratio",
    `Share of its targets that answer. ${description}`,
    { up: `avg(up{job=~"${mixins.map(({ name }) => name).join("|")}",${on}})` },
    { leadsTo: uid, width: 4 },
  );

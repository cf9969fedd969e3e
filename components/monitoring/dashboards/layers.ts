// A dashboard a layer: of each of its technologies what is broken, and its first curves; the details are a click away.
import { type Dashboard, dashboard, type Panel, type Row, variable } from "../../dashboards";
import type { Mixin } from "../../mixins";

interface Layer {
  name: string;
  title: string;
  description: string;
  /** The mixins whose targets belong to it, in the order of the page. */
  mixins: readonly string[];
}

/** From the ground up. Objectives have a dashboard of their own. */
const LAYERS: readonly Layer[] = [
  {
    name: "infrastructure",
    title: "Infrastructure",
    description: "Hosts, and the containers and clusters on them.",
    mixins: ["node", "container", "kubernetes"],
  },
  {
    name: "containers",
    title: "All containers",
    description: "Containers on plain hosts and in clusters.",
    mixins: ["container", "kubernetes"],
  },
  {
    name: "applications",
    title: "Applications",
    description:
      "What users and other programs ask: requests, tasks, and the language runtimes and models behind them.",
    mixins: ["service", "nodejs", "worker", "llm", "interviews"],
  },
  {
    name: "data",
    title: "Data and external",
    description: "Databases, queues and caches, and what is probed from outside.",
    mixins: ["redis", "mysql", "postgres", "mongodb", "qdrant", "kafka", "rabbitmq", "blackbox"],
  },
  {
    name: "business",
    title: "Business",
    description: "What the business counts, against its targets.",
    mixins: ["threads", "conversations", "interviews", "llm"],
  },
  {
    name: "monitoring",
    title: "Monitoring of the monitoring",
    description: "Whether targets are scraped, rules evaluated, messages delivered and dashboards served.",
    mixins: ["prometheus", "alertmanager", "blackbox", "grafana"],
  },
];

/** A layer in use, with its dashboard. */
export interface LayerInUse {
  dashboard: Dashboard;
  mixins: readonly Mixin[];
}

/** The layers of which several technologies are in use; one alone has its own dashboard. */
export function layersOf(mixins: readonly Mixin[]): LayerInUse[] {
  return LAYERS.flatMap((layer) => {
    const own = layer.mixins.flatMap((name) => mixins.find((mixin) => mixin.name === name) ?? []);
    return own.length > 1 ? [{ dashboard: layerDashboard(layer, own), mixins: own }] : [];
  });
}

const layerDashboard = ({ name, title, description }: Layer, mixins: readonly Mixin[]): Dashboard =>
  dashboard({
    uid: `tocsin-layer-${name}`,
    title,
    description,
    tags: ["layer"],
    variables: [variable("service", "up"), variable("instance", "up")],
    rows: mixins.map(rowOf),
  });

/** A technology's own first row, and the first curves of its second. */
function rowOf({ name, dashboards }: Mixin): Row {
  const [first] = dashboards;
  if (!first) throw new Error(`Mixin ${name} has no dashboard`);
  const [state, curves] = first.rows;
  const glance = state?.panels ?? [];
  const more = (curves?.panels ?? []).filter(
    ({ kind, title }) => kind === "timeseries" && !glance.some((panel) => panel.title === title),
  );
  const panels = [...glance, ...more.slice(0, 2)];
  return { title: first.title, panels: panels.map((panel) => borrowed(panel, first)) };
}

/** What can be chosen here. */
const CHOSEN = ["service", "instance"];

function borrowed(panel: Panel, { uid, title, variables }: Dashboard): Panel {
  const others = variables.map(({ label }) => label).filter((label) => !CHOSEN.includes(label));
  // A matcher by what cannot be chosen here is left out.
  const everything = (expr: string) =>
    others.reduce((text, label) => {
      const matcher = `\\w+=~"\\$${label}"`;
      return text.replaceAll(new RegExp(`,\\s*${matcher}|${matcher},?\\s*`, "g"), "");
    }, expr);
  return {
    ...panel,
    title: `${title}: ${panel.title}`,
    queries: Object.fromEntries(Object.entries(panel.queries).map(([legend, expr]) => [legend, everything(expr)])),
    leadsTo: uid,
  };
}

// A dashboard a layer: of each of its technologies what is broken, and its first curves; the details are a click away.
import { type Dashboard, dashboard, type Panel, type Row, variable } from "../../dashboards";
import type { Layer, Mixin } from "../../mixins";
import { withoutMatchers } from "../../promql";

/** From the ground up. Objectives have a dashboard of their own. */
const LAYERS: Readonly<Record<Layer, { title: string; description: string }>> = {
  infrastructure: { title: "Infrastructure", description: "Hosts, and the containers and clusters on them." },
  containers: { title: "All containers", description: "Containers on plain hosts and in clusters." },
  applications: {
    title: "Applications",
    description:
      "What users and other programs ask: requests, tasks, and the language runtimes and models behind them.",
  },
  data: {
    title: "Data and external",
    description: "Databases, queues and caches, and what is probed from outside.",
  },
  business: { title: "Business", description: "What the business counts, against its targets." },
  monitoring: {
    title: "Monitoring of the monitoring",
    description: "Whether targets are scraped, rules evaluated, messages delivered and dashboards served.",
  },
};

/** A layer in use, with its dashboard. */
export interface LayerInUse {
  dashboard: Dashboard;
  mixins: readonly Mixin[];
}

/** The layers of which several technologies are in use; one alone has its own dashboard. */
export function layersOf(mixins: readonly Mixin[]): LayerInUse[] {
  return Object.entries(LAYERS).flatMap(([name, shown]) => {
    const placed = mixins.flatMap((mixin) => {
      const at = Object.entries(mixin.layers).find(([layer]) => layer === name)?.[1];
      return at === undefined ? [] : [{ mixin, at }];
    });
    const own = placed.sort((a, b) => a.at - b.at).map(({ mixin }) => mixin);
    return own.length > 1 ? [{ dashboard: layerDashboard({ name, ...shown }, own), mixins: own }] : [];
  });
}

const layerDashboard = (
  { name, title, description }: { name: string; title: string; description: string },
  mixins: readonly Mixin[],
): Dashboard =>
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
  const chosenElsewhere = others.map((label) => `$${label}`);
  const everything = (expr: string) =>
    withoutMatchers(expr, (value, operator) => operator === "=~" && chosenElsewhere.includes(value));
  return {
    ...panel,
    title: `${title}: ${panel.title}`,
    queries: Object.fromEntries(Object.entries(panel.queries).map(([legend, expr]) => [legend, everything(expr)])),
    leadsTo: uid,
  };
}

// A dashboard with everything that its page shows: its JSON and the answers to its queries, as one value.
import type { Address } from "../running/address";
import { type Answer, answerTo } from "./answers";
import { firedIn } from "./chart-of";
import { type Content, contentOf, type FiringAlert } from "./content";
import type { Dashboard, Panel } from "./grafana-json";
import { type Asked, annotationRequests, type Request, requestsOf } from "./requests";

export interface PanelView extends Pick<Panel, "title" | "description" | "gridPos" | "links"> {
  /** With the values of the variables. */
  queries: readonly string[];
  /** What Prometheus says against some of them. */
  refusals: readonly string[];
  content: Content;
}

export interface DashboardView extends Pick<Dashboard, "uid" | "title" | "description"> {
  group: string;
  /** What Prometheus says against the queries of its annotations. */
  refusals: readonly string[];
  variables: readonly { label: string; value: string }[];
  range: string;
  rows: readonly Pick<Panel, "title" | "gridPos">[];
  panels: readonly PanelView[];
}

export interface Ground extends Asked {
  prometheus: string | Address;
  /** What is pending or firing. */
  alerts: readonly FiringAlert[];
  /** How times are shown on the page. */
  range: string;
}

/** Asks Prometheus for everything. Throws where it does not answer. */
export async function dashboardView(dashboard: Dashboard, ground: Ground): Promise<DashboardView> {
  const { prometheus, nowSeconds, alerts, range } = ground;
  const answers = (requests: readonly Request[]) =>
    Promise.all(requests.map((request): Promise<Answer> => answerTo(request, prometheus)));
  const annotations = await answers(annotationRequests(dashboard, ground));
  const fired = firedIn(annotations);
  const panels: PanelView[] = [];
  // A panel after the other: dashboards are drawn side by side, and a Prometheus has others to answer.
  for (const panel of dashboard.panels.filter(({ type }) => type !== "row")) {
    const requests = requestsOf(panel, dashboard, ground);
    const answered = await answers(requests);
    const { title, description, gridPos, links } = panel;
    panels.push({
      ...{ title, description, gridPos, links },
      queries: requests.map(({ expr }) => expr),
      refusals: refusalsOf(answered),
      content: contentOf(panel, answered, { nowSeconds, alerts, fired }),
    });
  }
  const { uid, title, description, tags, templating } = dashboard;
  return {
    ...{ uid, title, description, range, panels },
    group: groupOf(tags),
    refusals: refusalsOf(annotations),
    variables: templating.list
      .filter(({ type }) => type === "query")
      .map(({ name, label = name, current }) => ({
        label,
        value: (ground.chosen?.[name] ?? [current?.text ?? "All"].flat()).join(", ") || "All",
      })),
    rows: dashboard.panels.filter(({ type }) => type === "row"),
  };
}

/** What it is about: the first of its tags that not all have. */
const groupOf = ([, tag = "other"]: readonly string[]) => tag.charAt(0).toUpperCase() + tag.slice(1);

const refusalsOf = (answers: readonly Answer[]) => answers.flatMap(({ refused }) => refused ?? []);

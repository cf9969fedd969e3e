// Dashboards as the inbox shows them: drawn from the answers of the running Prometheus, with a time range and variables to choose.
import { join } from "node:path";
import { build } from "esbuild";
import { type Html, html } from "../../components/pages/html";
import { labelValuesIn, replaceVariables } from "../../components/promql";
import { isDuration, seconds } from "../../components/rules";
import type { DrawDashboards } from "../../components/sample/inbox/pages/dashboards";
import { dashboardView } from "../dashboards/dashboard-view";
import { type Dashboard, readDashboard } from "../dashboards/grafana-json";
import { dashboardPage } from "../dashboards/html/dashboard-page";
import { ownModule } from "../folders";
import { alerts } from "../running/prometheus-api";
import { ask } from "../running/prometheus-query";

const RANGES = ["15m", "1h", "6h", "24h", "7d"] as const;
const USUAL = "1h";

/** Longer than any retention that a page could draw. */
const LONGEST_SECONDS = 400 * 86_400;

/** A page that shows the present asks again so often. */
const REFRESH_SECONDS = 60;

interface Chosen {
  last: string;
  lastSeconds: number;
  /** Unix seconds; undefined for now. */
  until: number | undefined;
  /** Of each variable; none for all. */
  variables: Readonly<Record<string, readonly string[]>>;
}

/** What the address says; what is not understood there is as if it were not there. */
function chosenIn(query: URLSearchParams): Chosen {
  const given = query.get("last") ?? USUAL;
  const fits = isDuration(given) && seconds(given) >= 60 && seconds(given) <= LONGEST_SECONDS;
  const last = fits ? given : USUAL;
  const until = Date.parse(`${query.get("until") ?? ""}Z`) / 1000;
  const names = [...new Set(query.keys())].filter((key) => key.startsWith("var-"));
  return {
    last,
    lastSeconds: isDuration(last) ? seconds(last) : 0,
    until: Number.isNaN(until) ? undefined : Math.floor(until),
    variables: Object.fromEntries(names.map((name) => [name.slice("var-".length), query.getAll(name).filter(Boolean)])),
  };
}

/** Draws with the Prometheus at this URL. */
export function liveDashboards(prometheus: string): DrawDashboards {
  let files: Promise<Readonly<Record<string, string>>> | undefined;
  return {
    file: async (name) => {
      files ??= pageFiles();
      return (await files)[name];
    },
    page: async (text, uids, query, now) => {
      const dashboard = readDashboard(JSON.parse(text));
      const chosen = chosenIn(query);
      const nowSeconds = chosen.until ?? Math.floor(now.getTime() / 1000);
      const range = `last ${chosen.last}, until ${new Date(nowSeconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
      const { lastSeconds, variables } = chosen;
      const times = { prometheus, lastSeconds, nowSeconds, range };
      const [view, controls] = await Promise.all([
        dashboardView(dashboard, { ...times, chosen: variables, alerts: await alerts(prometheus) }),
        controlsOf(dashboard, chosen, prometheus),
      ]);
      return {
        markup: dashboardPage(view, { pages: new Set(uids), nowSeconds, controls }),
        ...(chosen.until === undefined && { refreshSeconds: REFRESH_SECONDS }),
      };
    },
  };
}

/** The script and the style that all pages share, by name. */
async function pageFiles(): Promise<Record<string, string>> {
  const page = (file: string) => join(ownModule("infra", "dashboards", "page", "client"), "..", file);
  const { outputFiles } = await build({
    entryPoints: { script: ownModule("infra", "dashboards", "page", "client"), style: page("page.css") },
    outdir: "/",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    logLevel: "error",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(1), text]));
}

async function controlsOf({ templating }: Dashboard, chosen: Chosen, prometheus: string): Promise<Html> {
  const variables = templating.list.filter(({ type }) => type === "query");
  const selects = await Promise.all(
    variables.map(async ({ name, label = name, query = "" }) => {
      const values = await valuesOf(query, chosen, prometheus);
      const picked = chosen.variables[name] ?? [];
      const all = [...new Set([...values, ...picked])].sort();
      return html`<label>${label} <select name="var-${name}">${option("", "All", picked.length === 0)}${all.map((value) => option(value, value, picked.includes(value)))}</select></label>`;
    }),
  );
  const until = chosen.until === undefined ? "" : new Date(chosen.until * 1000).toISOString().slice(0, 16);
  const ranges = [...new Set([...RANGES, chosen.last])].map((one) => option(one, `last ${one}`, one === chosen.last));
  return html`<form class="controls">${selects}<label>Range <select name="last">${ranges}</select></label>
<label>Until (UTC) <input type="datetime-local" name="until" value="${until}"></label><button>Show</button></form>`;
}

const option = (value: string, text: string, isChosen: boolean) =>
  isChosen ? html`<option value="${value}" selected>${text}</option>` : html`<option value="${value}">${text}</option>`;

/** The values of a label, as Grafana's `label_values(metric, label)` asks for them; none where it is another question. */
async function valuesOf(query: string, chosen: Chosen, prometheus: string): Promise<string[]> {
  const asked = labelValuesIn(query);
  if (!asked) return [];
  const { metric, label } = asked;
  const match = replaceVariables(metric, (name) => chosen.variables[name]?.join("|") || ".+");
  const found = await ask(prometheus, `label/${label}/values`, { "match[]": match }, "GET");
  return Array.isArray(found) ? found.filter((value) => typeof value === "string") : [];
}

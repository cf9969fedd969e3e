// The dashboards as plain pages: what each panel shows, with a link that runs its query in Prometheus.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Dashboard, type Panel, readDashboard } from "../../../pages/grafana-dashboard";
import { withoutVariables } from "../../../pages/grafana-variables";
import { type Html, html, link } from "../../../pages/html";
import type { Reply } from "../../http";
import { page } from "./page";

/** Where dashboards are, and where their queries run. */
export interface DashboardSource {
  /** A folder of `<uid>.json` files. */
  readonly directory: string | undefined;
  /** Prometheus' URL; without it queries are shown without a link. */
  readonly prometheus: string | undefined;
}

/** A dashboard as a page; 404 with the list where there is none of that uid, and the list alone where none is named. */
export async function dashboardPage(source: DashboardSource, uid: string | undefined): Promise<Reply> {
  const { directory, prometheus } = source;
  const uids = await listUids(directory);
  // A uid is only ever compared with the names in the folder: no path is built from what a client sends.
  const known = uids.find((candidate) => candidate === uid);
  if (directory !== undefined && known !== undefined) return dashboardView(await load(directory, known), prometheus);
  const all = directory === undefined ? [] : await Promise.all(uids.map((each) => listEntry(directory, each)));
  return page({
    title: "Dashboards",
    status: uid === undefined ? 200 : 404,
    body: html`<h1>Dashboards</h1>
${uid === undefined ? undefined : html`<p>There is no dashboard “${uid}”.</p>`}
${all.length === 0 ? html`<p>None here.</p>` : undefined}
<ul>${all}</ul>`,
  });
}

/** The address at which Prometheus shows an expression as a graph. */
function graphUrl(prometheus: string, expr: string): string {
  return `${prometheus.replace(/\/+$/, "")}/graph?g0.expr=${encodeURIComponent(expr)}&g0.tab=0`;
}

async function listUids(directory: string | undefined): Promise<readonly string[]> {
  if (directory === undefined) return [];
  const entries = await readdir(directory);
  return entries
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

async function load(directory: string, uid: string): Promise<Dashboard> {
  return readDashboard(await readFile(join(directory, `${uid}.json`), "utf8"));
}

/** One unreadable file doesn't hide the others. */
async function listEntry(directory: string, uid: string): Promise<Html> {
  const title = await load(directory, uid).then(
    (dashboard) => dashboard.title,
    () => `${uid} (its file cannot be read)`,
  );
  return html`<li><a href="/dashboards/${encodeURIComponent(uid)}">${title}</a></li>`;
}

function dashboardView({ title, description, rows }: Dashboard, prometheus: string | undefined): Reply {
  return page({
    title,
    body: html`<h1>${title}</h1><p>${description}</p>
${rows.map((row) => html`<section><h2>${row.title}</h2>${row.panels.map((panel) => panelView(panel, prometheus))}</section>`)}`,
  });
}

function panelView({ title, description, targets }: Panel, prometheus: string | undefined): Html {
  const queries = (targets ?? []).flatMap(({ expr }) => (expr ? [withoutVariables(expr)] : []));
  const items = queries.map((expr) => {
    const code = html`<code>${expr}</code>`;
    return html`<li>${prometheus === undefined ? code : link(graphUrl(prometheus, expr), code)}</li>`;
  });
  return html`<h3>${title ?? ""}</h3><p>${description ?? ""}</p><ul>${items}</ul>`;
}

// The dashboards as plain pages: what each panel shows, with a link that runs its query in Prometheus.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../../error-text";
import { type Dashboard, type Panel, readDashboard } from "../../../pages/grafana-dashboard";
import { type Html, html, link } from "../../../pages/html";
import { allSelected } from "../../../promql";
import { type Reply, text } from "../../http";
import { page } from "./page";

/** Where dashboards are, and where their queries run. */
export interface DashboardSource {
  /** A folder of `<uid>.json` files. */
  readonly directory: string | undefined;
  /** Prometheus' URL; without it queries are shown without a link. */
  readonly prometheus: string | undefined;
  /** Without it, pages list the panels' queries. */
  readonly draw: DrawDashboards | undefined;
}

/** Draws dashboards with the answers of the running Prometheus. */
export interface DrawDashboards {
  /** A file that pages share, such as `script.js`; undefined where there is none of that name. */
  readonly file: (name: string) => Promise<string | undefined>;
  /**
   * @param json Of the dashboard.
   * @param uids Of all dashboards that have a page.
   * @throws Error where Prometheus does not answer.
   */
  readonly page: (
    json: string,
    uids: readonly string[],
    query: URLSearchParams,
    now: Date,
  ) => Promise<{ markup: string; refreshSeconds?: number }>;
}

const FILES: Readonly<Record<string, string>> = {
  "script.js": "text/javascript; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
};

/** A dashboard as a page; 404 with the list where there is none of that uid, and the list alone where none is named. */
export async function dashboardPage(
  source: DashboardSource,
  path: string | undefined,
  query: URLSearchParams,
  now: Date,
): Promise<Reply> {
  const { directory, prometheus, draw } = source;
  const type = path === undefined ? undefined : FILES[path];
  const file = type && path !== undefined ? await draw?.file(path) : undefined;
  if (type && file !== undefined) return text(200, file, type);
  // Drawn pages call each other files.
  const uid = path === "index.html" ? undefined : path?.replace(/\.html$/, "");
  const uids = await listUids(directory);
  // A uid is only ever compared with the names in the folder: no path is built from what a client sends.
  const known = uids.find((candidate) => candidate === uid);
  if (directory !== undefined && known !== undefined) {
    const drawn = draw && (await drawnPage(draw, join(directory, `${known}.json`), uids, query, now));
    if (drawn && "headers" in drawn) return drawn;
    return dashboardView(await load(directory, known), prometheus, drawn?.because);
  }
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

/** A drawn page runs its own script and style alone, whose charts set styles; or why it cannot be drawn. */
async function drawnPage(
  draw: DrawDashboards,
  file: string,
  uids: readonly string[],
  query: URLSearchParams,
  now: Date,
): Promise<Reply | { because: string }> {
  try {
    const { markup, refreshSeconds } = await draw.page(await readFile(file, "utf8"), uids, query, now);
    return {
      status: 200,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        ...(refreshSeconds !== undefined && { refresh: String(refreshSeconds) }),
      },
      body: markup,
    };
  } catch (error) {
    return { because: messageOf(error) };
  }
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

function dashboardView(
  { title, description, rows }: Dashboard,
  prometheus: string | undefined,
  notDrawn: string | undefined,
): Reply {
  return page({
    title,
    body: html`<h1>${title}</h1><p>${description}</p>${notDrawn === undefined ? undefined : html`<p><b>Not drawn:</b> ${notDrawn}</p>`}
${rows.map((row) => html`<section><h2>${row.title}</h2>${row.panels.map((panel) => panelView(panel, prometheus))}</section>`)}`,
  });
}

function panelView({ title, description, targets }: Panel, prometheus: string | undefined): Html {
  const queries = (targets ?? []).flatMap(({ expr }) => (expr ? [allSelected(expr)] : []));
  const items = queries.map((expr) => {
    const code = html`<code>${expr}</code>`;
    return html`<li>${prometheus === undefined ? code : link(graphUrl(prometheus, expr), code)}</li>`;
  });
  return html`<h3>${title ?? ""}</h3><p>${description ?? ""}</p><ul>${items}</ul>`;
}

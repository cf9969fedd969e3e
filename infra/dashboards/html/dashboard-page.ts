// A dashboard's page: what is chosen, and its panels on Grafana's grid.
import { html } from "../../../components/pages/html";
import type { DashboardView } from "../dashboard-view";
import { documentOf } from "./document";
import { type OnPage, panelView, placeOf, refusalView } from "./panel";

export function dashboardPage(
  { title, description, refusals, variables, rows, panels, range }: DashboardView,
  page: OnPage,
): string {
  return documentOf(
    title,
    html`<header class="top"><p class="path"><a href="index.html">Dashboards</a> / <b>${title}</b></p>
${page.controls ?? html`<p class="chosen">${variables.map(({ label, value }) => html`<span><i>${label}</i> ${value}</span>`)}</p>`}
<p class="range">${range}</p><button type="button" class="theme">◐</button></header>
<p class="description">${description}</p>${refusals.map(refusalView)}
<main class="grid">${rows.map((row) => html`<h2 style="${placeOf(row)}">${row.title}</h2>`)}${panels.map((panel) => panelView(panel, page))}</main>`,
  );
}

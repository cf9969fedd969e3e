// The first page of the site: every dashboard, grouped by what it is about.
import { html } from "../../../components/pages/html";
import type { DashboardView } from "../dashboard-view";
import { documentOf } from "./document";
import { pageOf } from "./links";

export interface Site {
  environment: string;
  prometheus: string;
  range: string;
  dashboards: readonly DashboardView[];
  /** Whether there is a picture of each, `<uid>.png`. */
  pictures: boolean;
}

export function indexPage({ environment, prometheus, range, dashboards, pictures }: Site): string {
  const groups = [...new Set(dashboards.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const cards = dashboards.filter((one) => one.group === group).map((one) => card(one, pictures));
    return html`<section><h2>${group}</h2><div class="cards">${cards}</div></section>`;
  });
  return documentOf(
    `Dashboards of ${environment}`,
    html`<header class="top"><p class="path"><b>Dashboards of ${environment}</b></p><p class="chosen"><span><i>Prometheus</i> ${prometheus}</span></p>
<p class="range">${range}</p><button type="button" class="theme">◐</button></header>
<p class="description">A preview, drawn from the JSON that is deployed; Grafana itself may look different.</p><main class="index">${sections}</main>`,
  );
}

function card({ uid, title, description, panels }: DashboardView, pictures: boolean) {
  const empty = panels.filter(({ content }) => content.kind === "nothing").length;
  const refused = panels.filter(({ refusals }) => refusals.length > 0).length;
  const state = [
    `${panels.length} panels`,
    ...(empty > 0 ? [`${empty} without data`] : []),
    ...(refused > 0 ? [`${refused} with an error`] : []),
  ].join(", ");
  const picture = pictures ? html`<img src="${uid}.png" alt="" loading="lazy">` : undefined;
  return html`<a class="card" href="${pageOf(uid)}">${picture}<b>${title}</b><span>${description}</span><small>${state}</small></a>`;
}

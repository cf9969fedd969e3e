// A panel of the page: title, description, links, and what it shows.
import { Html, html } from "../../../components/pages/html";
import type { Content, FiringAlert } from "../content";
import type { PanelView } from "../dashboard-view";
import { format } from "../page/format";
import { cssColor } from "./css-color";
import { gaugeView } from "./gauge";
import { hrefOf, type Pages } from "./links";

/** What a panel's surroundings say of all panels. */
export interface OnPage {
  pages: Pages;
  nowSeconds: number;
  /** What lets readers choose times and variables; without it, those chosen are shown. */
  controls?: Html;
}

export function panelView(view: PanelView, page: OnPage): Html {
  const { title, description, links, refusals, content } = view;
  const leading = links.flatMap((link) => {
    const href = hrefOf(link.url, page.pages);
    return href === undefined ? [] : [html`<a href="${href}" title="${link.title}">${shortTitle(link.title)}</a>`];
  });
  return html`<section class="panel" data-content="${content.kind}" style="${placeOf(view)}">
<header><h3 title="${title}">${title}</h3>${description ? html`<span class="about" tabindex="0" data-about="${description}">i</span>` : undefined}<nav>${leading}</nav></header>
${refusals.map(refusalView)}<div class="body">${bodyOf(view, content, page)}</div>
</section>`;
}

export const refusalView = (refusal: string) => html`<p class="refused">${refusal}</p>`;

/** Grafana's grid counts from 0, that of CSS from 1. */
export const placeOf = ({ gridPos: { x, y, w, h } }: Pick<PanelView, "gridPos">) =>
  `grid-area:${y + 1}/${x + 1}/span ${h}/span ${w}`;

/** The tooltip says `Runbook of X`. */
const shortTitle = (title: string) => title.split(" ")[0] ?? title;

function bodyOf({ queries }: PanelView, content: Content, page: OnPage): Html {
  switch (content.kind) {
    case "chart":
      return html`<div class="chart"></div>${asData(content.chart)}`;
    case "stat":
      return html`<div class="stats">${content.readings.map(({ name, text, color }) => statView(content.readings.length > 1 ? name : "", text, color))}</div>`;
    case "gauge":
      return html`<div class="gauges">${content.readings.map((reading) => html`<figure>${gaugeView(reading, content)}${content.readings.length > 1 ? html`<figcaption>${reading.name}</figcaption>` : undefined}</figure>`)}</div>`;
    case "table":
      return tableView(content, page);
    case "alerts":
      return alertsView(content.alerts, page.nowSeconds);
    case "nothing":
      return html`<div class="nothing"><b>No data</b>${queriesView(queries)}</div>`;
    case "unknown":
      return html`<div class="nothing"><b>A panel of the kind ${content.type}, which this preview does not draw</b>${queriesView(queries)}</div>`;
  }
}

const queriesView = (queries: readonly string[]) => html`${queries.map((query) => html`<code>${query}</code>`)}`;

const statView = (name: string, text: string, color: string) =>
  html`<div style="color:${cssColor(color)}">${name ? html`<small>${name}</small>` : undefined}<b>${text}</b></div>`;

function tableView({ table: { columns, rows } }: Extract<Content, { kind: "table" }>, { pages }: OnPage): Html {
  const numeric = (index: number) => (columns[index]?.numeric ? "number" : "");
  const head = columns.map(({ title }, index) => html`<th class="${numeric(index)}">${title}</th>`);
  const cells = rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => {
        const href = cell?.url === undefined ? undefined : hrefOf(cell.url, pages);
        const text = href === undefined ? html`${cell?.text}` : html`<a href="${href}">${cell?.text}</a>`;
        return html`<td class="${numeric(index)}" style="color:${cssColor(cell?.color ?? "text")}">${text}</td>`;
      })}</tr>`,
  );
  return html`<table><thead><tr>${head}</tr></thead><tbody>${cells}</tbody></table>`;
}

const SHOWN_LABELS = ["service", "instance", "team"];

function alertsView(alerts: readonly FiringAlert[], nowSeconds: number): Html {
  if (alerts.length === 0) return html`<div class="nothing"><b>No alerts matching filters</b></div>`;
  const items = alerts.map(({ labels, state, activeAt }) => {
    const of = SHOWN_LABELS.flatMap((label) =>
      labels[label] ? [html`<span class="label">${label}=${labels[label]}</span>`] : [],
    );
    const since = format("seconds", nowSeconds - Date.parse(activeAt) / 1000, nowSeconds);
    return html`<li class="${state}"><b>${labels.alertname}</b> <span class="severity ${labels.severity}">${labels.severity}</span>${of}<span class="since">${state} for ${since}</span></li>`;
  });
  return html`<ul class="alerts">${items}</ul>`;
}

/** Data for the page's script; `<` would end the element. */
const asData = (value: object) =>
  new Html(`<script type="application/json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`);

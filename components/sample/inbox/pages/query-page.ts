// An expression and its value now, for a Prometheus that was built without its own pages.
import { html } from "../../../pages/html";
import { HttpError, type Reply } from "../../http";
import { evaluate } from "../prometheus";
import { page } from "./page";

/** More lines nobody reads. */
const MOST = 200;

/** `g0.expr` is what Prometheus' own pages call the expression, and links to them. */
export async function queryPage(prometheus: string | undefined, query: URLSearchParams): Promise<Reply> {
  if (prometheus === undefined) throw new HttpError(404, "this inbox knows no Prometheus");
  const expr = query.get("g0.expr") ?? "";
  const found = expr.trim() === "" ? undefined : await evaluate(prometheus, expr);
  const series = found && "series" in found ? found.series : [];
  const rows = series
    .slice(0, MOST)
    .map(({ labels, value }) => html`<tr><td><code>${textOf(labels)}</code></td><td>${value}</td></tr>`);
  return page({
    title: "Query",
    style: "textarea{width:100%;font-family:ui-monospace,monospace}",
    forms: true,
    body: html`<h1>Query</h1>
<form method="get"><textarea name="g0.expr" rows="4">${expr}</textarea><button>Evaluate</button></form>
${found && "refusal" in found ? html`<p>${found.refusal}</p>` : undefined}
${found && "series" in found ? html`<p>${series.length === 0 ? "Nothing now." : `${series.length} series now${series.length > MOST ? `, the first ${MOST} of them` : ""}.`}</p>` : undefined}
${rows.length > 0 ? html`<table>${rows}</table>` : undefined}
<p>This Prometheus was built without its own pages. How values changed is on the <a href="/dashboards">dashboards</a>.</p>`,
  });
}

function textOf({ __name__ = "", ...labels }: Readonly<Record<string, string>>): string {
  const others = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return others.length > 0 || __name__ === "" ? `${__name__}{${others.join(", ")}}` : __name__;
}

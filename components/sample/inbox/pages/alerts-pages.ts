// Alerts and silences as pages, for an Alertmanager that has none of its own.
import { z } from "zod";
import { lastProven } from "../../../mixins/drilling/dashboard";
import { type Html, html } from "../../../pages/html";
import { HttpError, type Reply } from "../../http";
import {
  Alertmanager,
  hasPages,
  type Matcher,
  matchersOf,
  matcherText,
  type ShownAlert,
  type Silence,
} from "../alertmanager";
import { evaluate } from "../prometheus";
import { page } from "./page";

/** What the pages need of a request. */
interface Asked {
  query: URLSearchParams;
  now: Date;
}

/** Messages link to Alertmanager's pages by fragment, which only a script sees: `/alertmanager/#/alerts?filter=…`. */
const WAY = `const { pages } = document.getElementById("way").dataset;
const [path, search = ""] = location.hash.split("?");
const own = path === "#/silences/new" ? "silences" : "alerts";
location.replace(pages ? pages + "/" + location.hash : "/alertmanager/" + own + (search && "?" + search));`;

/** Leads to Alertmanager's own pages, where it has them, else to these. */
export async function wayToAlerts(url: string | undefined): Promise<Reply> {
  const alertmanager = known(url);
  const pages = (await hasPages(alertmanager.url)) ? alertmanager.url : "";
  return page({
    title: "Alerts",
    script: WAY,
    body: html`<p id="way" data-pages="${pages}"><a href="${pages || "/alertmanager/alerts"}">Alerts and silences</a></p>`,
  });
}

/** @param prometheus Its URL, for when the drill last proved each alert. */
export async function alertsPage(
  url: string | undefined,
  prometheus: string | undefined,
  { query, now }: Asked,
): Promise<Reply> {
  const alertmanager = known(url);
  const matchers = matchersOf(query.get("filter") ?? "");
  const [alerts, silences, proofs] = await Promise.all([
    alertmanager.alerts(matchers),
    alertmanager.silences(matchers),
    lastProofs(prometheus),
  ]);
  const filter = matchers.map(matcherText).join(", ");
  return page({
    title: `Alerts (${alerts.length})`,
    refreshSeconds: 30,
    forms: true,
    body: html`<h1>Alerts</h1>
<p>${filter === "" ? "All alerts." : html`Those with <code>${filter}</code>; <a href="/alertmanager/alerts">all</a>.`}</p>
${alerts.length === 0 ? html`<p>None is active.</p>` : html`<ul>${alerts.map((alert) => alertItem(alert, now, proofs))}</ul>`}
<h2>Silences</h2>
${silences.length === 0 ? html`<p>None.</p>` : html`<ul>${silences.map(silenceItem)}</ul>`}`,
  });
}

export function newSilencePage(url: string | undefined, { query }: Asked): Reply {
  known(url);
  const filter = matchersOf(query.get("filter") ?? "")
    .map(matcherText)
    .join(", ");
  const comment = query.get("comment") ?? "";
  return page({
    title: "New silence",
    forms: true,
    body: html`<h1>New silence</h1>
<form method="post" action="/alertmanager/silences">
<p><label>Alerts with these labels<br><input name="matchers" size="80" required value="${filter}"></label></p>
<p><label>For so many hours<br><input name="hours" type="number" min="0.25" max="720" step="0.25" value="2" required></label></p>
<p><label>By<br><input name="by" required></label></p>
<p><label>Why<br><input name="comment" size="80" required value="${comment}"></label></p>
<p><button>Silence</button></p></form>`,
  });
}

const newSilence = z.object({
  matchers: z.string().min(1),
  hours: z.coerce.number().positive().max(720),
  by: z.string().min(1),
  comment: z.string().min(1),
});

/** Makes what the form says, and leads back to the alerts. Throws an `HttpError` 400 where it is not filled in. */
export async function createSilence(url: string | undefined, body: string, now: Date): Promise<Reply> {
  const given = newSilence.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!given.success)
    throw new HttpError(400, given.error.issues.map((one) => `${one.path}: ${one.message}`).join("; "));
  const { matchers, ...rest } = given.data;
  await known(url).silence(matchersOf(matchers), { ...rest, now });
  return back(matchers);
}

export async function expireSilence(url: string | undefined, body: string): Promise<Reply> {
  const id = new URLSearchParams(body).get("id");
  if (!id) throw new HttpError(400, "id: is missing");
  await known(url).expire(id);
  return back("");
}

const back = (filter: string): Reply => ({
  status: 303,
  headers: { location: `/alertmanager/alerts?${new URLSearchParams({ filter })}` },
  body: "",
});

function known(url: string | undefined): Alertmanager {
  if (url === undefined) throw new HttpError(404, "this inbox knows no Alertmanager");
  return new Alertmanager(url);
}

/** Unix seconds by alert; none where nothing drills, or Prometheus does not answer, which the page can do without. */
async function lastProofs(prometheus: string | undefined): Promise<ReadonlyMap<string, number>> {
  const found = prometheus ? await evaluate(prometheus, lastProven()).catch(() => undefined) : undefined;
  const series = found && "series" in found ? found.series : [];
  return new Map(series.map(({ labels, value }) => [labels.alert ?? "", Number(value)]));
}

function alertItem(
  { labels, annotations, startsAt, status }: ShownAlert,
  now: Date,
  proofs: ReadonlyMap<string, number>,
): Html {
  const { alertname = "", ...others } = labels;
  const exact: Matcher[] = Object.entries(labels).map(([name, value]) => ({
    name,
    value,
    isRegex: false,
    isEqual: true,
  }));
  const minutesSince = (time: number) => Math.max(0, Math.round((now.getTime() - time) / 60_000));
  const minutes = minutesSince(Date.parse(startsAt));
  const proof = proofs.get(alertname);
  const proven = proof === undefined ? "" : html`; a drill last proved it ${minutesSince(proof * 1000)} min ago`;
  const state =
    status.silencedBy.length > 0 ? "silenced" : status.inhibitedBy.length > 0 ? "inhibited by another alert" : "firing";
  const silence = `/alertmanager/silences?${new URLSearchParams({ filter: exact.map(matcherText).join(",") })}`;
  return html`<li><strong>${alertname}</strong>: ${annotations.summary}<br>
${state}, for ${minutes} min; <a href="${silence}">silence</a>${proven}<br>
${Object.entries(others).map(([name, value]) => html`<code>${name}=${value}</code> `)}</li>`;
}

function silenceItem({ id, matchers, endsAt, createdBy, comment, status }: Silence): Html {
  return html`<li><code>${matchers.map(matcherText).join(", ")}</code><br>
${status.state} until ${endsAt}, by ${createdBy}: ${comment}
<form method="post" action="/alertmanager/expire"><input type="hidden" name="id" value="${id}"><button>End it</button></form></li>`;
}

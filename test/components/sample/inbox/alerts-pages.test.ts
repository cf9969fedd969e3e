// Alerts and silences in the inbox, before a server that answers as Alertmanager does.
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { close, json, listen, readBody, send, text } from "../../../../components/sample/http";
import { matchersOf, matcherText } from "../../../../components/sample/inbox/alertmanager";
import { startInbox } from "../../../../components/sample/inbox/server";
import { started, temporaryFolder } from "../support";

const ALERT = {
  labels: { alertname: "ServiceDown", service: "shop", severity: "critical" },
  annotations: { summary: "<b>shop</b> is down" },
  startsAt: new Date(Date.now() - 300_000).toISOString(),
  status: { state: "active", silencedBy: [], inhibitedBy: [] },
};
const SILENCE = {
  id: "1-2",
  matchers: [{ name: "service", value: "shop", isRegex: false, isEqual: true }],
  endsAt: "2027-01-01T00:00:00Z",
  createdBy: "ana",
  comment: "a migration",
  status: { state: "active" },
};

/** An inbox, and what its Alertmanager was asked. */
async function inbox({ root = "no web application here", proven = {} as Record<string, number> } = {}) {
  const asked: { method: string; url: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    asked.push({ method, url, body: await readBody(request, 10_000) });
    if (url === "/") return send(response, text(200, root));
    if (url.startsWith("/api/v1/query")) return send(response, json(200, vector(proven)));
    const all = url.startsWith("/api/v2/alerts") ? [ALERT] : [SILENCE];
    send(response, json(200, method === "GET" ? all : { silenceID: "3" }));
  });
  const alertmanager = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => close(server, 1));
  const urls = { alertmanager, prometheus: alertmanager };
  const running = await started(startInbox({ port: 0, host: "127.0.0.1", data: temporaryFolder(), ...urls }));
  return { url: running.url, alertmanager, asked };
}

/** As Prometheus answers: a time by alert. */
const vector = (proven: Record<string, number>) => ({
  status: "success",
  data: {
    resultType: "vector",
    result: Object.entries(proven).map(([alert, at]) => ({ metric: { alert }, value: [at, String(at)] })),
  },
});

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("the way from a message to its alerts", () => {
  it("leads to the inbox's own pages where Alertmanager has none", async () => {
    const { url } = await inbox();
    expect(await (await fetch(`${url}/alertmanager/`)).text()).toContain('data-pages=""');
  });

  it("leads on to Alertmanager's pages where it has them", async () => {
    const { url, alertmanager } = await inbox({
      root: '<script type="module" crossorigin src="./assets/index-1a2b.js"></script>',
    });
    expect(await (await fetch(`${url}/alertmanager/`)).text()).toContain(`data-pages="${alertmanager}"`);
  });

  it("runs the one script that its policy names", async () => {
    const { url } = await inbox();
    const policy = (await fetch(`${url}/alertmanager/`)).headers.get("content-security-policy");
    expect(policy).toMatch(/script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'/);
  });
});

describe("the page of alerts", () => {
  it("shows those of a message's filter, escaped, with their silences", async () => {
    const { url, asked } = await inbox();
    const filter = encodeURIComponent('{alertname="ServiceDown",service="shop"}');
    const page = await (await fetch(`${url}/alertmanager/alerts?filter=${filter}`)).text();
    expect(page).toContain("<strong>ServiceDown</strong>: &lt;b&gt;shop&lt;/b&gt; is down");
    expect(page).toContain("firing, for 5 min");
    expect(page).toContain("by ana: a migration");
    expect(decodeURIComponent(asked[0]?.url ?? "")).toBe(
      '/api/v2/alerts?filter=alertname="ServiceDown"&filter=service="shop"',
    );
  });
});

describe("when an alert was last proven", () => {
  const page = async (url: string) => (await fetch(`${url}/alertmanager/alerts`)).text();

  it("is beside the alert", async () => {
    const { url } = await inbox({ proven: { ServiceDown: Date.now() / 1000 - 600 } });
    expect(await page(url)).toContain("a drill last proved it 10 min ago");
  });

  it("is left out where nothing drills", async () => {
    const { url } = await inbox();
    expect(await page(url)).not.toContain("proved");
  });
});

describe("a silence", () => {
  it("is offered with the message's labels, and made for as long as the form says", async () => {
    const { url, asked } = await inbox();
    const filter = encodeURIComponent('{alertname="ServiceDown"}');
    const form = await (await fetch(`${url}/alertmanager/silences?filter=${filter}`)).text();
    expect(form).toContain('value="alertname=&quot;ServiceDown&quot;"');
    const ack = await (await fetch(`${url}/alertmanager/silences?filter=${filter}&comment=ACK%21%20`)).text();
    expect(ack).toContain('name="comment" size="80" required value="ACK! "');
    const body = new URLSearchParams({ matchers: 'alertname="ServiceDown"', hours: "2", by: "ana", comment: "known" });
    const made = await fetch(`${url}/alertmanager/silences`, { method: "POST", body, redirect: "manual" });
    expect(made.status).toBe(303);
    const { matchers, startsAt, endsAt, createdBy } = JSON.parse(asked.at(-1)?.body ?? "");
    expect(matchers).toEqual([{ name: "alertname", value: "ServiceDown", isRegex: false, isEqual: true }]);
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(7_200_000);
    expect(createdBy).toBe("ana");
  });

  it("is ended by its id", async () => {
    const { url, asked } = await inbox();
    const options = { method: "POST", body: "id=1-2", headers: FORM, redirect: "manual" } as const;
    expect((await fetch(`${url}/alertmanager/expire`, options)).status).toBe(303);
    expect(asked.at(-1)).toMatchObject({ method: "DELETE", url: "/api/v2/silence/1-2" });
  });

  it("is not taken from another site's page, nor half filled in", async () => {
    const { url, asked } = await inbox();
    const foreign = { method: "POST", body: "id=1-2", headers: { ...FORM, origin: "https://evil.example" } };
    expect((await fetch(`${url}/alertmanager/expire`, foreign)).status).toBe(403);
    expect(
      (await fetch(`${url}/alertmanager/silences`, { method: "POST", body: "hours=2", headers: FORM })).status,
    ).toBe(400);
    expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("matchers", () => {
  it.each(['a="b"', 'a=~"b|c"', 'a!="x, y"', 'a!~"q\\"r\\\\s"'])("%s are read as they are written", (written) => {
    expect(matchersOf(`{${written}}`).map(matcherText)).toEqual([written]);
  });

  it("that are not understood are refused", () => {
    expect(() => matchersOf('service=shop, a="b"')).toThrow("matchers: found");
  });
});

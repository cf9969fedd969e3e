// What a Prometheus answers to the sample dashboard.
import { type DashboardView, dashboardView, type Ground } from "../../../infra/dashboards/dashboard-view";
import { servePrometheus } from "./prometheus";
import { sampleDashboard } from "./sample-dashboard";

export const NOW = 1_800_000_000;
export const GROUND: Omit<Ground, "prometheus"> = {
  lastSeconds: 60,
  nowSeconds: NOW,
  range: "last minute",
  alerts: [
    { labels: { alertname: "Older", severity: "warning" }, state: "pending", activeAt: "2027-01-15T07:00:00Z" },
    {
      labels: { alertname: "Newer", severity: "critical", service: "shop" },
      state: "firing",
      activeAt: "2027-01-15T07:30:00Z",
    },
  ],
};

export const vector = (...series: [Record<string, string>, string][]) => ({
  resultType: "vector",
  result: series.map(([metric, value]) => ({ metric, value: [NOW, value] })),
});
const matrix = (...series: [Record<string, string>, [number, string][]][]) => ({
  resultType: "matrix",
  result: series.map(([metric, values]) => ({ metric, values })),
});

/** An answer to each query of the sample dashboard. */
export const ANSWERS: Record<string, object | string> = {
  'errors{service=~".+"}': vector([{ service: "shop" }, "0.2"]),
  queue_bytes: vector([{ queue: "mail" }, "1024"], [{ queue: "<jobs>" }, "4096"]),
  'errors{instance=~".+"}': matrix([
    { service: "</script>shop" },
    [
      [NOW - 60, "0"],
      [NOW - 30, "NaN"],
      [NOW, "0.2"],
    ],
  ]),
  by_status: matrix([{ status: "200" }, [[NOW, "5"]]], [{ status: "500" }, [[NOW, "1"]]]),
  "avg by (service) (up)": vector([{ service: "shop" }, "1"], [{ service: "mail" }, "0.5"]),
  started: vector([{ service: "shop", __name__: "started" }, "5400"]),
  'ALERTS{alertstate="firing",alertname=~"ErrorsHigh",service=~".+",instance=~".+"}': matrix([
    { alertname: "ErrorsHigh", severity: "critical" },
    [
      [NOW - 60, "1"],
      [NOW - 45, "1"],
      [NOW, "1"],
    ],
  ]),
};

/** The sample dashboard with these answers; no other query has a series. */
export async function viewed(answers: Record<string, object | string>): Promise<DashboardView> {
  const prometheus = await servePrometheus((query) => answers[query] ?? vector());
  try {
    return await dashboardView(sampleDashboard(), { ...GROUND, prometheus: prometheus.url });
  } finally {
    prometheus.close();
  }
}

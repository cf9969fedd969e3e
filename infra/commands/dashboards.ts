// `dashboards`: pages that show each dashboard of an environment with the data of a Prometheus, and pictures of them.
import { join, resolve } from "node:path";
import type { ListrTask } from "listr2";
import { z } from "zod";
import { urlOf } from "../../components/local/parts/part";
import { builtDashboards, definitionOf, didYouMean } from "../../components/monitoring";
import { isDuration, seconds } from "../../components/rules";
import { type DashboardView, dashboardView } from "../dashboards/dashboard-view";
import { type Dashboard, readDashboard } from "../dashboards/grafana-json";
import { checkChromium, failedPictures, takePicture } from "../dashboards/pictures";
import { writeIndex, writePages } from "../dashboards/site";
import { PROJECT_DIR, typed } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { type Address, addressOf } from "../running/address";
import { atMost } from "../running/pool";
import { alerts } from "../running/prometheus-api";
import { ask, prometheusAt } from "../running/prometheus-query";
import { readStackFile, settingsInFile } from "../settings";
import { runSteps } from "../steps";

interface DashboardsOptions {
  prometheus?: string;
  /** A folder for the pages. */
  out?: string;
  pictures?: boolean;
  /** Uids. */
  only?: string[];
  /** A duration of Prometheus'. */
  last: string;
}

/** So many dashboards are asked for, and pictured, at a time. */
const AT_ONCE = 3;

const build = z.object({ version: z.string() });

/** Throws where the settings are wrong, Prometheus does not answer, or Chromium is missing for pictures. */
export async function dashboards(environment: string, options: DashboardsOptions): Promise<void> {
  const now = new Date();
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const lastSeconds = lastIn(options.last);
  const range = `last ${options.last}, until ${now.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const folder = resolve(options.out ?? join(PROJECT_DIR, ".tocsin", environment, "pages"));
  const pictures = options.pictures === true;
  let read: readonly Dashboard[] = [];
  let prometheus: Address = addressOf("");
  const views: DashboardView[] = [];
  const failed: string[] = [];

  const tasks: ListrTask[] = [
    {
      title: "Dashboards",
      task: async (_, task) => {
        read = chosen(builtDashboards(await monitoringOf(environment)).map(readDashboard), options.only);
        task.title = `Dashboards: ${read.length} of ${environment}`;
      },
    },
    {
      title: "Prometheus",
      task: async (_, task) => {
        prometheus = await prometheusOf(environment, options.prometheus);
        const { version } = build.parse(await ask(prometheus, "status/buildinfo", {}, "GET"));
        task.title = `Prometheus: ${version} at ${prometheus.url}`;
      },
    },
    {
      title: "Chromium",
      enabled: () => pictures,
      task: async (_, task) => {
        task.title = await checkChromium();
      },
    },
    {
      title: "Queries",
      task: async (_, task) => {
        const ground = { prometheus, lastSeconds, nowSeconds, range, alerts: await alerts(prometheus) };
        await atMost(AT_ONCE, [...read.entries()], async ([index, dashboard]) => {
          views[index] = await dashboardView(dashboard, ground);
          task.output = dashboard.title;
        });
      },
    },
    { title: "Pages", task: () => writePages(folder, views, nowSeconds) },
    {
      title: "Pictures",
      enabled: () => pictures,
      task: async (_, task) => {
        failed.push(
          ...(await failedPictures(views, async (view) => {
            await takePicture(folder, view);
            task.output = `${view.uid}.png`;
          })),
        );
        task.title = `Pictures: ${views.length - failed.length} of ${views.length}`;
      },
    },
  ];
  await runSteps(tasks);
  const index = await writeIndex(folder, {
    environment,
    prometheus: prometheus.url,
    range,
    dashboards: views,
    pictures,
  });
  console.log(`\n${viewsText(views)}\n${index}`);
  if (failed.length === 0) return;
  const again = failed.map((line) => line.split(":")[0]).join(" ");
  throw new Error(
    [
      `${failed.length} of ${views.length} pictures could not be taken; the pages and the other pictures are there.`,
      ...failed.map((line) => `  ${line}`),
      `Once more: ${typed("dashboards", environment, "--pictures", "--only", again)}`,
    ].join("\n"),
  );
}

/** Where no address is given, the one that runs on this machine. */
async function prometheusOf(environment: string, given: string | undefined): Promise<Address> {
  const { platform } = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  const here = definitionOf(platform).onThisMachine(platform);
  if (given !== undefined || !here) return prometheusAt(given);
  const url = urlOf(here.ports.prometheus);
  await fetch(url).catch(() => {
    throw new Error(
      `${environment} does not run here: ${url} does not answer. Start it (${typed("up", environment)}), or give the address of a running Prometheus: --prometheus URL`,
    );
  });
  return addressOf(url);
}

/** Throws where there is no dashboard of such a uid, naming the nearest. */
function chosen(all: readonly Dashboard[], only: readonly string[] | undefined): readonly Dashboard[] {
  if (!only) return all;
  const uids = all.map(({ uid }) => uid);
  const wrong = only.filter((uid) => !uids.includes(uid));
  if (wrong.length > 0) {
    const lines = wrong.map((uid) => `--only: there is no dashboard "${uid}".${didYouMean(uid, uids)}`);
    throw new Error([...lines, `There: ${uids.join(", ")}`].join("\n"));
  }
  return all.filter(({ uid }) => only.includes(uid));
}

function lastIn(given: string): number {
  if (isDuration(given) && seconds(given) >= 60) return seconds(given);
  throw new Error(`--last: found "${given}"; allowed is a duration of a minute or more, as in 15m, 1h or 7d`);
}

function viewsText(views: readonly DashboardView[]): string {
  const panels = views.flatMap((view) => view.panels);
  const empty = panels.filter(({ content }) => content.kind === "nothing").length;
  const refused = panels.filter(({ refusals }) => refusals.length > 0).length;
  return `${views.length} dashboards with ${panels.length} panels: ${empty} without data, ${refused} with an error of Prometheus.`;
}

// The site's files: a page a dashboard, the first page, and what they share.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { DashboardView } from "./dashboard-view";
import { dashboardPage } from "./html/dashboard-page";
import { indexPage, type Site } from "./html/index-page";
import { pageOf } from "./html/links";

const PAGE = join(__dirname, "page");

/** Writes everything but the first page; other files of the folder stay. */
export async function writePages(folder: string, dashboards: readonly DashboardView[], nowSeconds: number) {
  await mkdir(folder, { recursive: true });
  const pages = new Set(dashboards.map(({ uid }) => uid));
  await Promise.all([
    build({
      entryPoints: { script: join(PAGE, "client.ts"), style: join(PAGE, "page.css") },
      outdir: folder,
      bundle: true,
      minify: true,
      format: "iife",
      logLevel: "error",
    }),
    ...dashboards.map((one) => writeFile(join(folder, pageOf(one.uid)), dashboardPage(one, { pages, nowSeconds }))),
  ]);
}

/** The first page, once it is known whether there are pictures. Returns its path. */
export async function writeIndex(folder: string, site: Site): Promise<string> {
  const path = join(folder, "index.html");
  await writeFile(path, indexPage(site));
  return path;
}

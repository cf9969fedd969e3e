// Pictures of the pages, by headless Chromium.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import execa from "execa";
import { messageOf } from "../../components/error-text";
import { atMost } from "../running/pool";
import type { DashboardView } from "./dashboard-view";
import { pageOf } from "./html/links";

const CHROMIUM = "chromium";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"];

const TIMEOUT_SECONDS = 60;

const WIDTH = 1_400;

/** What is above and below the grid, and the height of its lines, in pixels as in page.css. */
const [AROUND, LINE] = [48 + 40 + 16, 38];

/** Throws, naming what to install, where there is no Chromium. */
export async function checkChromium(): Promise<string> {
  const { stdout } = await execa(CHROMIUM, ["--version"]).catch(() => {
    throw new Error(
      "--pictures: chromium is not on PATH; install it (Debian, Ubuntu: apt-get install --no-install-recommends chromium), or leave --pictures out and open the pages.",
    );
  });
  return stdout.trim();
}

/** Chromium may fail under load, and not a second time. */
const TRIES = 2;

/** The dashboards of which no picture could be taken, each with the reason in one line; the others are there. */
export async function failedPictures(
  views: readonly DashboardView[],
  take: (view: DashboardView) => Promise<void>,
): Promise<string[]> {
  const failed: string[] = [];
  await atMost(AT_ONCE, views, async (view) => {
    for (let tried = 1; tried <= TRIES; tried++) {
      const reason = await take(view).then(() => undefined, reasonOf);
      if (reason === undefined) return;
      if (tried === TRIES) failed.push(`${view.uid}: ${reason}`);
    }
  });
  return failed;
}

/** So many at a time. */
const AT_ONCE = 3;

/** Chromium's own words are pages long; the last line that names an error says why. */
function reasonOf(error: unknown): string {
  const { stderr, timedOut } = typeof error === "object" && error !== null ? said(error) : said({});
  if (timedOut) return `no picture within ${TIMEOUT_SECONDS} s`;
  const line =
    stderr.split("\n").findLast((one) => /error|failed|cannot|denied/i.test(one)) ?? stderr.split("\n").at(-1);
  const text = (line?.trim() || messageOf(error).split("\n")[0]) ?? "";
  return text.replace(/^\[[^\]]*\]\s*/, "").slice(0, 160);
}

const said = (error: object) => ({
  stderr: "stderr" in error && typeof error.stderr === "string" ? error.stderr : "",
  timedOut: "timedOut" in error && error.timedOut === true,
});

/** A picture of the whole page beside it, `<uid>.png`. Throws with what Chromium says where there is none. */
export async function takePicture(folder: string, { uid, panels }: DashboardView): Promise<void> {
  const bottom = Math.max(0, ...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const url = `${pathToFileURL(join(folder, pageOf(uid))).href}?theme=dark`;
  await chromium([
    `--window-size=${WIDTH},${AROUND + bottom * LINE}`,
    `--screenshot=${join(folder, `${uid}.png`)}`,
    url,
  ]);
}

/** Runs Chromium with a profile of its own, so that it meets no other, and returns what it prints. */
export async function chromium(args: readonly string[]): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "tocsin-chromium-"));
  try {
    return (
      await execa(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, ...args], { timeout: TIMEOUT_SECONDS * 1000 })
    ).stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

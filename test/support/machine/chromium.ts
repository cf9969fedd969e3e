// Pages and pictures as headless Chromium sees them.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { chromium } from "../../../infra/dashboards/pictures";

const seen = z.object({
  error: z.string().optional(),
  drawn: z.string().optional(),
  panels: z.array(
    z.object({
      title: z.string(),
      content: z.string(),
      text: z.string(),
      /** Of the chart's pixels that are not transparent; 0 without a chart. */
      colors: z.number(),
      /** Whether something sticks out of the panel. */
      overflows: z.boolean(),
    }),
  ),
});

export type Seen = z.infer<typeof seen>;

/** What the scripts of both have: a count of colours, and the way to tell something. */
const HELPERS = `const colorsOf = (context, width, height) => {
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  return new Set(pixels.filter((pixel) => pixel >>> 24 !== 0)).size;
};
const tell = (said) => {
  document.body.innerHTML = "";
  document.body.dataset.told = encodeURIComponent(JSON.stringify(said));
};`;

/** What stands in a page of a folder once its script has run. */
export async function seenIn(folder: string, page: string): Promise<Seen> {
  const text = await readFile(join(folder, page), "utf8");
  return seen.parse(
    await told(
      join(folder, `seen-${page}`),
      `${text}<script>${HELPERS}
addEventListener("load", () => setTimeout(() => tell({
  ...document.documentElement.dataset,
  panels: [...document.querySelectorAll(".panel")].map((panel) => {
    const canvas = panel.querySelector("canvas");
    return {
      title: panel.querySelector("h3").textContent,
      content: panel.dataset.content,
      text: panel.querySelector(".body").innerText,
      colors: canvas ? colorsOf(canvas.getContext("2d"), canvas.width, canvas.height) : 0,
      overflows: panel.scrollWidth > panel.clientWidth || panel.scrollHeight > panel.clientHeight,
    };
  }),
}), 200));</script>`,
    ),
  );
}

const pictures = z.array(z.object({ width: z.number(), height: z.number(), colors: z.number() }));

/** Pictures of one page: many take a busy machine longer than a page may. */
const AT_ONCE = 4;

/** The size of each PNG of a folder, and how many colours it has: a blank one has one. */
export async function seenInPictures(folder: string, names: readonly string[]): Promise<z.infer<typeof pictures>> {
  const all: z.infer<typeof pictures> = [];
  for (let from = 0; from < names.length; from += AT_ONCE)
    all.push(...(await seenTogether(folder, names.slice(from, from + AT_ONCE))));
  return all;
}

async function seenTogether(folder: string, names: readonly string[]): Promise<z.infer<typeof pictures>> {
  const data = await Promise.all(names.map((name) => readFile(join(folder, name), "base64")));
  return pictures.parse(
    await told(
      join(folder, "seen-pictures.html"),
      `<!doctype html><body>${data.map((png) => `<img src="data:image/png;base64,${png}">`).join("")}<script>${HELPERS}
addEventListener("load", () => tell([...document.images].map((image) => {
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  context.drawImage(image, 0, 0);
  return { width, height, colors: colorsOf(context, width, height) };
})));</script>`,
    ),
  );
}

/** Opens a page that calls `tell`, and returns what it tells. */
async function told(path: string, text: string): Promise<unknown> {
  await writeFile(path, text);
  try {
    const dom = await chromium([
      "--window-size=1400,1000",
      "--virtual-time-budget=5000",
      "--dump-dom",
      pathToFileURL(path).href,
    ]);
    const [, said] = / data-told="([^"]*)"/.exec(dom) ?? [];
    if (said === undefined) throw new Error(`${path} told nothing: ${dom.slice(0, 500)}`);
    return JSON.parse(decodeURIComponent(said));
  } finally {
    await rm(path);
  }
}

// The page of the sample dashboard in a real browser: every kind of panel is drawn.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { takePicture } from "../../../infra/dashboards/pictures";
import { writePages } from "../../../infra/dashboards/site";
import { type Seen, seenIn, seenInPictures } from "../../support/machine/chromium";
import { programsOrSkip } from "../../support/machine/programs";
import { ANSWERS, NOW, viewed } from "./answers";

describe.skipIf(!programsOrSkip("chromium"))("a page in a browser", () => {
  let folder: string;
  let full: Seen;
  let empty: Seen;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tocsin-pages-"));
    const page = await viewed(ANSWERS);
    await writePages(folder, [page, { ...(await viewed({})), uid: "empty" }], NOW);
    [full, empty] = [await seenIn(folder, "sample-page.html"), await seenIn(folder, "empty.html")];
    await takePicture(folder, page);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("has no error of its script, and all of its charts", () => {
    expect([full, empty].map(({ error }) => error)).toEqual([undefined, undefined]);
    expect([full, empty].map(({ drawn }) => drawn)).toEqual(["2", "0"]);
  });

  test("has lines, thresholds and axes in its charts, and their series below", () => {
    const charts = full.panels.filter(({ content }) => content === "chart");
    for (const { colors } of charts) expect(colors).toBeGreaterThan(10);
    expect(charts[0]?.text).toContain("</script>shop");
    expect(charts[1]?.text).toMatch(/200 none\s+500 none/);
  });

  test("has the values of the other panels", () => {
    const texts = Object.fromEntries(full.panels.map(({ title, text }) => [title, text]));
    expect(texts["Errors now"]).toBe("20%");
    expect(texts.Alerts).toMatch(/Newer\s+critical\s+service=shop/);
    expect(texts.Services).toMatch(/shop\s+100%\s+1\.5 h/);
    expect(texts.Queue).toContain("<jobs>");
  });

  test("keeps everything inside of its panels", () => {
    expect([...full.panels, ...empty.panels].filter(({ overflows }) => overflows)).toEqual([]);
  });

  test("is pictured whole", async () => {
    const [picture] = await seenInPictures(folder, ["sample-page.png"]);
    // Two rows of panels, with what lies between and around.
    expect(picture).toMatchObject({ width: 1400, height: 104 + 38 * (1 + 6 + 8 + 1 + 8 + 8) });
    expect(picture?.colors).toBeGreaterThan(100);
  });
});

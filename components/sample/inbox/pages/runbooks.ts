// The runbooks of the mixins, from folders with `<mixin>/runbook.md` files.

import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "../../../pages/html";
import { renderMarkdown } from "../../../pages/markdown";
import type { Reply } from "../../http";
import { page } from "./page";

/** The runbooks of the folders, by mixin, sorted. */
async function runbooksIn(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(folders.map(runbooksOf));
  return new Map(found.flat().sort(([a], [b]) => a.localeCompare(b)));
}

async function runbooksOf(folder: string): Promise<(readonly [mixin: string, path: string])[]> {
  const paths = (await readdir(folder)).map((mixin) => [mixin, join(folder, mixin, "runbook.md")] as const);
  const there = await Promise.all(paths.map(([, path]) => exists(path)));
  return paths.filter((_, index) => there[index]);
}

/** A runbook as a page; 404 with the list where there is none by that name, and the list alone where none is named. */
export async function runbookPage(folders: readonly string[], mixin: string | undefined): Promise<Reply> {
  const runbooks = await runbooksIn(folders);
  // A name is only ever compared with the names in the folders: no path is built from what a client sends.
  const path = mixin === undefined ? undefined : runbooks.get(mixin);
  if (mixin === undefined || path === undefined) return runbookList([...runbooks.keys()], mixin);
  return page({ title: `Runbook: ${mixin}`, body: renderMarkdown(await readFile(path, "utf8")) });
}

function runbookList(mixins: readonly string[], missing: string | undefined): Reply {
  return page({
    title: "Runbooks",
    status: missing === undefined ? 200 : 404,
    body: html`<h1>Runbooks</h1>
${missing === undefined ? undefined : html`<p>There is no runbook “${missing}”.</p>`}
${mixins.length === 0 ? html`<p>None here.</p>` : undefined}
<ul>${mixins.map((mixin) => html`<li><a href="/runbooks/${encodeURIComponent(mixin)}">${mixin}</a></li>`)}</ul>`,
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

// The runbooks of the mixins, from a folder with `<mixin>/runbook.md` files.

import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "../../../pages/html";
import { renderMarkdown } from "../../../pages/markdown";
import type { Reply } from "../../http";
import { page } from "./page";

/** The mixins that have a runbook, sorted; none without a folder. */
async function listRunbooks(directory: string | undefined): Promise<readonly string[]> {
  if (directory === undefined) return [];
  const entries = await readdir(directory);
  const found = await Promise.all(
    entries.map(async (mixin) => ((await exists(join(directory, mixin, "runbook.md"))) ? [mixin] : [])),
  );
  return found.flat().sort();
}

/** A runbook as a page; 404 with the list where there is none by that name, and the list alone where none is named. */
export async function runbookPage(directory: string | undefined, mixin: string | undefined): Promise<Reply> {
  const mixins = await listRunbooks(directory);
  // A name is only ever compared with the names in the folder: no path is built from what a client sends.
  const known = mixins.find((candidate) => candidate === mixin);
  if (directory === undefined || known === undefined) return runbookList(await titled(directory, mixins), mixin);
  const source = await readFile(join(directory, known, "runbook.md"), "utf8");
  return page({ title: `Runbook: ${known}`, body: renderMarkdown(source) });
}

interface Titled {
  mixin: string;
  title: string;
}

/** The first heading of each, or its mixin where there is none. */
async function titled(directory: string | undefined, mixins: readonly string[]): Promise<Titled[]> {
  return Promise.all(
    mixins.map(async (mixin) => {
      const source = await readFile(join(directory ?? "", mixin, "runbook.md"), "utf8");
      return { mixin, title: /^# (.+)$/m.exec(source)?.[1] ?? mixin };
    }),
  );
}

function runbookList(mixins: readonly Titled[], missing: string | undefined): Reply {
  return page({
    title: "Runbooks",
    status: missing === undefined ? 200 : 404,
    body: html`<h1>Runbooks</h1>
${missing === undefined ? undefined : html`<p>There is no runbook “${missing}”.</p>`}
${mixins.length === 0 ? html`<p>None here.</p>` : undefined}
<ul>${mixins.map(({ mixin, title }) => html`<li><a href="/runbooks/${encodeURIComponent(mixin)}">${title}</a></li>`)}</ul>`,
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

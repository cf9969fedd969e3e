// Alertmanager, whose module lacks the pages that it embeds: an empty one takes their place.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { moduleSource } from "../module-source";
import type { Recipe } from "../recipe";
import { STACK } from "../versions";

export const alertmanager: Recipe = {
  name: `alertmanager-${STACK.alertmanager}`,
  what: `Alertmanager ${STACK.alertmanager} (two minutes)`,
  make: async (scratch, maker) => {
    const module = `github.com/prometheus/alertmanager@v${STACK.alertmanager}`;
    const { folder, step } = await moduleSource(module, scratch, maker);
    const pages = join(folder, "ui/app/dist");
    await mkdir(pages, { recursive: true });
    await writeFile(join(pages, "index.html"), "");
    const link = `-s -w -X github.com/prometheus/common/version.Version=${STACK.alertmanager}`;
    await step(["build", "-trimpath", "-ldflags", link, "-o", join(scratch, "bin/alertmanager"), "./cmd/alertmanager"]);
    await rm(folder, { recursive: true });
  },
};

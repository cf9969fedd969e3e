// What this repository's own tocsin.config.ts brings, added before anything reads the table of mixins: imported before all else.
import { join } from "node:path";
import { withoutOptions } from "../../components/mixins/mixin";
import { bring } from "../../components/mixins/own/registry";
import config from "../../tocsin.config";

const projectDir = join(__dirname, "..", "..");
const file = join(projectDir, "tocsin.config.ts");

bring({
  projectDir,
  file,
  version: "of-the-tests",
  brought: Object.entries(config.mixins ?? {}).map(([name, given]) => ({
    name,
    mixin: "build" in given ? given : withoutOptions(given),
    runbook: join(projectDir, config.folders?.[name] ?? join("mixins", name), "runbook.md"),
    from: file,
  })),
});

// The Node.js that runs the commands: new enough, and with what V8 compiled at an earlier run.
import { enableCompileCache } from "node:module";
import { cacheFolder } from "../../components/host/tools/cache";
import { readEnvironment } from "../../components/host/tools/environment";
import { isAtLeast } from "../../components/version-numbers";
import { compiledFolder } from "./compiled";

/** As in package.json. */
const OLDEST = "22.12.0";

if (!isAtLeast(process.versions.node, OLDEST)) {
  console.error(
    `Found Node.js ${process.versions.node} (${process.execPath}); ${OLDEST} or later is needed.\n` +
      "On Linux npm has installed one beside the project, which npm run and npx use; elsewhere install a newer one.",
  );
  process.exit(1);
}
enableCompileCache(compiledFolder(cacheFolder(readEnvironment(), "compiled")));

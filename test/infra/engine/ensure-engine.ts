// Ensures the engine from source in a process of its own, which tests kill. It prints its progress, and at last the version.
import { readEnvironment } from "../../../components/host/tools/environment";
import { ensureEngine } from "../../../infra/engine";
import { goSource } from "../../../infra/engine/sources";

ensureEngine({ onProgress: console.log, sources: [goSource(readEnvironment(), console.log)] }).then(({ version }) =>
  console.log(`got ${version}`),
);

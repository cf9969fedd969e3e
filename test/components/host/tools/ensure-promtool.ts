// Ensures promtool in a process of its own, which tests kill or race. It prints its progress, and at last the version.
import { ensureTool } from "../../../../components/host/tools";

ensureTool("promtool", { onProgress: console.log }).then(({ version }) => console.log(`got ${version}`));

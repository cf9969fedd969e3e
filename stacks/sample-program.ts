// The sample service as one file that Node runs by itself, for platforms that have no copy of this project.
import { extname, join } from "node:path";
import { buildSync } from "esbuild";

const ENTRY = join(__dirname, "..", "components", "sample", "service", `main${extname(__filename)}`);

/** The program, bundled with the packages that it uses. */
export function sampleProgram(): string {
  const { outputFiles } = buildSync({
    entryPoints: [ENTRY],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

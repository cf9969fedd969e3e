// Programs of Tocsin's as one file each, which Node runs by itself, for platforms that have no copy of this project.
import { extname, join } from "node:path";
import { buildSync } from "esbuild";

/** The sample service. */
export const sampleProgram = () => bundled("sample", "service");

/** The continuous drill. */
export const drillProgram = () => bundled("drill");

/** What adds to incidents' threads. */
export const incidentsProgram = () => bundled("incidents");

/** What calls the hooks of remediation. */
export const remediationProgram = () => bundled("remediation");

/** The program of a room, bundled with the packages that it uses. */
function bundled(...room: readonly string[]): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, "..", "components", ...room, `main${extname(__filename)}`)],
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

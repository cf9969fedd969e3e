// The command: lint FILES… [--json] [--config FILE]. Exit code 0 clean, 1 findings, 2 a file cannot be read.
import { parseArgs } from "node:util";
import type { Finding } from "../policy";
import { readConfiguration } from "./configuration";
import { lintFiles } from "./lint";

const UNREADABLE = "readable-content";

function main(): number {
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: "boolean" }, config: { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new Error("Name the files: lint FILES… [--json] [--config FILE]");
    const findings = lintFiles(positionals, values.config === undefined ? {} : readConfiguration(values.config));
    process.stdout.write(values.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(""));
    if (findings.some(({ policy }) => policy === UNREADABLE)) return 2;
    return findings.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

const line = ({ level, message, pack, policy }: Finding) => `${level} ${message} [${pack}/${policy}]\n`;

process.exitCode = main();

// `npm test`: types, format and lint, then all tests; the last line counts them. Arguments go to vitest.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import execa from "execa";
import { z } from "zod";
import { lackingForNode } from "./cluster/node/global-setup";
import { summary } from "./summary";

const counts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "test-results-"));
const arguments_ = process.argv.slice(2);

interface Result {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, and why: the output above is long. */
  failures?: readonly string[];
  /** What passed at its second try only, and why not at the first. */
  secondTries?: readonly string[];
}

/** Lines of an error that are repeated at the end. */
const REPEATED_LINES = 12;

/** Tests with a status whose error is known, each with the begin of it. */
function withError({ testResults }: z.infer<typeof counts>, wanted: "failed" | "passed"): string[] {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === wanted && failureMessages.length > 0)
      .map(({ fullName, failureMessages: [error = ""] }) => {
        const own = error.split("\n").filter((line) => !line.includes("/node_modules/"));
        return [`${relative(process.cwd(), name)}: ${fullName}`, ...own.slice(0, REPEATED_LINES)].join("\n  ");
      }),
  );
}

/** The tests that failed, and the files that did not load. */
function failures(report: z.infer<typeof counts>): string[] {
  const unread = report.testResults.filter(
    ({ message, assertionResults }) => message && !assertionResults.some(({ status }) => status === "failed"),
  );
  return [
    ...withError(report, "failed"),
    ...unread.map(({ name, message }) => `${relative(process.cwd(), name)}: ${message.split("\n")[0]}`),
  ];
}

/** How a command runs: `later` keeps what it prints until it has ended; below 0 its niceness needs root. */
interface How {
  later?: boolean;
  niceness?: number;
  /** The folder of another Node.js to run it. */
  node?: string;
}

/** Runs a command of a dependency. */
async function run(command: string, args: readonly string[], { later = false, niceness = 0, node }: How = {}) {
  const line = ["-n", `${niceness}`, join("node_modules", ".bin", command), ...args];
  const { exitCode, all } = await execa("nice", line, {
    reject: false,
    all: true,
    ...(node && { env: { PATH: `${node}:${process.env.PATH}` } }),
    ...(!later && { stdio: "inherit" }),
  });
  if (later) console.log(all);
  return exitCode === 0;
}

/** One check, which counts as a test. */
async function check(command: string, ...args: string[]): Promise<Result> {
  const ok = await run(command, args);
  return { passed: Number(ok), failed: Number(!ok), skipped: 0, failures: ok ? [] : [[command, ...args].join(" ")] };
}

/** Runs one of vitest's projects; a run that ends without results counts as one failure. */
async function vitest(
  project: string,
  { workers, files = [], ...how }: How & { workers?: number; files?: readonly string[] } = {},
): Promise<Result> {
  const file = join(mkdtempSync(join(folder, project)), "report.json");
  const args = [
    "run",
    `--project=${project}`,
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...(workers ? [`--maxWorkers=${workers}`] : []),
    ...files,
    ...arguments_,
  ];
  const ok = await run("vitest", args, how);
  try {
    const report = counts.parse(JSON.parse(readFileSync(file, "utf8")));
    const { numPassedTests, numFailedTests, numPendingTests } = report;
    // A file that does not load has no tests that could fail, and an error outside of tests fails none.
    const isNamed = ok || numFailedTests > 0;
    const named = failures(report);
    return {
      passed: numPassedTests,
      failed: numFailedTests + (isNamed ? 0 : 1),
      skipped: numPendingTests,
      failures: isNamed || named.length > 0 ? named : [`${project}: an error outside of tests; see above`],
      secondTries: withError(report, "passed"),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${project}: no results`] };
  }
}

/** Tests of what depends on Node.js: the commands, processes and files of this machine, the package, the launcher of lint. */
const OF_NODE = ["test/infra", "test/components/host", "test/package", "test/policies/lint", "test/policies/engine"];

/** Those tests under each further Node.js that TOCSIN_NODES names the folder of, one after the other in what time is left. */
async function onOtherNodes(): Promise<Result[]> {
  const results: Result[] = [];
  for (const node of (process.env.TOCSIN_NODES ?? "").split(" ").filter((folder) => folder !== "")) {
    const { stdout: version } = await execa(join(node, "node"), ["--version"]);
    console.log(`Under Node.js ${version}:`);
    // Beside all that runs at a higher priority, each takes several times as long.
    const files = [...OF_NODE, "--testTimeout=180000", "--hookTimeout=90000"];
    results.push(await vitest("unit", { later: true, niceness: 10, workers: 1, files, node }));
  }
  return results;
}

/** A benchmark that could not be run for want of a tool. */
const TOOL_MISSING = 2;

/** Every benchmark, quickly: whether it runs, not how fast. It uses what the deployments leave of the processor. */
async function benchmarks(): Promise<Result> {
  const command = [process.execPath, "--import", "tsx", join("test", "bench", "main.ts"), "--quick"];
  const { exitCode, all } = await execa("nice", command, { reject: false, all: true });
  console.log(all);
  const skipped = exitCode === TOOL_MISSING && !process.env.CI;
  const failed = exitCode !== 0 && !skipped;
  return {
    passed: Number(exitCode === 0),
    failed: Number(failed),
    skipped: Number(skipped),
    failures: failed ? ["the benchmarks"] : [],
  };
}

/** What deploys for real on this machine, and the weeks of noise, which at a low priority use the time that deployments wait. */
async function deployments(all: boolean): Promise<Result[]> {
  const noise = vitest("noise", { later: true });
  const nodes = all ? onOtherNodes() : [];
  const others = await Promise.all([vitest("e2e", { workers: 4 }), noise, ...(all ? [benchmarks()] : [])]);
  return [...others, ...(await nodes)];
}

/**
 * The deployment to a real cluster, which mostly waits: beside the others, and before them where all want the processor. One counted skip
 * where the machine cannot run a node.
 */
async function onCluster(): Promise<Result> {
  const lacking = await lackingForNode();
  if (lacking === undefined) return await vitest("deployment", { later: true, niceness: -5 });
  console.log(`The deployment to a cluster is skipped: ${lacking}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

async function main(): Promise<void> {
  const all = arguments_.length === 0;
  const checks = all
    ? [
        await check("tsc", "--noEmit"),
        await check("tsc", "--noEmit", "--project", "infra/dashboards/page"),
        await check("biome", "check"),
      ]
    : [];
  const isNamed = all || arguments_.some((argument) => argument.includes("cluster"));
  const cluster = isNamed ? onCluster() : undefined;
  const unit = await vitest("unit", { workers: availableParallelism() });
  const others = await deployments(all);
  if (cluster) others.push(await cluster);
  rmSync(folder, { recursive: true });
  if (all) console.log(summary());

  const results = [...checks, unit, ...others];
  for (const one of results.flatMap(({ secondTries = [] }) => secondTries)) console.log(`At the second try: ${one}`);
  for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`Failed: ${failure}`);
  const sum = (key: "passed" | "failed" | "skipped") => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum("skipped");
  console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

void main();

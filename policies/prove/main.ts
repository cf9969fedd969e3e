// The command: prove FILES… [--json] [--min-score N].
import { parseArgs } from "node:util";
import { messageOf } from "../../components/error-text";
import { together } from "../content";
import { filesOf } from "../lint/paths";
import { readNamed } from "../lint/reading";
import { findTools } from "../verdicts";
import { keptIn } from "./kept";
import { Progress } from "./progress";
import { LIMIT, type Proof, proofsOf } from "./prove";
import { asJson, linesOf, percentOf, scoreOf, summaryOf } from "./report";
import { coverageOf } from "./tests";

const HELP = `prove FILES… [--json] [--min-score N] [--rule PATTERN] [--limit SECONDS] [--keep FILE]

Proves Prometheus rules from their expressions alone. Scenarios are written for each: it fires and resolves, stays quiet just
below its threshold, without data, through a reset of its counters, and beside series that it does not choose; promtool plays
them. Then each rule is given one fault at a time (threshold up and down, comparison turned, a label dropped from by, for
halved, a matcher removed, a window doubled): the score is how many of these the scenarios notice. Test files of promtool
among FILES are counted: which alerts they make fire.

  --json            proofs as JSON
  --min-score N     exit code 1 where fewer than N percent of the faults are noticed, or a rule is not proven
  --rule PATTERN    only rules of which the name matches
  --limit SECONDS   how long promtool may take for a rule, ${LIMIT} by default; what takes longer is not proven
  --keep FILE       writes each proof there as it is found; rules that FILE has already are not played again
  --help            print this

Exit code 0: done; 1: below --min-score; 2: something was not read, or promtool is missing.
`;

const OPTIONS = {
  json: { type: "boolean" },
  "min-score": { type: "string" },
  rule: { type: "string" },
  limit: { type: "string", default: String(LIMIT) },
  keep: { type: "string" },
  help: { type: "boolean" },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length === 0) throw new Error(`Name the files.\n\n${HELP}`);
  const least = values["min-score"] === undefined ? undefined : Number(values["min-score"]);
  if (Number.isNaN(least)) throw new Error(`--min-score is "${values["min-score"]}"; it takes a number of percent`);
  const limit = Number(values.limit);
  if (!(limit > 0)) throw new Error(`--limit is "${values.limit}"; it takes a number of seconds above 0`);
  const { promtool } = findTools();
  if (promtool === undefined) throw new Error("promtool not found; get it with: npm run doctor -- --install");
  const begun = performance.now();
  const { files, notRead } = filesOf(positionals);
  const coverage = coverageOf(files.map(({ file }) => file));
  // Test files are not rules, and no fault.
  const readings = files.map((named) => readNamed({ ...named, isFound: true }));
  const missed = [...notRead, ...readings.flatMap((reading) => reading.notRead)];
  const chosen = new RegExp(values.rule ?? "");
  const rules = together(readings.map(({ content }) => content)).rules.filter(({ name }) => chosen.test(name));
  const kept = values.keep === undefined ? undefined : keptIn(values.keep);
  const progress = new Progress(process.stderr, rules.length);
  const before = rules.flatMap((rule) => kept?.of(rule) ?? []);
  const say = (proof: Proof) => {
    progress.count(proof);
    if (!values.json) process.stdout.write(linesOf(proof));
  };
  before.forEach(say);
  const known = new Set(before.map(({ rule }) => rule));
  const found = await proofsOf(
    rules.filter((rule) => !known.has(rule)),
    {
      promtool,
      limit,
      onProof: (proof) => {
        kept?.add(proof);
        say(proof);
      },
    },
  );
  const proofs = [...before, ...found].sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
  const seconds = (performance.now() - begun) / 1_000;
  progress.end();
  process.stdout.write(values.json ? asJson(proofs, coverage, seconds) : summaryOf(proofs, coverage, seconds));
  process.stderr.write(missed.map(({ file, reason }) => `${file} was not read: ${reason}\n`).join(""));
  if (missed.length > 0) return 2;
  const { killed, mutants, proven } = scoreOf(proofs);
  return least !== undefined && (percentOf(killed, mutants) < least || proven < proofs.length) ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 2;
  },
);

// Writes the table of policies into the README: node --import tsx policies/readme/main.ts
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKS } from "../packs";
import { withTables } from "./table";

const README = join(__dirname, "../README.md");

writeFileSync(README, withTables(readFileSync(README, "utf8"), PACKS));

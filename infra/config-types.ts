// The types of tocsin.config.ts and what it imports of the project, by the compiler that the package brings; checked again only
// where a file has changed.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import ts from "typescript";
import { CONFIG_FILE } from "../components/mixins/own/load";
import { PACKAGE_DIR, PACKAGE_FILE } from "./folders";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  // Those that the project has installed, such as @types/node.
  types: ["*"],
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noUncheckedIndexedAccess: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Throws with every mistake: file, line, what the compiler says. */
export async function checkTypes(projectDir: string): Promise<void> {
  const file = join(projectDir, CONFIG_FILE);
  const host = ts.createCompilerHost(OPTIONS);
  const files = await ownFiles(file, projectDir, host);
  const version = await versionOf(files);
  const passed = join(projectDir, ".tocsin", "types-checked");
  if ((await readFile(passed, "utf8").catch(() => "")) === version) return;
  // In this repository "tocsin" is the sources; elsewhere it is the package that is installed.
  const inside = PACKAGE_DIR === projectDir || projectDir.startsWith(`${PACKAGE_DIR}/`);
  const options = {
    ...OPTIONS,
    // Whose folder declarations are looked for from, up to the root.
    configFilePath: join(projectDir, "tsconfig.json"),
    ...(inside && { paths: { tocsin: [join(PACKAGE_DIR, "package", "index.ts")] } }),
  };
  const program = ts.createProgram([file], options, host);
  const problems = files.flatMap((path) => {
    const source = program.getSourceFile(path);
    return source ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)] : [];
  });
  if (problems.length > 0) {
    throw new Error(
      [
        `${CONFIG_FILE} and what it imports have type errors; mend them, nothing is deployed.`,
        ...problems.map((problem) => `  ${lineOf(problem, projectDir)}`),
      ].join("\n"),
    );
  }
  await mkdir(join(projectDir, ".tocsin"), { recursive: true, mode: 0o700 });
  await writeFile(passed, version);
}

function lineOf({ file, start = 0, messageText }: ts.Diagnostic, projectDir: string): string {
  const message = ts.flattenDiagnosticMessageText(messageText, " ");
  if (!file) return message;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${relative(projectDir, file.fileName)}:${line + 1}: ${message}`;
}

/** The configuration and the project's files that it imports, packages aside. */
async function ownFiles(file: string, projectDir: string, host: ts.CompilerHost): Promise<string[]> {
  const found = new Set([file]);
  for (const path of found) {
    const { importedFiles } = ts.preProcessFile(await readFile(path, "utf8"));
    for (const { fileName } of importedFiles.filter((one) => one.fileName.startsWith("."))) {
      const resolved = ts.resolveModuleName(fileName, path, OPTIONS, host).resolvedModule?.resolvedFileName;
      if (resolved?.startsWith(projectDir) && !resolved.includes("/node_modules/")) found.add(resolved);
    }
  }
  return [...found];
}

async function versionOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [PACKAGE_FILE, ...files]) hash.update(await readFile(file));
  return hash.digest("hex");
}

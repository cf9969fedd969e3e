// Writes the generated references: npm run docs. They are about what Tocsin brings; this repository's own mixins are not in them.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./pages";

const [folder = "."] = process.argv.slice(2);

for (const [path, text] of Object.entries(generatedFiles())) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

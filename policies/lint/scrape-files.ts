// The files of jobs that a prometheus.yml names in scrape_config_files are read as parts of it, whether they are given or not.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { messageOf } from "../../components/error-text";
import { type Content, fieldsOf, listOf, NOTHING, scrapeFileOf, textOf } from "../content";
import { isLike, realPathOf } from "./paths";
import type { Reading } from "./reading";

/**
 * The readings, with one of each such file; one that was read alone is read again, beside its configuration.
 *
 * @param files What the readings are of.
 */
export function withScrapeFiles(files: readonly string[], readings: readonly Reading[]): readonly Reading[] {
  const parts = readings.flatMap(({ content }) => partsOf(content));
  if (parts.length === 0) return readings;
  const inside = new Set(parts.map(({ file }) => realPathOf(file)));
  const alone = readings.filter((_, i) => !inside.has(realPathOf(files[i] ?? "")));
  return [...alone, ...parts.map(({ reading }) => reading)];
}

interface Part {
  file: string;
  reading: Reading;
}

function partsOf({ serverFiles }: Content): Part[] {
  return serverFiles.flatMap(({ kind, value, place, isOnDisk }) => {
    if (kind !== "prometheus" || !isOnDisk || place.file === undefined) return [];
    const config = fieldsOf(value);
    const names = new Set(listOf(config.scrape_configs).flatMap((job) => textOf(fieldsOf(job).job_name) ?? []));
    const folder = dirname(place.file);
    return listOf(config.scrape_config_files)
      .flatMap((pattern) => matching(textOf(pattern) ?? "", folder))
      .map((file): Part => {
        try {
          const content = scrapeFileOf(readFileSync(file, "utf8"), { file }, config, names);
          return { file, reading: { content, notRead: [] } };
        } catch (error) {
          const reason = `it cannot be read: ${messageOf(error)}`;
          return { file, reading: { content: NOTHING, notRead: [{ file, reason }] } };
        }
      });
  });
}

/** As Prometheus finds them: in one folder, by a pattern of the name. What is not there is passed over, as it does. */
function matching(pattern: string, folder: string): string[] {
  if (pattern === "") return [];
  const path = resolve(folder, pattern);
  const within = dirname(path);
  try {
    return readdirSync(within)
      .filter((name) => isLike(name, basename(path)))
      .sort()
      .map((name) => asGiven(join(within, name), folder));
  } catch {
    return [];
  }
}

/** As long as its configuration's path is relative, so is it. */
const asGiven = (path: string, folder: string) => (folder.startsWith("/") ? path : relative(process.cwd(), path));

// What is known of the recordings in the content that is judged.

import { grouped } from "../../components/grouped";
import { NO_RECORDINGS, Recordings } from "../../components/promql";
import type { Content, Place, Rule } from "../content";

/** By the folder that reads them, beside all (""). */
const known = new WeakMap<Content, Map<string | undefined, Recordings>>();

/**
 * The recordings of the content.
 *
 * @param reader Where they are read: those of folders far from it are another server's, whose series come with labels of that server.
 */
export function recordingsIn(content: Content, reader?: Place): Recordings {
  const folder = reader?.file === undefined ? undefined : folderOf(reader.file);
  const ofContent = known.get(content) ?? new Map<string | undefined, Recordings>();
  known.set(content, ofContent);
  const before = ofContent.get(folder);
  if (before) return before;
  const found = recorded(content.rules.filter(({ place }) => isNear(folder, place.file)));
  ofContent.set(folder, found);
  return found;
}

function recorded(rules: readonly Rule[]): Recordings {
  const recordings = rules.flatMap(({ kind, name, parsed, labels }) =>
    kind === "recording" && !("error" in parsed)
      ? [{ name, expression: parsed.expression, labels: Object.keys(labels) }]
      : [],
  );
  const byName = grouped(recordings, ({ name }) => name);
  return byName.size === 0 ? NO_RECORDINGS : new Recordings(byName);
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf("/") + 1);

/** Whether what is in one file may be of the server that the other is of. */
export const areNear = (one: Place, other: Place): boolean => isNear(one.file && folderOf(one.file), other.file);

/** In the same folder, or in one beside it, above or below. */
function isNear(folder: string | undefined, file: string | undefined): boolean {
  if (folder === undefined || file === undefined) return true;
  const other = folderOf(file);
  if (other === folder) return true;
  const [one, two] = [folder.split("/").slice(0, -1), other.split("/").slice(0, -1)];
  const common = one.findIndex((part, i) => part !== two[i]);
  return Math.max(one.length, two.length) - (common === -1 ? one.length : common) <= 1;
}

// A cluster's settings with a hostile text in one place, where they are not refused.
import { expect } from "vitest";
import { type Settings, SettingsError } from "../../../components/monitoring";
import { changed, textsIn } from "../../support/every-text";
import { cluster, EVERYTHING } from "./clusters";

/** What Helm's `tpl` evaluates, ends a line of an ini file or a value in it, or is replaced by Grafana. */
const HOSTILE = [
  ...["{{ .Release.Name }}", "{{.Release.Name}}", "a\n[auth.anonymous]\nenabled = true", "\r\n- x", "\u0000", "\u202e"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as Grafana reads it
  ...["${HOME}", "$__file{/etc/passwd}", "a # b", "a ; b", '"', "`id`", "'", "\\", "x".repeat(10_000)],
].flatMap((text) => [text, `a${text}b`]);

const [platform, more] = EVERYTHING;
const base = { platform, ...more };

/** The path of each text in them. */
export const PATHS = textsIn(base);

/** Those that are taken; the others are refused with words of ours. */
export function takenIn(path: (typeof PATHS)[number]): { text: string; settings: Settings }[] {
  const taken = HOSTILE.flatMap((text) => {
    const { platform: own, ...rest } = changed(base, path, text);
    try {
      return [{ text, settings: cluster(Object(own), rest) }];
    } catch (error) {
      expect(error, `${path.join(".")}: ${JSON.stringify(text)}`).toBeInstanceOf(SettingsError);
      return [];
    }
  });
  expect(taken.length).toBeLessThan(HOSTILE.length);
  return taken;
}

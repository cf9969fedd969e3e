// Programs of the system that a test needs, found on PATH.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian's package of each, or how else it is had. */
const PACKAGES = {
  "cloud-init": "the Debian package cloud-init",
  "systemd-analyze": "the Debian package systemd",
  shellcheck: "the Debian package shellcheck",
  chromium: "the Debian package chromium",
  htpasswd: "the Debian package apache2-utils",
  openssl: "the Debian package openssl",
  actionlint: "go install github.com/rhysd/actionlint/cmd/actionlint@latest",
  aws: "pip install -c test/support/machine/python-packages.txt awscli",
  moto_server: "pip install -c test/support/machine/python-packages.txt 'moto[server,s3]'",
} as const;

type Program = keyof typeof PACKAGES;

/** Paths of programs; undefined where one is missing, and then the test is to be skipped. With CI=true it throws instead. */
export function programsOrSkip<Name extends Program>(...names: Name[]): Record<Name, string> | undefined {
  const missing = names.filter((name) => !pathOf(name));
  if (missing.length === 0)
    return Object.fromEntries(names.map((name) => [name, pathOf(name)])) as Record<Name, string>;
  const message = `missing: ${missing.map((name) => `${name} (${PACKAGES[name]})`).join(", ")}`;
  if (process.env.CI === "true") throw new Error(message);
  console.warn(`Tests are skipped: ${message}`);
  return undefined;
}

function pathOf(name: string): string | undefined {
  const paths = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

// Where Pulumi's engine is installed from: its makers' release, else a build from source.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd";
import { addEntry } from "../../components/host/tools/cache";
import type { Environment } from "../../components/host/tools/environment";
import { buildGoCommand } from "../../components/host/tools/go-build";
import { type Source, SourceError } from "../../components/host/tools/install";
import { narrate, type OnProgress } from "../../components/host/tools/progress";
import { ENGINE_EXECUTABLE, engineFolder, engineVersionOf } from "./find";
import { engineVersion } from "./version";

const SITE = "https://get.pulumi.com/";
const PROBE_SECONDS = 5;
const DOWNLOAD_MINUTES = 15;

/** The official release, as the Automation API installs it. */
export function officialSource(environment: Environment, onProgress: OnProgress, site = SITE): Source {
  const remedy = `curl -fsSL ${SITE} | sh -s -- --version ${engineVersion} && export PATH="$HOME/.pulumi/bin:$PATH"`;
  return {
    name: "Pulumi's release",
    install: async () => {
      // A machine without a way to the site shall not wait for the many tries of a download.
      if (!(await answers(site))) throw new SourceError(`${site} does not answer within ${PROBE_SECONDS} s`, remedy);
      await addEntry(engineFolder(environment), engineVersion, async (scratch) => {
        const bound = new AbortController();
        await narrate(`Downloading Pulumi ${engineVersion}`, onProgress, () =>
          Promise.race([
            // Without a version it installs that of the SDK.
            PulumiCommand.install({ root: scratch }),
            sleep(DOWNLOAD_MINUTES * 60_000, undefined, { signal: bound.signal }).then(() => {
              throw new SourceError(`no end after ${DOWNLOAD_MINUTES} min`, remedy);
            }),
          ]),
        ).finally(() => bound.abort());
        await requireAnswer(scratch, environment);
      });
    },
  };
}

const ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** A build of the engine's command. It has no language hosts and no plugins. */
export function goSource(environment: Environment, onProgress: OnProgress): Source {
  const version = `v${engineVersion}`;
  const command = {
    what: `Pulumi ${engineVersion}`,
    gets: [`${ENGINE_PACKAGE}@${version}`],
    package: ENGINE_PACKAGE,
    linkerVariables: {
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version,
      "github.com/pulumi/pulumi/pkg/v3/version.Version": version,
    },
  };
  return {
    name: "Go build",
    install: () =>
      addEntry(engineFolder(environment), engineVersion, async (scratch) => {
        onProgress("Pulumi is built from source, once for this version: 3 to 7 minutes on two cores the first time");
        await buildGoCommand(command, scratch, ENGINE_EXECUTABLE, environment, onProgress);
        await requireAnswer(scratch, environment);
      }),
  };
}

async function requireAnswer(scratch: string, environment: Environment): Promise<void> {
  const version = await engineVersionOf(join(scratch, ENGINE_EXECUTABLE), environment);
  if (version !== engineVersion) {
    throw new SourceError(`its pulumi ${version === undefined ? "does not run here" : `has version ${version}`}`);
  }
}

async function answers(site: string): Promise<boolean> {
  try {
    const response = await fetch(site, { method: "HEAD", signal: AbortSignal.timeout(PROBE_SECONDS * 1000) });
    return response.status < 500;
  } catch {
    return false;
  }
}

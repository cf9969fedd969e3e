// What an environment comes to, of the working tree, with nothing secret in it.
import { withoutSecrets } from "../../components/host/provider/values";
import { stackOf } from "../../stacks";
import { credentialsOf } from "../credentials";
import { underMocks } from "../engine/offline";
import { PROJECT_DIR } from "../folders";
import { readOwnRules } from "../own-rules";
import { withOwnSlos } from "../own-slos";
import { readStackFile, settingsInFile } from "../settings";
import { withoutCredentials } from "./without-credentials";

export async function renderedHere(environment: string) {
  const given = settingsInFile(withoutCredentials(await readStackFile(PROJECT_DIR, environment)));
  const settings = await withOwnSlos(given, PROJECT_DIR);
  const stack = await stackOf(settings);
  // A preview says the same on every machine and on every day, whatever is installed there.
  const ownRules = await readOwnRules(settings, PROJECT_DIR);
  const facts = { environment, runtime: "native" as const, ownRules };
  const credentials = await credentialsOf(settings);
  const monitoring = stack.monitoring(settings, facts);
  // The folder differs from commit to commit, and is no change.
  const surroundings = { ...facts, projectDir: "/project", packageDir: "/project", credentials, now: new Date(0) };
  const { resources } = await underMocks(environment, () => stack.deploy(settings, surroundings, monitoring));
  return {
    limits: settings.limits,
    monitoring,
    resources: resources.map((resource) => ({ ...resource, inputs: withoutSecrets(resource.inputs) })),
  };
}

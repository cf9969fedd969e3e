// Prints what an environment comes to as JSON, for a comparison: `print.ts ENV`.
import { withoutSecrets } from "../../components/host/provider/values";
import { stackOf } from "../../stacks";
import { credentialsOf } from "../credentials";
import { underMocks } from "../engine/offline";
import { PROJECT_DIR } from "../folders";
import { readOwnRules } from "../own-rules";
import { readStackFile, settingsInFile } from "../settings";
import { withoutCredentials } from "./without-credentials";

// Pulumi takes a stack trace with every promise, which costs more time than the program; here nobody sees them.
Error.stackTraceLimit = 0;

async function rendered(environment: string) {
  const settings = settingsInFile(withoutCredentials(await readStackFile(PROJECT_DIR, environment)));
  const stack = await stackOf(settings);
  // A preview says the same on every machine, whatever is installed there.
  const ownRules = await readOwnRules(settings, PROJECT_DIR);
  const facts = { environment, runtime: "native" as const, ownRules };
  const credentials = await credentialsOf(settings);
  const monitoring = stack.monitoring(settings, facts);
  const { resources } = await underMocks(environment, () =>
    // The folder differs from commit to commit, and is no change.
    stack.deploy(settings, { ...facts, projectDir: "/project", packageDir: "/project", credentials }, monitoring),
  );
  return {
    limits: settings.limits,
    monitoring,
    resources: resources.map((resource) => ({ ...resource, inputs: withoutSecrets(resource.inputs) })),
  };
}

rendered(process.argv[2] ?? "local").then(
  (said) => process.stdout.write(JSON.stringify(said)),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

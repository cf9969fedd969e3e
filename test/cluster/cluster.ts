// `npm run cluster -- (build|up|down|status)`: a real one-node Kubernetes cluster on this machine.
import { program } from "commander";
import { messageOf } from "../../components/error-text";
import { build, installProvider, missingFromBuild } from "./build";
import { record } from "./node/recording";
import { runningCluster, startCluster, stopCluster } from "./node/start";

const onProgress = (line: string) => process.stderr.write(`${line}\n`);

program.name("npm run cluster --").description("A real one-node Kubernetes cluster on this machine, for the tests");

program
  .command("build")
  .description(
    "Make what is missing, with the Kubernetes provider for Pulumi; three quarters of an hour the first time",
  )
  .action(async () => {
    await build(onProgress);
    await installProvider(onProgress);
  });

program
  .command("up")
  .description("Start the cluster and print the path of its kubeconfig")
  .action(async () => console.log((await startCluster(onProgress)).kubeconfig));

program.command("down").description("Stop the cluster and remove all of it but what was built").action(stopCluster);

program
  .command("record <folder>")
  .description("Write what the parts of the running cluster show, for test/fixtures/exporters")
  .action(async (folder: string) => {
    const cluster = await runningCluster(onProgress);
    if (cluster === undefined) throw new Error("The cluster does not run; start it with: npm run cluster -- up");
    await record(cluster, folder);
  });

program
  .command("status")
  .description("Say what runs and what would have to be made")
  .action(async () => {
    const missing = await missingFromBuild();
    for (const what of missing) console.log(`not made yet: ${what}`);
    const cluster = missing.length === 0 ? await runningCluster(onProgress) : undefined;
    console.log(cluster === undefined ? "not running" : `running: export KUBECONFIG=${cluster.kubeconfig}`);
    if (cluster !== undefined) console.log(await cluster.kubectl(["get", "nodes,pods", "--all-namespaces"]));
  });

program.parseAsync().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});

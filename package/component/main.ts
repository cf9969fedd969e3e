// The component package as the engine starts it.
import { main } from "@pulumi/pulumi/provider";
import { messageOf } from "../../components/error-text";
import { bringOwn } from "../../infra/own-mixins";

Error.stackTraceLimit = 0;

async function start(): Promise<void> {
  await bringOwn();
  const { TocsinProvider } = await import("./provider.js");
  await main(new TocsinProvider(), process.argv.slice(2));
}

start().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});

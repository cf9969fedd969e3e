// The whole program of some settings under mocks, as a process: its argument is a file with them.
import { readFileSync } from "node:fs";
import { parseSettings } from "../../../components/monitoring";
import { stackOf } from "../../../stacks";
import { NOW, underMocks } from "../../support/mocks";
import { tellTimeOf } from "./work";

void tellTimeOf(async () => {
  const settings = parseSettings(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
  const surroundings = {
    environment: "bench",
    projectDir: "/project",
    packageDir: "/project",
    credentials: {},
    now: NOW,
    runtime: "native" as const,
  };
  const { resources } = await underMocks("bench", async () => (await stackOf(settings)).deploy(settings, surroundings));
  if (resources.length === 0) throw new Error("No resource was registered");
});

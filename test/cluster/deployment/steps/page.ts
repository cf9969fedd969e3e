// The documentation's page followed word by word on the cluster: what it says to write is written, what it says to run is run, until
// a message arrives.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import execa from "execa";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { House } from "../../../e2e/house";
import { installProvider } from "../../build";
import { NAME } from "../../node/layout";
import { chartsFolder } from "../charts";
import { installRandom } from "../environment";
import { eventually } from "../eventually";
import type { Site } from "../site";
import { MINUTES } from "./limits";

const PAGE = "docs/platforms/kubernetes.md";

/** The page's own environment. */
const ENVIRONMENT = "kind";

/** The blocks of code of the page's first section, by language, and the command in its text that makes the settings. */
async function stepsOfPage() {
  const page = await readFile(PAGE, "utf8");
  const [, section = ""] = page.split(/^## /m);
  const blocks = (language: string) =>
    [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, text = ""]) => text);
  const [create, run] = blocks("sh");
  const [settings] = blocks("yaml");
  const [, begin] = /`(npm run new -- kind kubernetes)`/.exec(section) ?? [];
  if (!create || !run || !settings || !begin) throw new Error(`${PAGE} has other steps than this test knows`);
  return { create, run: run.split("\n").filter((line) => line.trim() !== ""), settings, begin };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

export function page(site: () => Site): void {
  test("the page on Kubernetes, followed word by word, ends with a message", { timeout: 20 * MINUTES }, async () => {
    const { cluster, environment } = site();
    const steps = await stepsOfPage();
    // The tests' cluster takes the place of the one that the page makes.
    expect(steps.create).toMatch(/^k3d cluster create tocsin /);
    const house = await House.copy();
    const home = await mkdtemp(join(tmpdir(), "tocsin-home-"));
    // What the page exports, its lines after that one have.
    const exported: Record<string, string> = {};
    try {
      await installProvider(() => undefined, house.pulumiHome);
      await installRandom(house.pulumiHome);
      await mkdir(join(home, ".config/tocsin"), { recursive: true });
      await writeFile(join(home, ".config/tocsin/slack-token"), "xoxb-nobody");
      const port = await freePort();
      const bash = (line: string) =>
        execa("bash", ["-c", line], {
          cwd: house.dir,
          env: {
            HOME: home,
            XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
            PULUMI_HOME: house.pulumiHome,
            PULUMI_BACKEND_URL: "",
            KUBECONFIG: cluster.kubeconfig,
            PATH: [dirname(cluster.kubectlPath), process.env.PATH].join(delimiter),
            // As in every other test of this folder.
            PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
            ...exported,
          },
          all: true,
        });
      await bash(steps.begin);
      const written: { config: Record<string, object> } = parse(steps.settings);
      const platform = Object(written.config["tocsin:platform"]);
      expect(platform.cluster).toEqual({ context: "k3d-tocsin" });
      Object.assign(platform, {
        cluster: { context: NAME },
        charts: { from: await chartsFolder(house.dir, cluster.crds) },
      });
      // Beside Slack, which nobody reaches from here.
      Object.assign(Object(written.config["tocsin:notifications"]), {
        receivers: [{ name: "program", webhook: environment.inbox.url("/page"), severities: ["critical"] }],
      });
      await house.write(`Pulumi.${ENVIRONMENT}.yaml`, stringify(written));

      for (const line of steps.run) {
        const [, name, value] = /^export (\w+)='([^']+)'/.exec(line) ?? [];
        if (name && value) {
          exported[name] = value;
          continue;
        }
        if (/port-forward/.test(line)) {
          const forwarding = bash(line.replace("3000:80", `${port}:80`));
          await eventually("Grafana to answer", 30, async () =>
            (await fetch(`http://127.0.0.1:${port}/api/health`)).ok ? true : undefined,
          );
          forwarding.kill();
          await forwarding.catch(() => undefined);
          continue;
        }
        // Nobody is there to answer its question.
        const outcome = await bash(/npm run up/.test(line) ? line.replace(/(-- kind)/, "$1 --yes") : line);
        if (/base64 -d/.test(line)) expect(outcome.stdout).toMatch(/^\S{12,}$/);
      }
      expect(steps.run.at(-1)).toContain("scale deployment/sample --replicas=0");
      await environment.inbox.until("/page", /"status":"firing".*"alertname":"ServiceDown"/, 180);
      await bash("kubectl -n monitoring scale deployment/sample --replicas=2");
      await environment.inbox.until("/page", /"status":"resolved".*"alertname":"ServiceDown"/, 240);
    } finally {
      await house.run(["destroy", ENVIRONMENT, "--yes", "--purge"], {
        ...exported,
        PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
        KUBECONFIG: cluster.kubeconfig,
      });
      await house.remove();
      await rm(home, { recursive: true, force: true });
    }
  });
}

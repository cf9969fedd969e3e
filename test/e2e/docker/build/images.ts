// The images of the local platform under the names that it asks for, made of this machine's tools, and one for the tests' containers.
import { join } from "node:path";
import { findTool, type ToolName } from "../../../../components/host/tools";
import { catalogue } from "../../../../components/host/tools/catalogue";
import type { Tool } from "../../../../components/host/tools/tool";
import { ENTRYPOINTS, IMAGES } from "../../../../components/local/images";
import { type Image, librariesOf } from "../../../cluster/build/image-archive";
import type { Made } from "./index";

/** A shell, for containers of the tests. */
export const SHELL_IMAGE = "tocsin.test/busybox:1";

/** An Alertmanager whose validator refuses every configuration: it is the other one, which knows no such command. */
export const REFUSING_IMAGE = "tocsin.test/alertmanager:1";

const NOBODY = "65534:65534";

/** All of them. */
export async function images({ packages, cadvisor }: Made): Promise<Image[]> {
  const [prometheus, promtool, alertmanager, amtool, node, blackbox] = await Promise.all(
    (["prometheus", "promtool", "alertmanager", "amtool", "node-exporter", "blackbox-exporter"] as const).map(
      programOf,
    ),
  );
  return [
    await image(IMAGES.prometheus, "/bin/prometheus", { "/bin/prometheus": prometheus, "/bin/promtool": promtool }),
    await image(IMAGES.alertmanager, "/bin/alertmanager", {
      "/bin/alertmanager": alertmanager,
      "/bin/amtool": amtool,
    }),
    await image(REFUSING_IMAGE, "/bin/alertmanager", { "/bin/alertmanager": alertmanager, "/bin/amtool": promtool }),
    await image(IMAGES["node-exporter"], "/bin/node_exporter", { "/bin/node_exporter": node }),
    await image(IMAGES["blackbox-exporter"], "/bin/blackbox_exporter", { "/bin/blackbox_exporter": blackbox }),
    {
      ...(await image(IMAGES.cadvisor, "/bin/cadvisor", { "/bin/cadvisor": join(cadvisor, "bin/cadvisor") })),
      user: "0",
    },
    // No package registry has Grafana: this answers as it does when it is well.
    await image(IMAGES.grafana, "/bin/node", {
      "/bin/node": process.execPath,
      [ENTRYPOINTS.grafana ?? ""]: join(__dirname, "../../../cluster/build/programs/grafana/main.cjs"),
    }),
    {
      tag: SHELL_IMAGE,
      program: join(packages, "bin/busybox"),
      entrypoint: [],
      links: ["sh", "sleep", "tail", "yes", "cat", "dd", "true"],
    },
  ];
}

async function image(tag: string, entrypoint: string, files: Record<string, string | undefined>): Promise<Image> {
  const there = Object.entries(files).map(([path, from]): [string, string] => {
    if (from === undefined) throw new Error(`${path} is missing for ${tag}; get it with: npm run doctor -- --install`);
    return [path, from];
  });
  const libraries = await Promise.all(there.map(([, from]) => librariesOf(from)));
  return {
    tag,
    entrypoint: [entrypoint],
    files: Object.fromEntries([...libraries.flat().map((one) => [one, one] as const), ...there]),
    user: NOBODY,
  };
}

/** The program itself, where a tool is started by a launcher. */
async function programOf(name: ToolName): Promise<string | undefined> {
  const path = (await findTool(name))?.path;
  const tool: Tool = catalogue[name];
  const launcher = tool.distribution?.debian?.path;
  const program = tool.distribution?.debian?.launches?.program;
  return launcher && program && path?.endsWith(`/${launcher}`) ? path.replace(launcher, program) : path;
}

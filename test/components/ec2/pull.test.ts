// What a server takes from its bucket: exactly what the manifest names.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manifestOf } from "../../../components/ec2/configuration-delivery";

const PULL = join(__dirname, "..", "..", "..", "components", "ec2", "scripts", "pull.sh");

/** Stands in for `aws s3 cp --only-show-errors [--recursive] FROM TO`, with a folder for a bucket. */
const AWS = `#!/bin/sh
shift 3
if [ "$1" = --recursive ]; then cp -r "$BUCKET/." "$3"; else cat "$BUCKET/\${1##*/}"; fi
`;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tocsin-pull-"));
  await mkdir(join(dir, "bin"));
  await writeFile(join(dir, "bin", "aws"), AWS, { mode: 0o755 });
  await mkdir(join(dir, "bucket", "rules"), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true }));

test("files that no manifest names are left out, whatever their names", async () => {
  const files = { "rules/a.yml": "groups: []\n", "rules/a b.yml": "groups: []\n" };
  const foreign = ["rules/removed.yml", "rules/a.ymlx", "rules/-x.yml", "rules/.yml", "other"];
  for (const [path, content] of Object.entries(files)) await writeFile(join(dir, "bucket", path), content);
  for (const path of foreign) await writeFile(join(dir, "bucket", path), "left from before\n");
  await writeFile(join(dir, "bucket", "manifest"), manifestOf("1", files));
  await execa("sh", [PULL], {
    env: {
      PATH: `${join(dir, "bin")}:${process.env.PATH}`,
      BUCKET: join(dir, "bucket"),
      SOURCE: "s3://bucket",
      ROOT: join(dir, "root"),
      METRICS: join(dir, "metrics", "delivery.prom"),
    },
  });
  const taken = join(dir, "root", "current");
  expect(await readdir(taken)).toEqual(["rules"]);
  expect((await readdir(join(taken, "rules"))).sort()).toEqual(["a b.yml", "a.yml"]);
});

// Pictures that fail: one line each, after a second try, and the others are there.
import { expect, test } from "vitest";
import { failedPictures } from "../../../infra/dashboards/pictures";
import { ANSWERS, viewed } from "./answers";

/** As Chromium says it under load. */
const STDERR = [
  "[1234:1234:0101/120000.123:ERROR:dbus/bus.cc(406)] Failed to connect to the bus: No such file or directory",
  ...Array.from({ length: 50 }, (_, index) => `#${index} 0x5586c0 <unknown>`),
].join("\n");

test("each failure is one line, and is tried twice", async () => {
  const one = await viewed(ANSWERS);
  const tries: string[] = [];
  const views = ["good", "bad", "slow", "recovers"].map((uid) => ({ ...one, uid }));
  const failed = await failedPictures(views, async ({ uid }) => {
    tries.push(uid);
    if (uid === "bad") throw Object.assign(new Error("Command failed"), { stderr: STDERR });
    if (uid === "slow") throw Object.assign(new Error("Command failed"), { stderr: "", timedOut: true });
    if (uid === "recovers" && tries.filter((name) => name === uid).length === 1) throw new Error("once");
  });
  expect(failed.sort()).toEqual([
    "bad: Failed to connect to the bus: No such file or directory",
    "slow: no picture within 60 s",
  ]);
  expect(tries.filter((uid) => uid === "bad")).toHaveLength(2);
  expect(tries.filter((uid) => uid === "good")).toHaveLength(1);
});

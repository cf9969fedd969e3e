import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MessageStore, type StoredMessage } from "../../../../components/sample/inbox/receipts/store";
import { temporaryFolder } from "../support";

function message(n: number): StoredMessage {
  const receivedAt = new Date(1_700_000_000_000 + n).toISOString();
  return { id: `m${n}`, receivedAt, channel: "#alerts", username: null, payload: { text: `text ${n}\u2028é\n` } };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const idsOf = (store: MessageStore) => store.list().map(({ id }) => id);
const linesIn = (folder: string) => readFileSync(join(folder, "messages.jsonl"), "utf8").split("\n").length - 1;

describe("the message store", () => {
  it("keeps messages over a restart, each as it came", async () => {
    const folder = join(temporaryFolder(), "made", "when missing");
    const first = await MessageStore.open(folder, 10);
    for (const n of numbers(3)) await first.append(message(n));
    await first.close();
    const second = await MessageStore.open(folder, 10);
    expect(second.list()).toEqual(numbers(3).map(message));
    await second.close();
  });

  it("has a message on the disk when append resolves", async () => {
    const folder = temporaryFolder();
    const store = await MessageStore.open(folder, 10);
    await store.append(message(1));
    expect(JSON.parse(readFileSync(join(folder, "messages.jsonl"), "utf8"))).toEqual(message(1));
    await store.close();
  });

  it("keeps the order of messages that come at once", async () => {
    const folder = temporaryFolder();
    const store = await MessageStore.open(folder, 1000);
    await Promise.all(numbers(200).map((n) => store.append(message(n))));
    await store.close();
    const again = await MessageStore.open(folder, 1000);
    expect(idsOf(store)).toEqual(numbers(200).map((n) => `m${n}`));
    expect(idsOf(again)).toEqual(idsOf(store));
    await again.close();
  });

  it("drops a last line that was cut off, even inside a character, and goes on after it", async () => {
    const folder = temporaryFolder();
    const whole = `${JSON.stringify(message(1))}\n`;
    const cut = Buffer.from(JSON.stringify({ ...message(2), channel: "#é" }));
    writeFileSync(
      join(folder, "messages.jsonl"),
      Buffer.concat([Buffer.from(whole), cut.subarray(0, cut.indexOf("é") + 1)]),
    );
    const store = await MessageStore.open(folder, 10);
    await store.append(message(3));
    await store.close();
    const again = await MessageStore.open(folder, 10);
    expect(idsOf(again)).toEqual(["m1", "m3"]);
    await again.close();
  });

  it("skips lines that make no sense", async () => {
    const folder = temporaryFolder();
    const lines = [JSON.stringify(message(1)), "{}", "rubbish", "", JSON.stringify(message(2))];
    writeFileSync(join(folder, "messages.jsonl"), `${lines.join("\n")}\n`);
    const store = await MessageStore.open(folder, 10);
    expect(idsOf(store)).toEqual(["m1", "m2"]);
    await store.close();
  });

  it("keeps the newest messages only, in memory and on disk", async () => {
    const folder = temporaryFolder();
    const store = await MessageStore.open(folder, 3);
    for (const n of numbers(20)) {
      await store.append(message(n));
      expect(linesIn(folder)).toBeLessThan(6);
    }
    expect(idsOf(store)).toEqual(["m17", "m18", "m19"]);
    await store.close();
    const again = await MessageStore.open(folder, 3);
    expect(idsOf(again)).toEqual(["m17", "m18", "m19"]);
    expect(linesIn(folder)).toBeLessThanOrEqual(3);
    await again.append(message(20));
    await again.close();
    expect(linesIn(folder)).toBeLessThanOrEqual(4);
  });

  it("shows messages since a time, that time included", async () => {
    const store = await MessageStore.open(temporaryFolder(), 10);
    for (const n of numbers(4)) await store.append(message(n));
    expect(store.list(1_700_000_000_002).map(({ id }) => id)).toEqual(["m2", "m3"]);
    await store.close();
  });

  it("removes all, also for the next start", async () => {
    const folder = temporaryFolder();
    const store = await MessageStore.open(folder, 10);
    for (const n of numbers(4)) await store.append(message(n));
    expect(await store.clear()).toBe(4);
    await store.append(message(9));
    expect(idsOf(store)).toEqual(["m9"]);
    await store.close();
    const again = await MessageStore.open(folder, 10);
    expect(idsOf(again)).toEqual(["m9"]);
    await again.close();
  });

  it("lets nobody else read what was sent", async () => {
    const folder = temporaryFolder();
    const store = await MessageStore.open(folder, 10);
    expect(statSync(join(folder, "messages.jsonl")).mode & 0o077).toBe(0);
    await store.close();
  });

  it("fails to open where its file is a folder", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "messages.jsonl"));
    await expect(MessageStore.open(folder, 10)).rejects.toThrow("EISDIR");
  });
});

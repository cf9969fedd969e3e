// What an entry more in the settings does to the monitoring servers: they stay the machines that they are.
import { expect, test } from "vitest";
import { z } from "zod";
import { deployed, devSettings, settingsWith } from "./registered";

const services = z.array(z.record(z.string(), z.unknown())).parse(devSettings.services);

const grownBy = (count: number) =>
  settingsWith(
    {},
    {
      services: [
        ...services,
        ...Array.from({ length: count }, (_, index) => ({
          ...services[0],
          name: `more-${index}`,
          dependsOn: [],
          targets: [`more-${index}:8080`],
        })),
      ],
    },
  );

const machines = async (count: number) =>
  (await deployed(grownBy(count)))
    .ofType("ec2/instance:Instance")
    .filter(({ inputs }) => inputs.userDataReplaceOnChange === true)
    .map(({ name, inputs: { userData, instanceType } }) => ({ name, userData, instanceType }));

test("a service more leaves the servers as they are", async () => {
  const [before, after] = [await machines(0), await machines(1)];
  expect(before.length).toBeGreaterThan(0);
  expect(after).toEqual(before);
}, 60_000);

test("where the disk has to be larger, they are told so", async () => {
  const [before, after] = [await machines(0), await machines(100)];
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  for (const [index, { userData }] of after.entries()) expect(userData).not.toEqual(before[index]?.userData);
}, 60_000);

// Random values, which are none here: the same whenever they are asked for.
import type { Answers, Asked, Outputs } from "../asked";

const text = (asked: Asked): Outputs => {
  const length = typeof asked.given.length === "number" ? asked.given.length : 16;
  const result = asked
    .hex(64)
    .repeat(Math.ceil(length / 64))
    .slice(0, length);
  return { id: result, result };
};

export const random: Answers = {
  resources: {
    "random:index/randomId:RandomId": (asked) => {
      const hex = asked.hex(2 * (typeof asked.given.byteLength === "number" ? asked.given.byteLength : 8));
      const base64 = Buffer.from(hex, "hex").toString("base64url");
      return {
        id: base64,
        hex,
        b64Url: base64,
        b64Std: Buffer.from(hex, "hex").toString("base64"),
        dec: `${BigInt(`0x0${hex}`)}`,
      };
    },
    // The engine's SDK marks `result` as a secret; its id tells nothing.
    "random:index/randomPassword:RandomPassword": (asked) => ({ ...text(asked), id: "none" }),
    "random:index/randomPet:RandomPet": (asked) => ({ id: asked.named("prefix") }),
    "random:index/randomString:RandomString": text,
    "random:index/randomUuid:RandomUuid": (asked) => ({ id: asked.uuid(), result: asked.uuid() }),
  },
  lookUps: {},
};

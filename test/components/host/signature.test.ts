import { specialSigKey } from "@pulumi/pulumi/runtime";
import { expect, test } from "vitest";
import { SIGNATURE_KEY } from "../../../components/host/provider/values";

test("secrets are marked as Pulumi's SDK marks them", () => {
  expect(SIGNATURE_KEY).toBe(specialSigKey);
});

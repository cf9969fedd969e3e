import { describe, expect, it } from "vitest";
import { isAtLeast, majorOf } from "../../components/version-numbers";

describe("a version", () => {
  it.each([
    ["2.42.0", "2.42.0"],
    ["2.42.0+ds-5+deb12u1", "2.42.0"],
    ["3.0.0", "2.42.0"],
    ["v3.245.0-alpha.1", "3.200.0"],
    ["1.26", "1.21.0"],
    ["2.100.0", "2.42.0"],
  ])("%s is at least %s", (version, minimum) => expect(isAtLeast(version, minimum)).toBe(true));

  it.each([
    ["2.41.9", "2.42.0"],
    ["0.9.0", "0.25.0"],
    ["unknown", "0.1.0"],
  ])("%s is older than %s", (version, minimum) => expect(isAtLeast(version, minimum)).toBe(false));

  it("has its first number as the major one", () => expect([majorOf("v3.245.0"), majorOf("12.1")]).toEqual([3, 12]));
});

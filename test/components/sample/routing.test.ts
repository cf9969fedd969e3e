import { describe, expect, it } from "vitest";
import { findRoute, noRoute, pathOf } from "../../../components/sample/routing";

const table = [
  { method: "GET", path: "/a" },
  { method: "PUT", path: "/a" },
  { method: "GET", path: "/b/*" },
] as const;

describe("a route table", () => {
  it("finds a route by method and path", () => {
    expect(findRoute(table, "PUT", "/a")).toEqual({ kind: "found", route: table[1], rest: "" });
  });

  it("serves HEAD with the GET route", () => {
    expect(findRoute(table, "HEAD", "/a")).toEqual({ kind: "found", route: table[0], rest: "" });
  });

  it("takes everything under a folder, but not the folder", () => {
    expect(findRoute(table, "GET", "/b/c/d")).toEqual({ kind: "found", route: table[2], rest: "c/d" });
    expect(findRoute(table, "GET", "/b/")).toEqual({ kind: "unknown" });
    expect(findRoute(table, "GET", "/b")).toEqual({ kind: "unknown" });
  });

  it("says which methods a path takes", () => {
    const match = findRoute(table, "POST", "/a");
    expect(match).toEqual({ kind: "wrong-method", path: "/a", allow: "GET, PUT" });
    if (match.kind !== "found")
      expect(noRoute(match).toReply()).toMatchObject({ status: 405, headers: { allow: "GET, PUT" } });
  });

  it.each([
    ["/a?b=/c", "/a"],
    ["//", "//"],
    ["*", "*"],
    ["/a#b", "/a"],
    [undefined, ""],
  ])("reads the path of the request target %s", (target, path) => {
    expect(pathOf(target)).toBe(path);
  });
});

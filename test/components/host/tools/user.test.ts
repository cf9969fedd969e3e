// A user that the system's list does not have, as in a container with an id of its own.
import { describe, expect, test, vi } from "vitest";
import { homeFolder, userName } from "../../../../components/host/tools/user";
import { engineVariables } from "../../../../infra/deployment/operate";

vi.mock("node:os", async (original) => {
  const unlisted = () => {
    throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)");
  };
  return { ...(await original<typeof import("node:os")>()), userInfo: unlisted, homedir: unlisted };
});

describe("a user whom no list has", () => {
  const id = String(process.getuid?.());

  test("has the name that USER says, else its id", () => {
    expect(userName({ USER: "ann" })).toBe("ann");
    expect(userName({})).toBe(id);
  });

  test("has the home folder that HOME says, else is asked for one", () => {
    expect(homeFolder({ HOME: "/work" })).toBe("/work");
    expect(() => homeFolder({})).toThrow(`The user ${id} has no home folder; set HOME`);
  });

  test("is named to the engine, which asks the same list otherwise", () => {
    vi.stubEnv("USER", undefined);
    vi.stubEnv("HOME", "/work");
    expect(engineVariables({ variables: {} })).toMatchObject({ USER: id, HOME: "/work" });
    vi.unstubAllEnvs();
  });
});

// The program as Pulumi runs it: `pulumi up` by hand, and our own commands through the Automation API.
import { bringOwn } from "./own-mixins";

export = async () => {
  await bringOwn();
  const { program } = await import("./program.js");
  return program();
};

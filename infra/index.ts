// The program as Pulumi runs it: `pulumi up` by hand, and our own commands through the Automation API.
import { program } from "./program";

export = () => program();

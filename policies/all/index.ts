// All packs in one process, for this project's own commands.
import { enforce } from "../engine/enforce";
import { PACKS } from "../packs";

enforce("tocsin", PACKS);

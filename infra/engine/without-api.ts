// What a build of the engine leaves out: `pulumi api`, whose reader of API descriptions is a quarter of all that there is to compile.
import type { ModuleChange } from "../../components/host/tools/sources/go-build";

const COMMANDS = "cmd/pulumi/cloud";

/** Others use what these hold: who is logged in where, and the errors of Pulumi's service. */
const SHARED = ["resolve.go", "envelope.go"];

const COMMAND = `package cloud

import (
	"errors"

	"github.com/spf13/cobra"
)

// ParamSpec is what an envelope says of a parameter; nothing makes one here.
type ParamSpec struct{}

// NewAPICmd says where the command is.
func NewAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:   "api",
		Short: "Left out of this build",
		RunE: func(*cobra.Command, []string) error {
			return errors.New("this pulumi was built from source without its command api, which a release has")
		},
	}
}
`;

/** The engine's module at a version, such as `v3.276.0`, without that command. */
export const withoutApi = (version: string): ModuleChange => ({
  module: `github.com/pulumi/pulumi/pkg/v3@${version}`,
  keeps: { [COMMANDS]: SHARED },
  writes: { [`${COMMANDS}/api.go`]: COMMAND },
});

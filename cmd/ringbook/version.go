package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct {
	jsonFlag
}

// Run prints the module's version as the Go toolchain knows it.
func (c *versionCommand) Run(t *terminal) error {
	if c.JSON {
		return t.printJSON(map[string]string{"version": version(), "go": runtime.Version()})
	}
	fmt.Fprintln(t.out, "ringbook", version())
	return nil
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// Command ringbook is the server, and everything a person does with it.
//
// It is a shell: flags, signals and what is printed. What the program does is
// in internal/app.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Sandbox sandboxCommand `cmd:"" help:"Run ringbook with a simulated Zoho CRM and a project that is ready to use."`
	Demo    demoCommand    `cmd:"" help:"Play whole phone conversations and check what is then in the CRM."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	var c commands
	parsed := kong.Parse(&c, kong.Name("ringbook"),
		kong.Description("Lets an AI voice agent schedule in Zoho CRM while the caller is on the line."),
		kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "ringbook:", err)
		stop()
		os.Exit(1)
	}
}

type versionCommand struct{}

// Run prints the module's version as the Go toolchain knows it.
func (versionCommand) Run() error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	fmt.Println("ringbook", version)
	return nil
}

// Command ringbook is the server, and everything a person does with it.
//
// It is a shell: flags, signals and what is printed. What the program does is
// in internal/app; what the commands do that talk to a server is in its API.
//
// Every command is one value with a Run method, in a file of its own; kong
// fills the value from the command line, the environment and, for those that
// open the data folder, a file ([configFile]). Run is given the context, which
// ends with a signal, and the [terminal] that it talks to.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Serve      serveCommand      `cmd:"" help:"Run the server."`
	Sandbox    sandboxCommand    `cmd:"" help:"Run ringbook with a simulated Zoho CRM and a project that is ready to use."`
	Demo       demoCommand       `cmd:"" help:"Play whole phone conversations and check what is then in the CRM."`
	Slots      slotsCommand      `cmd:"" help:"List the free slots of a scheduling case in a file."`
	Projects   projectsCommand   `cmd:"" help:"Make, list and change projects (key of an administrator)."`
	Keys       keysCommand       `cmd:"" help:"Make, list and revoke keys (key of an administrator)."`
	Attributes attributesCommand `cmd:"" help:"Edit and publish what steers a project."`
	Connect    connectCommand    `cmd:"" help:"Connect a project to Zoho CRM, look at the connection, end it."`
	Doctor     doctorCommand     `cmd:"" help:"Examine a project from its token to its pipeline, and say what to do."`
	Secrets    secretsCommand    `cmd:"" help:"Look after the keys that seal stored secrets."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database's schema up to date, as every start does."`
	Completion completionCommand `cmd:"" help:"Print a script that completes ringbook's command lines in a shell."`
	Version    versionCommand    `cmd:"" help:"Print the version."`

	ShowVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

func main() {
	forgetEmptyVariables()
	if words, asked := completionWords(os.Args[1:]); asked {
		fmt.Print(complete(newParser(&commands{}).Model, words))
		return
	}
	os.Exit(execute(os.Args[1:], newTerminal()))
}

func newParser(c *commands) *kong.Kong {
	return kong.Must(c, kong.Name("ringbook"),
		kong.Description("Lets an AI voice agent schedule in Zoho CRM while the caller is on the line."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Vars{"version": "ringbook " + version()})
}

// execute carries a command line out and returns the exit code: 0 where it did
// what was asked, 1 where it could not, 2 where the command line is wrong.
func execute(args []string, t *terminal) int {
	parser := newParser(&commands{})
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(t.errs, "ringbook:", describeUsage(parser.Model, err))
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	parsed.BindTo(ctx, (*context.Context)(nil))
	return conclude(t, parsed.Run(t))
}

// forgetEmptyVariables lets a variable that is set to nothing count as not
// set, as container configurations leave them behind.
func forgetEmptyVariables() {
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); value == "" && strings.HasPrefix(name, "RINGBOOK_") {
			_ = os.Unsetenv(name) // a name that was just read cannot be refused
		}
	}
}

// describeUsage says in a line or two what is wrong with a command line and
// where to read on.
func describeUsage(app *kong.Application, err error) string {
	node := app.Node
	if parse, ok := errors.AsType[*kong.ParseError](err); ok {
		if selected := parse.Context.Selected(); selected != nil {
			node = selected
		}
	}
	text := err.Error()
	if own, ok := errors.AsType[usageError](err); ok {
		text = own.Error() // without the parser's words around it
	} else if strings.HasPrefix(text, "expected one of") {
		text = "which command? There are: " + strings.Join(childNames(node), ", ")
	}
	return fmt.Sprintf("%s\nSee: %s --help", text, node.FullPath())
}

func childNames(node *kong.Node) (names []string) {
	for _, child := range node.Children {
		if !child.Hidden {
			names = append(names, child.Name)
		}
	}
	return names
}

package main

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"

	"github.com/ringbook/ringbook/internal/spelling"
)

// configFile is a flag that names a YAML file of further flags. It goes under
// the environment, which goes under the command line.
type configFile string

// BeforeResolve lets the file answer for the flags of the command that it was
// given to.
func (configFile) BeforeResolve(ctx *kong.Context, trace *kong.Path) error {
	if !slices.Contains(ctx.Flags(), trace.Flag) {
		return nil // RINGBOOK_CONFIG is set, and the command knows no file
	}
	path := kong.ExpandPath(fmt.Sprint(ctx.FlagValue(trace.Flag)))
	settings, err := readSettings(path, fileSettings(ctx.Model.Node))
	if err != nil {
		return err
	}
	ctx.AddResolver(settings)
	return nil
}

// settings are what a file says, by the name of the flag.
type settings map[string]string

// readSettings reads a file of the settings that are known.
func readSettings(path string, known []string) (settings, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--config: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, notSettings(path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 || document.Content[0].Tag == "!!null" { // nothing but comments
		return nil, nil
	}
	top := document.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, notSettings(path, fmt.Sprintf("line %d has none", top.Line))
	}
	read := settings{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		if err := read.take(top.Content[i], top.Content[i+1], known); err != nil {
			return nil, fmt.Errorf("--config: %s line %d: %w", path, top.Content[i].Line, err)
		}
	}
	return read, nil
}

func notSettings(path, why string) error {
	return fmt.Errorf("--config: %s is not as expected, one `setting: value` a line: %s", path, why)
}

// take keeps one setting.
func (s settings) take(name, value *yaml.Node, known []string) error {
	_, twice := s[name.Value]
	switch {
	case variableOf(name.Value) != "":
		return fmt.Errorf("%s is taken from the environment alone; set %s", name.Value, variableOf(name.Value))
	case !slices.Contains(known, name.Value):
		return fmt.Errorf("there is no setting %q, the nearest is %q", name.Value, nearest(name.Value, known))
	case twice:
		return fmt.Errorf("%s is set twice", name.Value)
	case value.Kind != yaml.ScalarNode:
		return fmt.Errorf("%s takes one value", name.Value)
	}
	if value.Tag != "!!null" {
		s[name.Value] = value.Value
	}
	return nil
}

// variableOf names the variable of a setting that is no flag, or "".
func variableOf(setting string) string {
	switch setting {
	case "admin-key":
		return adminKeyEnv
	case "sealing-keys":
		return sealingKeysEnv
	}
	return ""
}

// Validate has nothing left to do: reading was strict.
func (settings) Validate(*kong.Application) error { return nil }

// Resolve answers for a flag unless the environment does.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	value, set := s[flag.Name]
	if !set || slices.ContainsFunc(flag.Envs, isSet) {
		return nil, nil
	}
	return value, nil
}

func isSet(name string) bool {
	_, set := os.LookupEnv(name)
	return set
}

// fileSettings are the names of serve's flags, whose file the other commands
// share.
func fileSettings(app *kong.Node) (names []string) {
	for _, flag := range serveFlags(app) {
		names = append(names, flag.Name)
	}
	return names
}

// serveFlags are those that a file can give.
func serveFlags(app *kong.Node) (flags []*kong.Flag) {
	for _, command := range app.Children {
		if command.Target.Type() == reflect.TypeFor[serveCommand]() {
			flags = command.Flags
		}
	}
	return slices.DeleteFunc(slices.Clone(flags), func(f *kong.Flag) bool { return f.Name == "config" || f.Name == "help" })
}

// nearest returns the name that takes the fewest changed letters to reach.
func nearest(typed string, names []string) string {
	return slices.MinFunc(names, func(a, b string) int { return spelling.Distance(typed, a) - spelling.Distance(typed, b) })
}

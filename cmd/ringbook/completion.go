package main

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/ringbook/ringbook/config"
)

// completeCommand is what the completion scripts call, with the shell's name,
// the line's words and the word that is being typed. It is no command of the
// parser: what follows it are not our arguments.
const completeCommand = "__complete"

func completionWords(args []string) (words []string, asked bool) {
	if len(args) == 0 || args[0] != completeCommand {
		return nil, false
	}
	return args[1:], true
}

// complete returns the candidates for the last word, one a line, by walking
// the parser's own model.
func complete(app *kong.Application, words []string) string {
	if len(words) == 0 {
		return ""
	}
	words, typed := words[:len(words)-1], words[len(words)-1]
	node, flag := walk(app.Node, words)
	joined := "" // "--flag=", where its value is typed in the same word
	if name, value, found := strings.Cut(typed, "="); found && flag == nil && strings.HasPrefix(name, "--") {
		if flag = flagOf(node, name); flag != nil {
			joined, typed = name+"=", value
		}
	}
	var found []string
	for _, candidate := range candidates(node, flag, typed) {
		if strings.HasPrefix(candidate, typed) {
			found = append(found, joined+candidate+"\n")
		}
	}
	return strings.Join(found, "")
}

// walk follows the words to the command they name. flag is the one that the
// next word is the value of, if any.
func walk(node *kong.Node, words []string) (*kong.Node, *kong.Flag) {
	var flag *kong.Flag
	for _, word := range words {
		switch {
		case flag != nil:
			flag = nil
		case strings.HasPrefix(word, "--"):
			if f := flagOf(node, word); f != nil && !f.IsBool() {
				flag = f
			}
		default:
			if i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == word }); i >= 0 {
				node = node.Children[i]
			}
		}
	}
	return node, flag
}

func flagOf(node *kong.Node, word string) *kong.Flag {
	for _, f := range flagsOf(node) {
		if "--"+f.Name == word {
			return f
		}
	}
	return nil
}

// flagsOf includes those of the command that a node stands for when no other
// is named.
func flagsOf(node *kong.Node) (flags []*kong.Flag) {
	for _, group := range node.AllFlags(true) {
		flags = append(flags, group...)
	}
	if node.DefaultCmd != nil {
		flags = append(flags, node.DefaultCmd.Flags...)
	}
	return flags
}

func candidates(node *kong.Node, flag *kong.Flag, typed string) (all []string) {
	if flag != nil {
		return choices(flag.Value)
	}
	if strings.HasPrefix(typed, "-") {
		for _, f := range flagsOf(node) {
			if f.Tag.Negatable != "" {
				all = append(all, "--no-"+f.Name)
				continue
			}
			all = append(all, "--"+f.Name)
		}
		return all
	}
	all = childNames(node)
	for _, argument := range node.Positional {
		all = append(all, choices(argument)...)
		all = append(all, attributeCandidates(argument.Name, typed)...)
	}
	return all
}

func choices(v *kong.Value) (all []string) {
	if v.Enum != "" {
		all = v.EnumSlice()
	}
	return all
}

// attributeCandidates completes names of attributes, and the values of those
// that have only a few.
func attributeCandidates(argument, typed string) (all []string) {
	if argument != "idn" && argument != "idn=value" {
		return nil
	}
	idn, _, valued := strings.Cut(typed, "=")
	for _, a := range config.Attributes() {
		switch {
		case a.IsReadOnly:
		case argument == "idn":
			all = append(all, a.IDN)
		case !valued:
			all = append(all, a.IDN+"=")
		case a.IDN == idn:
			for _, value := range valuesOf(a) {
				all = append(all, idn+"="+value)
			}
		}
	}
	return all
}

func valuesOf(a config.Attribute) []string {
	switch a.ValueType {
	case config.Boolean:
		return []string{"True", "False"}
	case config.Enum:
		return a.PossibleValues
	}
	return nil
}

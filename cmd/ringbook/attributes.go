package main

type attributesCommand struct {
	List    attributesList    `cmd:"" help:"List the attributes with their values."`
	Set     attributesSet     `cmd:"" help:"Set values in the draft."`
	Unset   attributesUnset   `cmd:"" help:"Take values out of the draft, so that the defaults apply."`
	Diff    attributesDiff    `cmd:"" help:"Show what publishing would change, or what differs between two revisions."`
	Publish attributesPublish `cmd:"" help:"Make the draft take effect."`
	History attributesHistory `cmd:"" help:"List what was published, newest first."`
	Show    attributesShow    `cmd:"" help:"Show one revision and what it changed."`
	Restore attributesRestore `cmd:"" help:"Put an older revision into the draft."`
	Discard attributesDiscard `cmd:"" help:"Put the draft back to what is published."`
}

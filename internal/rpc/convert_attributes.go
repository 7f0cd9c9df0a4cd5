package rpc

import (
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/ringbook/ringbook/config"
	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/internal/attribute"
	"github.com/ringbook/ringbook/internal/publish"
)

func listed(l attribute.Listed) *ringbookv1.Attribute {
	return &ringbookv1.Attribute{
		Idn: l.IDN, Title: l.Title, Description: l.Description, Group: l.Group, ValueType: valueTypes[l.ValueType],
		Value: l.Value, PublishedValue: l.Published, EffectiveValue: l.Effective, Source: valueSources[l.Source],
		DefaultValue: l.DefaultValue, DefaultNote: l.DefaultNote, PossibleValues: l.PossibleValues,
		Required: l.Required, IsHidden: l.IsHidden, IsReadOnly: l.IsReadOnly, Changed: l.Changed,
		Unit: l.Unit, Minimum: bound(l.Min), Maximum: bound(l.Max), DependsOn: l.DependsOn,
	}
}

func bound(n *int) *int32 {
	if n == nil {
		return nil
	}
	narrow := int32(*n)
	return &narrow
}

func revision(r attribute.Revision, active int64) *ringbookv1.Revision {
	return &ringbookv1.Revision{
		Number: int32(r.Number), CreatedAt: instantOf(r.CreatedAt), Author: r.Author, Note: r.Note, Active: r.Number == active,
	}
}

func change(c attribute.Change) *ringbookv1.AttributeChange {
	return &ringbookv1.AttributeChange{Idn: c.IDN, Before: c.Before, After: c.After}
}

func publishStep(s publish.Step) *ringbookv1.PublishStep {
	step := &ringbookv1.PublishStep{Name: s.Name, State: publishStates[s.State], Detail: s.Detail, Remedy: s.Remedy}
	if s.State != publish.Running {
		step.Duration = durationpb.New(s.Duration)
	}
	return step
}

var valueTypes = map[config.ValueType]ringbookv1.ValueType{
	config.String:  ringbookv1.ValueType_VALUE_TYPE_STRING,
	config.Boolean: ringbookv1.ValueType_VALUE_TYPE_BOOLEAN,
	config.Number:  ringbookv1.ValueType_VALUE_TYPE_NUMBER,
	config.Enum:    ringbookv1.ValueType_VALUE_TYPE_ENUM,
	config.JSON:    ringbookv1.ValueType_VALUE_TYPE_JSON,
	config.Secret:  ringbookv1.ValueType_VALUE_TYPE_SECRET,
}

var valueSources = map[attribute.Source]ringbookv1.ValueSource{
	attribute.SourceSet:     ringbookv1.ValueSource_VALUE_SOURCE_SET,
	attribute.SourceDefault: ringbookv1.ValueSource_VALUE_SOURCE_DEFAULT,
	attribute.SourceSystem:  ringbookv1.ValueSource_VALUE_SOURCE_SYSTEM,
}

var publishStates = map[publish.StepState]ringbookv1.StepState{
	publish.Running: ringbookv1.StepState_STEP_STATE_RUNNING,
	publish.Done:    ringbookv1.StepState_STEP_STATE_DONE,
	publish.Skipped: ringbookv1.StepState_STEP_STATE_SKIPPED,
	publish.Failed:  ringbookv1.StepState_STEP_STATE_FAILED,
}

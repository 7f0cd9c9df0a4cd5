package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"connectrpc.com/connect"

	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
	"github.com/ringbook/ringbook/internal/fault"
)

const (
	builders = ringbookv1connect.AttributeServicePublishProcedure
	agents   = ringbookv1connect.SchedulingServiceBookProcedure
)

func TestFaultsBecomeCodes(t *testing.T) {
	for kind, want := range map[fault.Kind]struct{ builder, agent connect.Code }{
		fault.Internal:        {connect.CodeInternal, connect.CodeInternal},
		fault.Invalid:         {connect.CodeInvalidArgument, connect.CodeInvalidArgument},
		fault.NotFound:        {connect.CodeNotFound, connect.CodeNotFound},
		fault.Unauthenticated: {connect.CodeUnauthenticated, connect.CodeUnauthenticated},
		fault.Denied:          {connect.CodePermissionDenied, connect.CodePermissionDenied},
		fault.Conflict:        {connect.CodeAborted, connect.CodeAborted},
		fault.Exhausted:       {connect.CodeResourceExhausted, connect.CodeResourceExhausted},
		fault.NotConnected:    {connect.CodeFailedPrecondition, connect.CodeInternal},
		fault.Refused:         {connect.CodeFailedPrecondition, connect.CodeInternal},
		fault.Unavailable:     {connect.CodeUnavailable, connect.CodeInternal},
		fault.Uncertain:       {connect.CodeUnavailable, connect.CodeInternal},
	} {
		err := fmt.Errorf("while testing: %w", fault.Wrap(kind, errors.New("the-cause"), "the-text").WithRemedy("the-remedy"))
		for procedure, code := range map[string]connect.Code{builders: want.builder, agents: want.agent} {
			told := translate(procedure, err)
			if told.Code() != code {
				t.Errorf("%s at %s is %s, want %s", kind, procedure, told.Code(), code)
			}
			if text := told.Message(); strings.Contains(text, "the-cause") || strings.Contains(text, "the-text; the-remedy") == (code == connect.CodeInternal) {
				t.Errorf("%s at %s tells %q", kind, procedure, text)
			}
		}
	}
}

func TestEveryWrongValueIsTold(t *testing.T) {
	err := fmt.Errorf("wrapped: %w", errors.Join(
		errors.Join(fault.InvalidField("a", "too big").WithRemedy("write less")),
		fault.InvalidField("b", "too small"),
	))
	told := translate(builders, err)
	if want := "a: too big; write less\nb: too small"; told.Code() != connect.CodeInvalidArgument || told.Message() != want {
		t.Errorf("told is %s: %q", told.Code(), told.Message())
	}
}

func TestOneFailureAmongSeveralIsTold(t *testing.T) {
	err := errors.Join(fault.New(fault.Unavailable, "Zoho does not answer"), fault.New(fault.Conflict, "and that"))
	if told := translate(builders, err); told.Code() != connect.CodeUnavailable || told.Message() != "Zoho does not answer" {
		t.Errorf("told is %s", told)
	}
	if told := translate(builders, errors.Join(context.Canceled)); told.Code() != connect.CodeCanceled {
		t.Errorf("told is %s", told)
	}
	if told := translate(builders, errors.New("secret")); told.Code() != connect.CodeInternal || strings.Contains(told.Message(), "secret") {
		t.Errorf("told is %s", told)
	}
}

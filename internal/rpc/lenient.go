package rpc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// lenientJSON is protojson, unknown fields ignored, and reads besides what a
// language model is likely to write where only one thing can be meant:
//
//   - no body at all, or null: no arguments;
//   - a number or a boolean where text is asked for, such as a phone number;
//   - an enum's value in short or in small letters: "morning";
//   - "" where a number or a time is asked for: left out;
//   - a time in another spelling, without seconds or without an offset; see
//     [call.instant] for what becomes of it.
//
// What it cannot read it refuses by the name of the field and what belongs
// there. It never quotes the value, which may be a phone number, as protojson
// would.
type lenientJSON struct {
	// name is the content type's: "json", with or without a charset.
	name string
}

// Name implements connect.Codec.
func (j lenientJSON) Name() string { return j.name }

// Marshal implements connect.Codec.
func (j lenientJSON) Marshal(message any) ([]byte, error) { return j.MarshalAppend(nil, message) }

// MarshalAppend spares connect a copy of each answer.
func (lenientJSON) MarshalAppend(to []byte, message any) ([]byte, error) {
	m, ok := message.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("%T is no message", message)
	}
	return protojson.MarshalOptions{}.MarshalAppend(to, m)
}

var decode = protojson.UnmarshalOptions{DiscardUnknown: true}

// Unmarshal implements connect.Codec.
func (lenientJSON) Unmarshal(body []byte, into any) error {
	message, ok := into.(proto.Message)
	if !ok {
		return fmt.Errorf("%T is no message", into)
	}
	if body = bytes.TrimSpace(body); len(body) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return notAnObject(err)
	}
	if fields == nil { // null
		return nil
	}
	m := mending{marks: map[protoreflect.FieldDescriptor]int32{}}
	m.fields(fields, message.ProtoReflect().Descriptor(), true)
	mended, err := json.Marshal(fields)
	if err != nil {
		return notAnObject(err)
	}
	if err := decode.Unmarshal(mended, message); err != nil {
		return misread(fields, message)
	}
	for fd, mark := range m.marks {
		message.ProtoReflect().Mutable(fd).Message().Interface().(*timestamppb.Timestamp).Nanos = mark
	}
	return nil
}

func notAnObject(err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("the body is not valid JSON from character %d on", syntax.Offset)
	}
	return errors.New("the body must be a JSON object")
}

// misread finds the field that cannot be read by reading each alone.
func misread(fields map[string]json.RawMessage, message proto.Message) error {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fd := fieldNamed(message.ProtoReflect().Descriptor(), name)
		alone, err := json.Marshal(map[string]json.RawMessage{name: fields[name]})
		if err == nil {
			err = decode.Unmarshal(alone, message.ProtoReflect().New().Interface())
		}
		switch {
		case err != nil && fd == nil:
			return errors.New("the body is not valid JSON: a field that is not known here cannot be read")
		case err != nil:
			return fmt.Errorf("%s: must be %s", fd.Name(), expected(fd))
		}
	}
	return errors.New("the body names one field twice, in both spellings")
}

func expected(fd protoreflect.FieldDescriptor) string {
	switch {
	case fd.IsMap():
		return "an object of text values"
	case fd.IsList():
		return "a list, as the API describes it"
	}
	switch fd.Kind() {
	case protoreflect.StringKind:
		return "valid text"
	case protoreflect.BoolKind:
		return "true or false"
	case protoreflect.EnumKind:
		return "one of the names that the API describes"
	case protoreflect.MessageKind:
		return "an object, as the API describes it"
	}
	return "a whole number"
}

// mending makes the fields of a message readable for protojson.
type mending struct {
	// marks are the timestamps of the outermost message that no protojson
	// can express.
	marks map[protoreflect.FieldDescriptor]int32
}

func (m mending) fields(fields map[string]json.RawMessage, of protoreflect.MessageDescriptor, outermost bool) {
	for name, value := range fields {
		fd := fieldNamed(of, name)
		if fd == nil {
			continue
		}
		var mark int32
		if value, mark = m.field(value, fd); value == nil || (mark != 0 && !outermost) {
			delete(fields, name)
			continue
		}
		fields[name] = value
		if mark != 0 {
			m.marks[fd] = mark
		}
	}
}

// field returns a value that protojson reads, or nil to leave the field out.
func (m mending) field(value json.RawMessage, fd protoreflect.FieldDescriptor) (mended json.RawMessage, mark int32) {
	switch {
	case fd.IsMap() && fd.MapValue().Kind() == protoreflect.StringKind:
		return m.texts(value), 0
	case fd.IsList() && fd.Kind() == protoreflect.MessageKind:
		return m.list(value, fd.Message()), 0
	case fd.IsMap() || fd.IsList():
		return value, 0
	case isTimestamp(fd):
		return readTime(value)
	}
	switch fd.Kind() {
	case protoreflect.StringKind:
		return text(value), 0
	case protoreflect.EnumKind:
		return enumValue(value, fd.Enum()), 0
	case protoreflect.Int32Kind:
		if string(value) == `""` {
			return nil, 0
		}
	}
	return value, 0
}

func (m mending) texts(value json.RawMessage) json.RawMessage {
	var entries map[string]json.RawMessage
	if json.Unmarshal(value, &entries) != nil {
		return value
	}
	for key, entry := range entries {
		entries[key] = text(entry)
	}
	return again(entries, value)
}

func (m mending) list(value json.RawMessage, of protoreflect.MessageDescriptor) json.RawMessage {
	var items []map[string]json.RawMessage
	if json.Unmarshal(value, &items) != nil {
		return value
	}
	for _, item := range items {
		m.fields(item, of, false)
	}
	return again(items, value)
}

// again writes what was read; or, if that fails, leaves it as it was.
func again(read any, was json.RawMessage) json.RawMessage {
	written, err := json.Marshal(read)
	if err != nil {
		return was
	}
	return written
}

// text puts a bare number or boolean into quotes.
func text(value json.RawMessage) json.RawMessage {
	if len(value) > 0 && strings.IndexByte("-0123456789tf", value[0]) >= 0 {
		return strconv.AppendQuote(nil, string(value))
	}
	return value
}

// enumValue completes a name as people say it to the name in the API.
func enumValue(value json.RawMessage, of protoreflect.EnumDescriptor) json.RawMessage {
	var said string
	if json.Unmarshal(value, &said) != nil || said == "" {
		return value
	}
	name := strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(said)))
	prefix, _ := strings.CutSuffix(string(of.Values().Get(0).Name()), "UNSPECIFIED")
	for _, full := range []string{name, prefix + name} {
		if of.Values().ByName(protoreflect.Name(full)) != nil {
			return strconv.AppendQuote(nil, full)
		}
	}
	return value
}

func fieldNamed(of protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if fd := of.Fields().ByJSONName(name); fd != nil {
		return fd
	}
	return of.Fields().ByName(protoreflect.Name(name))
}

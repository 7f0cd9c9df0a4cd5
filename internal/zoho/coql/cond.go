package coql

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Value is what a field can be compared with. Instants are compared to the
// second; a record's id is a string.
type Value interface {
	~string | ~bool | ~int | ~int64 | ~float64 | time.Time
}

// Cond is a condition. The zero value is none and is refused.
type Cond struct {
	text string
	err  error
}

// Eq holds where the field equals the value.
func Eq[V Value](field string, v V) Cond { return compare(field, "=", v) }

// Ne holds where the field differs from the value.
func Ne[V Value](field string, v V) Cond { return compare(field, "!=", v) }

// Lt holds where the field is less than the value, or earlier.
func Lt[V Value](field string, v V) Cond { return compare(field, "<", v) }

// Le holds where the field is at most the value.
func Le[V Value](field string, v V) Cond { return compare(field, "<=", v) }

// Gt holds where the field is greater than the value, or later.
func Gt[V Value](field string, v V) Cond { return compare(field, ">", v) }

// Ge holds where the field is at least the value.
func Ge[V Value](field string, v V) Cond { return compare(field, ">=", v) }

// Like holds where the field fits a pattern, in which "%" stands for any text.
// The pattern is the caller's own: a "%" inside a value acts as one too.
func Like(field, pattern string) Cond { return compare(field, "like", pattern) }

// NotLike is the contrary of Like.
func NotLike(field, pattern string) Cond { return compare(field, "not like", pattern) }

// Between holds from low to high, both included.
func Between[V Value](field string, low, high V) Cond {
	from, err := literal(low)
	if err != nil {
		return Cond{err: err}
	}
	to, err := literal(high)
	if err != nil {
		return Cond{err: err}
	}
	return on(field, "between "+from+" and "+to)
}

// maxIn is how many values "in" takes (zoho-crm-api §3.3).
const maxIn = 100

// In holds where the field equals one of 1 to 100 values.
func In[V Value](field string, values ...V) Cond { return among(field, "in", values) }

// NotIn holds where the field equals none of 1 to 100 values.
func NotIn[V Value](field string, values ...V) Cond { return among(field, "not in", values) }

// Null holds where the field is empty.
func Null(field string) Cond { return on(field, "is null") }

// NotNull holds where the field has a value.
func NotNull(field string) Cond { return on(field, "is not null") }

// And holds where every term does. It needs at least one.
func And(terms ...Cond) Cond { return combine("and", terms) }

// Or holds where at least one term does. It needs at least one.
func Or(terms ...Cond) Cond { return combine("or", terms) }

func compare[V Value](field, operator string, v V) Cond {
	value, err := literal(v)
	if err != nil {
		return Cond{err: err}
	}
	return on(field, operator+" "+value)
}

func among[V Value](field, operator string, values []V) Cond {
	if len(values) < 1 || len(values) > maxIn {
		return Cond{err: fmt.Errorf("coql: %s takes 1 to %d values, not %d", operator, maxIn, len(values))}
	}
	written := make([]string, len(values))
	for i, v := range values {
		value, err := literal(v)
		if err != nil {
			return Cond{err: err}
		}
		written[i] = value
	}
	return on(field, operator+" ("+strings.Join(written, ", ")+")")
}

func on(field, rest string) Cond {
	name, err := column(field)
	if err != nil {
		return Cond{err: err}
	}
	return Cond{text: name + " " + rest}
}

// combine brackets terms from the left: ((a and b) and c).
func combine(word string, terms []Cond) Cond {
	if len(terms) == 0 {
		return Cond{err: errors.New("coql: " + word + " needs a term")}
	}
	var text string
	for i, term := range terms {
		switch {
		case term.err != nil:
			return term
		case term.text == "":
			return Cond{err: errors.New("coql: " + word + " has an empty term")}
		case i == 0:
			text = term.text
		default:
			text = "(" + text + " " + word + " " + term.text + ")"
		}
	}
	return Cond{text: text}
}

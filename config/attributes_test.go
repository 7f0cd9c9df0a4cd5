package config

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// promise is a line of testdata/promised.tsv. What is promised there people
// rely on: a name that leaves the list, or a default that changes, breaks those
// who set it or did not.
type promise struct {
	idn, valueType, value string
	// bounds are choices separated by blanks, "5 to 480", or "read-only".
	bounds string
}

func promises(t *testing.T) (all []promise) {
	t.Helper()
	text, err := os.ReadFile("testdata/promised.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 {
			t.Fatalf("not four columns: %q", line)
		}
		all = append(all, promise{f[0], f[1], f[2], f[3]})
	}
	return all
}

func TestCatalogueHoldsExactlyThePromisedNames(t *testing.T) {
	var have, want []string
	for _, a := range Attributes() {
		have = append(have, a.IDN)
	}
	for _, p := range promises(t) {
		want = append(want, p.idn)
	}
	slices.Sort(have)
	slices.Sort(want)
	if twice := len(have) - len(slices.Compact(slices.Clone(have))); twice > 0 {
		t.Errorf("%d names stand twice", twice)
	}
	if !slices.Equal(have, want) {
		t.Errorf("catalogue has %d names, promised are %d:\nhave %v\nwant %v", len(have), len(want), have, want)
	}
}

func TestAttributesAreAsPromised(t *testing.T) {
	for _, p := range promises(t) {
		a := find(t, p.idn)
		if p.valueType != "-" && string(a.ValueType) != p.valueType {
			t.Errorf("%s is a %s, promised is %s", p.idn, a.ValueType, p.valueType)
		}
		switch p.value {
		case "-":
		case "(none)":
			if a.DefaultValue != "" || a.DefaultNote != "" {
				t.Errorf("%s has the default %q (%s), promised is none", p.idn, a.DefaultValue, a.DefaultNote)
			}
		case "(derived)":
			if a.DefaultValue != "" || a.DefaultNote == "" {
				t.Errorf("%s has the default %q and the note %q, promised is one that is derived", p.idn, a.DefaultValue, a.DefaultNote)
			}
		default:
			if a.DefaultValue != p.value {
				t.Errorf("%s has the default %q, promised is %q", p.idn, a.DefaultValue, p.value)
			}
		}
		checkPromisedBounds(t, a, p.bounds)
	}
}

func checkPromisedBounds(t *testing.T, a Attribute, bounds string) {
	t.Helper()
	have := strings.Join(a.PossibleValues, " ")
	switch {
	case bounds == "-":
		return
	case bounds == "read-only":
		have = ""
		if a.IsReadOnly {
			have = bounds
		}
	case a.ValueType == Number:
		have = fmt.Sprintf("%d to %d", *a.Min, *a.Max)
	}
	if have != bounds {
		t.Errorf("%s takes %q, promised is %q", a.IDN, have, bounds)
	}
}

func TestEntriesAreSound(t *testing.T) {
	for _, a := range Attributes() {
		t.Run(a.IDN, func(t *testing.T) {
			checkWords(t, a)
			checkType(t, a)
			checkRoles(t, a)
		})
	}
}

func checkWords(t *testing.T, a Attribute) {
	if a.Title == "" || a.Group == "" || utf8.RuneCountInString(a.Description) < 20 || !strings.HasSuffix(a.Description, ".") {
		t.Errorf("title, group and a description in sentences are needed: %+v", a)
	}
	if strings.ToLower(a.IDN) != a.IDN || strings.ContainsAny(a.IDN, " -") {
		t.Errorf("idn is not snake_case")
	}
}

func checkType(t *testing.T, a Attribute) {
	switch a.ValueType {
	case Boolean:
		if a.DefaultValue != "True" && a.DefaultValue != "False" {
			t.Errorf("default %q is not canonical", a.DefaultValue)
		}
	case Enum:
		if !slices.Contains(a.PossibleValues, a.DefaultValue) {
			t.Errorf("default %q is none of %v", a.DefaultValue, a.PossibleValues)
		}
	case Number:
		checkNumber(t, a)
	case JSON:
		if a.Shape == "" {
			t.Errorf("a JSON attribute needs a shape")
		}
	case Secret:
		if a.DefaultValue != "" {
			t.Errorf("a secret has a default")
		}
	case String:
	default:
		t.Errorf("unknown value type %q", a.ValueType)
	}
	if (len(a.Placeholders) > 0) != (a.Shape == "template") {
		t.Errorf("placeholders belong to templates, and templates need them")
	}
}

func checkNumber(t *testing.T, a Attribute) {
	if a.Min == nil || a.Max == nil || *a.Min > *a.Max {
		t.Fatalf("a number needs bounds")
	}
	if a.DefaultValue == "" {
		if a.DefaultNote == "" {
			t.Errorf("neither a default nor a note of what applies")
		}
		return
	}
	n, err := strconv.Atoi(a.DefaultValue)
	if err != nil || n < *a.Min || n > *a.Max || strconv.Itoa(n) != a.DefaultValue {
		t.Errorf("default %q is not canonical or out of %d to %d", a.DefaultValue, *a.Min, *a.Max)
	}
}

func checkRoles(t *testing.T, a Attribute) {
	if a.DependsOn != "" {
		find(t, a.DependsOn)
	}
	if a.KeptBeside && !a.IsReadOnly {
		t.Errorf("what is kept beside the revisions cannot be typed")
	}
	if a.Required && a.DefaultValue == "" && a.DefaultNote == "" {
		t.Errorf("required without any default: a new project could not publish")
	}
}

func TestGroupsStandTogether(t *testing.T) {
	var groups []string
	for _, a := range Attributes() {
		if len(groups) == 0 || groups[len(groups)-1] != a.Group {
			groups = append(groups, a.Group)
		}
	}
	seen := slices.Compact(slices.Sorted(slices.Values(groups)))
	if len(seen) != len(groups) {
		t.Errorf("a group is torn apart: %v", groups)
	}
}

func TestAttributesAreTheCallersOwnSlice(t *testing.T) {
	Attributes()[0].IDN = "changed"
	if Attributes()[0].IDN == "changed" {
		t.Error("a caller changed the catalogue")
	}
}

func find(t *testing.T, idn string) Attribute {
	t.Helper()
	all := Attributes()
	i := slices.IndexFunc(all, func(a Attribute) bool { return a.IDN == idn })
	if i < 0 {
		t.Fatalf("no attribute %s", idn)
	}
	return all[i]
}

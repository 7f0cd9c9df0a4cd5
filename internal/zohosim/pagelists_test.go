package zohosim_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every setting that the control plane has is on the page by its name, with a
// word on what it does; those that take one of a few words offer these words.
func TestPageOffersEverySetting(t *testing.T) {
	r := start(t, "empty")
	raw := r.shows("settings")
	all := r.control("GET", "settings", "").body
	if len(all) < 30 {
		t.Fatalf("settings %v", all)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !strings.Contains(raw, `name="`+name+`"`) {
			t.Errorf("%s is not on the page", name)
		}
		if !regexp.MustCompile(`<code>` + name + `</code> <span>[^<]+`).MatchString(raw) {
			t.Errorf("nothing says what %s does", name)
		}
		if _, isText := all[name].(string); !isText || name == "userTimeZone" {
			continue
		}
		body, _ := json.Marshal(map[string]string{name: "no such word"})
		refused, err := r.send("POST", "/__sim/settings", string(body))
		if err != nil || refused.status != 400 {
			t.Fatalf("%s: %d %v", name, refused.status, err)
		}
		_, allowed, _ := strings.Cut(fmt.Sprint(refused.body["error"]), "must be one of [")
		field := raw[strings.Index(raw, `name="`+name+`"`):]
		field = field[:strings.Index(field, "</td>")]
		var offered []string
		for _, found := range regexp.MustCompile(`<option[^>]*>([^<]*)<`).FindAllStringSubmatch(field, -1) {
			offered = append(offered, found[1])
		}
		slices.Sort(offered)
		words := strings.Fields(strings.TrimSuffix(allowed, "]"))
		slices.Sort(words)
		if !slices.Equal(offered, words) {
			t.Errorf("%s takes %v, and the page offers %v", name, words, offered)
		}
	}
	if strings.Contains(raw, `id="s-"`) {
		t.Error("a setting has no name")
	}
}

// What the form shows can be sent back as it is, and one of the settings of
// records can be changed there.
func TestPageSettingsOfRecords(t *testing.T) {
	r := start(t, "empty")
	r.submit("settings", url.Values{"endBeforeStart": {"accept"}, "unknownIdStatus": {"400"}, "countLagMs": {"7"}})
	r.expect("settings", r.control("GET", "settings", ""), 200, "endBeforeStart", "accept", "unknownIdStatus", 400.0, "countLagMs", 7.0)
	r.shows("settings", `<option selected>accept</option>`, `<option selected>400</option>`)
	form := url.Values{}
	for name, value := range r.control("GET", "settings", "").body {
		form.Set(name, fmt.Sprint(value))
	}
	if a := r.submit("settings", form); a.status != 303 {
		t.Errorf("the whole form: %d %s", a.status, a.raw)
	}
}

// Each kind of fault is explained beside the form that arms it.
func TestPageExplainsFaults(t *testing.T) {
	r := start(t, "empty")
	raw := r.shows("faults")
	kinds := regexp.MustCompile(`<option>([a-z_]+)</option>`).FindAllStringSubmatch(raw, -1)
	if len(kinds) < 13 {
		t.Fatalf("kinds %v", kinds)
	}
	for _, kind := range kinds {
		if !regexp.MustCompile(`<dt><span class="mark fault">` + kind[1] + `</span></dt><dd>\w[^<]+</dd>`).MatchString(raw) {
			t.Errorf("%s is not explained", kind[1])
		}
	}
}

// Among many records one is found by a part of what it has, and the older ones
// can be leafed to; so can older requests.
func TestPageOfManyRecords(t *testing.T) {
	r := start(t, "empty")
	var records []string
	for i := range 450 {
		records = append(records, fmt.Sprintf(`{"First_Name":"F","Last_Name":"Person %03d","Phone":"+1212555%04d","Email":"p%03d@example.com"}`, i, i, i))
	}
	for chunk := range slices.Chunk(records, 100) {
		r.control("POST", "records/Contacts", `{"data":[`+strings.Join(chunk, ",")+`]}`)
	}
	first := r.shows("records/Contacts", "1 to 200 of 450", "Person 449", "?skip=200", "Email", "Phone")
	if strings.Contains(first, "Person 249<") || strings.Contains(first, "<th>Last Name") || strings.Contains(first, "<th>Created Time") {
		t.Error("more than 200 are shown, or what the name says is repeated")
	}
	r.shows("records/Contacts?skip=200", "201 to 400 of 450", "Person 249", "?skip=0", "?skip=400")
	if last := r.shows("records/Contacts?skip=400", "401 to 450 of 450", "Person 000"); strings.Contains(last, "Older") {
		t.Error("there is nothing older")
	}
	for _, part := range []string{"person 007", "5550007", "P007@"} {
		if found := r.shows("records/Contacts?q="+url.QueryEscape(part), "Person 007", "Show all"); strings.Contains(found, "Person 008") {
			t.Errorf("%q lets others through", part)
		}
	}
	r.shows("records/Contacts?q=nobody", "No record fits")
	r.shows("records/Contacts?skip=99999", "1 to 200 of 450")

	for range 201 {
		r.crm("GET", "Contacts/1", "")
	}
	r.shows("requests?path=contacts", "1 to 200 of 201", "?path=contacts&amp;skip=200")
	r.shows("requests?path=contacts&skip=200", "201 to 201 of 201")
}

// A browser is told that there is no icon, so that it does not ask for one among
// the requests of the integration; the script may ask whether the simulator is
// there, and nothing else.
func TestPageAsksForNothingElse(t *testing.T) {
	r := start(t, "empty")
	r.shows("", `<link rel="icon" href="data:,">`)
	if policy := r.look("").header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self'; img-src data:;") {
		t.Errorf("policy %s", policy)
	}
}

// What a form was refused for is told with the way back to that form.
func TestPageLeadsBackToTheForm(t *testing.T) {
	r := start(t, "empty")
	for view, back := range map[string]string{"faults": "faults", "settings": "settings", "clock": "settings"} {
		a := r.submit(view, url.Values{"kind": {"latency"}, "searchLagMs": {"soon"}})
		if a.status != 400 || !strings.Contains(a.raw, `<a href="/__sim/page/`+back+`">Back to `+back) {
			t.Errorf("%s: %d %s", view, a.status, a.raw)
		}
	}
}

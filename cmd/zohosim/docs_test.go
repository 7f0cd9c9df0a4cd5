package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/ringbook/ringbook/internal/zohosim"
)

// TestTheGuidesCommands does what docs/zohosim.md tells a newcomer to type, in
// its order, and compares the answers with what the comments there promise: a
// status, or that there is no answer; else the command has to succeed.
func TestTheGuidesCommands(t *testing.T) {
	text, err := os.ReadFile("../../docs/zohosim.md")
	if err != nil {
		t.Fatal(err)
	}
	sim, err := zohosim.Start(zohosim.Config{Seed: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sim.Close() }()
	heard := make(chan string, 10)
	listener := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard <- string(body)
	}))
	defer listener.Close()
	g := &guide{t: t, values: map[string]string{"$SIM": sim.URL, "http://127.0.0.1:9000": listener.URL}}

	promised := ""
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			if comment, is := strings.CutPrefix(line, "# "); is {
				promised = comment
				continue
			}
			g.does(strings.TrimSpace(line), promised)
			promised = ""
		}
	}
	if g.ran < 25 {
		t.Errorf("only %d commands were found", g.ran)
	}
	select {
	case body := <-heard:
		if !strings.Contains(body, `"token":"mine"`) || !strings.Contains(body, `"module":"Leads"`) {
			t.Errorf("the listener heard %s", body)
		}
	default:
		t.Error("the listener heard nothing")
	}
	if !strings.Contains(g.answers, "Made in silence") {
		t.Error("what was made in silence is not among the records")
	}
}

// guide is somebody who follows the page.
type guide struct {
	t       *testing.T
	values  map[string]string
	ran     int
	answers string
}

func (g *guide) does(command, promised string) {
	g.t.Helper()
	switch {
	case strings.HasPrefix(command, "go build "), strings.HasPrefix(command, "./zohosim "), strings.HasPrefix(command, "SIM="):
		return
	case strings.HasPrefix(command, "TOKEN="):
		var granted struct{ AccessToken string }
		if err := json.Unmarshal([]byte(g.curl("curl -s -X POST $SIM/__sim/grant", "")), &granted); err != nil || granted.AccessToken == "" {
			g.t.Fatalf("no token: %v", err)
		}
		g.values["$TOKEN"] = granted.AccessToken
	case strings.HasPrefix(command, "curl "):
		g.answers += g.curl(command, promised)
	default:
		g.t.Errorf("it is not known how to do %q", command)
	}
}

// curl does what the program of that name does with the flags that the page uses.
func (g *guide) curl(command, promised string) string {
	g.t.Helper()
	g.ran++
	req := &http.Request{Method: "GET", Header: http.Header{}}
	var address, body string
	words := g.words(command)[1:]
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "-s":
		case "-X", "-H", "-d":
			i++
			switch words[i-1] {
			case "-X":
				req.Method = words[i]
			case "-d":
				body = words[i]
			case "-H":
				name, value, _ := strings.Cut(words[i], ": ")
				req.Header.Set(name, value)
			}
		default:
			address = words[i]
		}
	}
	if body != "" && req.Method == "GET" {
		req.Method = "POST"
	}
	made, err := http.NewRequest(req.Method, address, strings.NewReader(body))
	if err != nil {
		g.t.Fatalf("%s: %v", command, err)
	}
	made.Header = req.Header
	return g.keeps(command, promised, made)
}

// keeps fails where an answer is not what was promised.
func (g *guide) keeps(command, promised string, req *http.Request) string {
	g.t.Helper()
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if strings.HasPrefix(promised, "No answer") {
		if err == nil {
			_ = res.Body.Close()
			g.t.Errorf("%s is answered with %d", command, res.StatusCode)
		}
		return ""
	}
	if err != nil {
		g.t.Errorf("%s: %v", command, err)
		return ""
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		g.t.Errorf("%s: %v", command, err)
	}
	want := regexp.MustCompile(`^\d{3}\b`).FindString(promised)
	if want == "" && res.StatusCode >= 300 || want != "" && !strings.HasPrefix(res.Status, want) {
		g.t.Errorf("%s\npromised %q, answered %s %s", command, promised, res.Status, body)
	}
	return string(body)
}

// words are those of a command line, with quotes and the values of the page's
// variables; nothing else of a shell is known.
func (g *guide) words(command string) []string {
	var found []string
	for _, match := range regexp.MustCompile(`'[^']*'|"[^"]*"|[^\s"']+`).FindAllString(command, -1) {
		word := match
		if word[0] == '"' || word[0] == '\'' {
			word = word[1 : len(word)-1]
		}
		for name, value := range g.values {
			word = strings.ReplaceAll(word, name, value)
		}
		found = append(found, word)
	}
	return found
}

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// exchange is one file of a tape; its form is documented in
// internal/zohosim/tape.
type exchange struct {
	Name         string      `json:"-"` // of the file
	Method       string      `json:"method"`
	Host         string      `json:"host"`
	Path         string      `json:"path"`
	Query        string      `json:"query"`
	Header       http.Header `json:"header"`
	Body         string      `json:"body"`
	Status       int         `json:"status"` // 0: not answered
	AnswerHeader http.Header `json:"answerHeader"`
	AnswerBody   string      `json:"answerBody"`
	Struck       bool        `json:"struck"` // the answer is a fault's, not the server's
}

// readTape reads a folder of exchanges in the order of their names.
func readTape(folder string) ([]exchange, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	tape := make([]exchange, 0, len(names))
	for _, name := range names {
		e, err := readExchange(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		tape = append(tape, e)
	}
	return tape, nil
}

func readExchange(name string) (exchange, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return exchange{}, err
	}
	e := exchange{Name: filepath.Base(name)}
	return e, json.Unmarshal(text, &e)
}

func (e exchange) status() string { return strconv.Itoa(e.Status) }

// sentBy reports whether the request came from one of the clients, by the
// beginning of its User-Agent.
func (e exchange) sentBy(clients []string) bool {
	return slices.ContainsFunc(clients, func(name string) bool {
		return name != "" && strings.HasPrefix(e.Header.Get("User-Agent"), name)
	})
}

// answered reports whether there is an answer of the server's own.
func (e exchange) answered() bool { return e.Status != 0 && !e.Struck }

// toAccounts reports whether an account server was asked, which has no API.
func (e exchange) toAccounts() bool { return strings.HasPrefix(e.Host, "accounts.") }

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// report prints what was found; the counts last, where they are seen.
func (s *session) report(w io.Writer) {
	for _, group := range grouped(s.deviations) {
		writeDeviation(w, group)
	}
	fmt.Fprintf(w, "%d exchanges: %d requests and %d answers judged\n", s.exchanges, s.judged[request], s.judged[answer])
	for _, path := range byCount(s.undescribed) {
		fmt.Fprintf(w, "  %5d not described: %s\n", s.undescribed[path], path)
	}
	for i, a := range s.files.amendments {
		fmt.Fprintf(w, "  %5d allowed: %s: %s\n", s.allowed[i], a.file, a.reason)
	}
}

// grouped puts verdicts of the same kind together, the most frequent first.
func grouped(verdicts []verdict) [][]verdict {
	kinds := map[string][]verdict{}
	for _, v := range verdicts {
		kinds[v.kind()] = append(kinds[v.kind()], v)
	}
	var groups [][]verdict
	for _, group := range kinds {
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b []verdict) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a[0].kind(), b[0].kind()))
	})
	return groups
}

// kind is what deviations have in common that have one cause.
func (v verdict) kind() string {
	kind := fmt.Sprintf("%s of %s (%s)", v.trial.side, v.trial.operation, v.trial.operation.file)
	if v.trial.side == answer {
		kind = fmt.Sprintf("%d %s", v.trial.exchange.Status, kind)
	}
	return kind + "\n  " + joined(v.problems)
}

func joined(problems []problem) string {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n  ")
}

// longestExample is how much of a body an example shows.
const longestExample = 1000

func writeDeviation(w io.Writer, group []verdict) {
	first := group[0].trial
	e := first.exchange
	fmt.Fprintf(w, "DEVIATION, %d times: %s\n", len(group), group[0].kind())
	fmt.Fprintf(w, "  for example %s: %s %s?%s\n", e.Name, e.Method, e.Path, e.Query)
	body := e.AnswerBody
	if first.side == request {
		body = e.Body
	}
	if len(body) > longestExample {
		body = body[:longestExample] + " ..."
	}
	fmt.Fprintf(w, "  %s\n\n", body)
}

// byCount orders keys by how often they were counted.
func byCount(counts map[string]int) []string {
	var keys []string
	for key := range counts {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	return keys
}

package zohosim

import (
	"strings"
	"testing"
)

// The log keeps the latest 100,000 requests and their sequence numbers.
func TestRequestLogForgetsTheOldest(t *testing.T) {
	var l requestLog
	for range requestLogSize + 10 {
		l.add(Request{})
	}
	all := l.since(0)
	if len(all) != requestLogSize || all[0].Seq != 11 || all[len(all)-1].Seq != requestLogSize+10 {
		t.Errorf("%d requests from %d to %d", len(all), all[0].Seq, all[len(all)-1].Seq)
	}
	for i, r := range all {
		if r.Seq != int64(i+11) {
			t.Fatalf("request %d has number %d", i, r.Seq)
		}
	}
	if rest := l.since(requestLogSize + 8); len(rest) != 2 {
		t.Errorf("%d requests after the last but two", len(rest))
	}
	if rest := l.since(1 << 40); len(rest) != 0 {
		t.Errorf("%d requests after the end", len(rest))
	}
}

// What was asked is cut short, so that a hundred thousand requests fit.
func TestRequestLogIsBounded(t *testing.T) {
	var l requestLog
	long := strings.Repeat("x", 1<<20)
	l.add(Request{Method: long, Host: long, Path: long, Query: long, Module: long})
	r := l.since(0)[0]
	for _, part := range []string{r.Method, r.Host, r.Path, r.Query, r.Module} {
		if len(part) != mostRemembered {
			t.Errorf("%d bytes are remembered", len(part))
		}
	}
}

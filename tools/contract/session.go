package main

import (
	"errors"
	"strings"
)

// session is the judging of one tape.
type session struct {
	files   *library
	clients []string

	exchanges   int
	judged      map[side]int
	undescribed map[string]int // by method and path
	allowed     map[int]int    // by amendment
	deviations  []verdict
}

func newSession(l *library, clients []string) *session {
	return &session{
		files: l, clients: clients,
		judged: map[side]int{}, undescribed: map[string]int{}, allowed: map[int]int{},
	}
}

// judge takes one exchange and those inside it.
func (s *session) judge(e exchange) error {
	var all []error
	for _, each := range unfold(e) {
		all = append(all, s.judgeOne(each))
	}
	return errors.Join(all...)
}

func (s *session) judgeOne(e exchange) error {
	s.exchanges++
	o, params, described := find(s.files.operations, e.Method, e.Path)
	if !described || o.closed || e.toAccounts() {
		s.undescribed[e.Method+" "+withoutIDs(e.Path)]++
		return nil
	}
	var asked, told error
	if e.sentBy(s.clients) {
		asked = s.hear(trial{request, e, o, params})
	}
	if e.answered() {
		told = s.hear(trial{answer, e, o, params})
	}
	return errors.Join(asked, told)
}

func withoutIDs(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if segment != "" && strings.Trim(segment, "0123456789") == "" {
			segments[i] = "{id}"
		}
	}
	return strings.Join(segments, "/")
}

func (s *session) hear(t trial) error {
	v, err := s.files.try(t)
	if err != nil {
		return err
	}
	s.judged[t.side]++
	for _, i := range v.needed {
		s.allowed[i]++
	}
	if len(v.problems) > 0 {
		s.deviations = append(s.deviations, v)
	}
	return nil
}

// unused lists the amendments that nothing needed.
func (s *session) unused() []amendment {
	var list []amendment
	for i, a := range s.files.amendments {
		if s.allowed[i] == 0 {
			list = append(list, a)
		}
	}
	return list
}

package main

import "fmt"

// verdict is what became of a trial.
type verdict struct {
	trial    trial
	problems []problem
	// needed are the amendments without which it would not fit.
	needed []int
}

// try judges a trial by the amended file, and tells which amendments it took.
func (l *library) try(t trial) (verdict, error) {
	v := verdict{trial: t}
	amended, err := l.document(t.operation.file, l.all)
	if err != nil {
		return v, err
	}
	if v.problems = t.problems(amended); len(v.problems) > 0 {
		return v, nil
	}
	original, err := l.document(t.operation.file, l.none)
	if err != nil || len(t.problems(original)) == 0 {
		return v, err
	}
	for _, i := range l.concerning(t.operation.file) {
		lacking, err := l.document(t.operation.file, allBut(i))
		if err != nil {
			return v, err
		}
		if len(t.problems(lacking)) > 0 {
			v.needed = append(v.needed, i)
		}
	}
	if len(v.needed) == 0 {
		return v, fmt.Errorf("%s %s: two amendments of %s allow the same", t.side, t.operation, t.operation.file)
	}
	return v, nil
}

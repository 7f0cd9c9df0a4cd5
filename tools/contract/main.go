package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
)

type options struct {
	tape    string
	files   string
	clients string
	part    bool
	must    bool
}

func main() {
	var o options
	flag.StringVar(&o.tape, "tape", "", "folder with recorded exchanges; mandatory")
	flag.StringVar(&o.files, "openapi", folderOfFiles(), "folder with Zoho's OpenAPI files")
	flag.StringVar(&o.clients, "clients", "zoho-crm-go,ringbook", "beginnings of the User-Agents whose requests are judged")
	flag.BoolVar(&o.part, "part", false, "the tape is not of the whole suite: unused amendments are no mistake")
	flag.BoolVar(&o.must, "must", false, "it is a failure if nothing can be judged")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "contract:", err)
		os.Exit(1)
	}
}

// folderOfFiles is where Zoho's files are looked for.
func folderOfFiles() string {
	if folder := os.Getenv("ZOHO_OPENAPI_DIR"); folder != "" {
		return folder
	}
	return "../../third_party/zoho-openapi-v8"
}

func run(o options) error {
	if !isFolder(o.files) {
		missing := "Zoho's OpenAPI files are not in " + o.files + "; set ZOHO_OPENAPI_DIR"
		if o.must {
			return errors.New("nothing was judged: " + missing)
		}
		fmt.Printf("\n!!! NOT CHECKED: client and simulator against Zoho's OpenAPI files: %s\n\n", missing)
		return nil
	}
	if o.tape == "" {
		return errors.New("-tape is missing")
	}
	l, err := openLibrary(o.files, allowed(), incomplete())
	if err != nil {
		return err
	}
	tape, err := readTape(o.tape)
	if err != nil {
		return err
	}
	s := newSession(l, strings.Split(o.clients, ","))
	for _, e := range tape {
		if err := s.judge(e); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	s.report(os.Stdout)
	return s.outcome(o)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// outcome is nil where everything is as it should be.
func (s *session) outcome(o options) error {
	var all []error
	if s.judged[request] == 0 || s.judged[answer] == 0 {
		all = append(all, errors.New("no request or no answer was judged"))
	}
	if n := len(s.deviations); n > 0 {
		all = append(all, fmt.Errorf("%d deviations in %d kinds", n, len(grouped(s.deviations))))
	}
	if !o.part {
		for _, a := range s.unused() {
			all = append(all, fmt.Errorf("nothing needs this amendment of %s any more: %s", a.file, a.reason))
		}
	}
	return errors.Join(all...)
}

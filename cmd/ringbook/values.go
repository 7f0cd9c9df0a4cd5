package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// longestRead bounds what is read as a value; the server takes 100,000
// characters.
const longestRead = 1 << 20

// readValues turns "idn=value" into values by idn. typed names those whose
// value stood on the command line itself.
func readValues(pairs []string, stdin io.Reader) (values map[string]string, typed map[string]bool, err error) {
	values, typed = map[string]string{}, map[string]bool{}
	fromStdin := ""
	for _, pair := range pairs {
		idn, text, found := strings.Cut(pair, "=")
		if !found || idn == "" {
			return nil, nil, usage("%q sets nothing; write IDN=VALUE, such as zoho_duration=45", oneLine(pair, longestShown))
		}
		if _, twice := values[idn]; twice {
			return nil, nil, usage("%s is set twice", idn)
		}
		if text == "-" {
			if fromStdin != "" {
				return nil, nil, usage("%s and %s cannot both be read from standard input; use @FILE for one", fromStdin, idn)
			}
			fromStdin = idn
		}
		if values[idn], typed[idn], err = readValue(text, stdin); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", idn, err)
		}
	}
	for idn, value := range values { // a pipe that failed must not take a secret away
		if strings.TrimSpace(value) == "" && !typed[idn] {
			return nil, nil, usage("%s: there was nothing to read; to take the value out, use `ringbook attributes unset %s`", idn, idn)
		}
	}
	return values, typed, nil
}

// readValue reads "-" from standard input and "@file" from a file, without the
// line break at its end. Anything else is the value, typed as it is.
func readValue(text string, stdin io.Reader) (value string, typed bool, err error) {
	path, named := strings.CutPrefix(text, "@")
	switch {
	case text == "-":
		value, err = readWhole(stdin)
		return value, false, err
	case named && strings.HasPrefix(path, "@"):
		return path, true, nil
	case named:
		file, err := os.Open(path)
		if err != nil {
			return "", false, usageError{err}
		}
		defer file.Close()
		value, err = readWhole(file)
		return value, false, err
	}
	return text, true, nil
}

func readWhole(from io.Reader) (string, error) {
	all, err := io.ReadAll(io.LimitReader(from, longestRead+1))
	if err != nil {
		return "", usageError{err}
	}
	if len(all) > longestRead {
		return "", usage("the value is longer than any attribute's may be")
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(all), "\n"), "\r"), nil
}

package booking

import (
	"slices"
	"strings"
	"unicode"

	"github.com/ringbook/ringbook/internal/attribute"
)

// wished are those whom a caller's words name: by id, e-mail address or whole
// name, or else by a part of the name, with or without a title ("Helen",
// "Dr. Osgood"). Several may be meant; any of them will do then.
func wished(people []attribute.Person, words string) []attribute.Person {
	words = strings.TrimSpace(words)
	exactly := filter(people, func(p attribute.Person) bool {
		return p.ID == words || strings.EqualFold(p.Name, words) || p.Email != "" && strings.EqualFold(p.Email, words)
	})
	if len(exactly) > 0 {
		return exactly
	}
	parts := nameParts(words)
	if len(parts) == 0 {
		return nil
	}
	return filter(people, func(p attribute.Person) bool {
		name := nameParts(p.Name)
		return !slices.ContainsFunc(parts, func(part string) bool { return !slices.Contains(name, part) })
	})
}

func filter(people []attribute.Person, keep func(attribute.Person) bool) []attribute.Person {
	var kept []attribute.Person
	for _, p := range people {
		if keep(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// nameParts are the words of a name in lower case, without titles.
func nameParts(name string) []string {
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	return slices.DeleteFunc(parts, isTitle)
}

// isTitle knows the titles of the languages that are spoken.
func isTitle(word string) bool {
	switch word {
	case "dr", "doctor", "prof", "professor", "mr", "mister", "mrs", "ms", "miss",
		"doktor", "herr", "frau", "dra", "doctora", "profesor", "profesora", "señor", "señora", "señorita", "sr", "sra":
		return true
	}
	return false
}

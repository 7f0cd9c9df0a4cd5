// Package speech writes what is said aloud: times, ranges, codes, choices, and
// the one line that goes with every answer to a voice agent, in English,
// Spanish and German.
//
// It takes plain values and knows no subject but slot. Which line fits is the
// caller's judgement; how it sounds is decided here. Every line holds to the
// contract whatever is put into it: one line of at most [Longest] characters,
// no ISO dates, no ids, no markup. Names are cleaned and shortened to whole
// words; a list is cut to what fits; of what is left, the caller's own zone goes
// before the name, and a confirmation code is never cut.
//
//	lines := speech.For("en").At(now, zone)
//	lines.Booked(start, "Ann", "H7W2RY")
//	// You're all set, Ann: tomorrow at half past two. Your code is H, 7, W, 2, R, Y.
//
// # How times sound
//
// As people say them on the telephone, in words that every voice reads the same
// way: "tomorrow at half past two", "pasado mañana a las diez de la mañana",
// "am Freitag, den zwölften um halb drei". A date of the coming week goes
// without its month, a later one with it, and the year is added where it could
// be mistaken. There is no AM or PM: from nine in the morning to six in the
// evening the hour says enough, and outside of it the part of the day is named.
// Spanish names it always, as speakers of Spanish do. Midnight is said so that
// nobody takes it for the end of the day that it begins.
//
// Times are on the clock that the lines were made for. Where that is the
// caller's and shows another time than the business's, the line says whose it
// is ("at noon your time"); otherwise zones are not mentioned ([Lines.From]).
//
// Callers are addressed formally, as usted and Sie.
//
// # Adding a language
//
// A language is a pair of files like english.go and english_phrases.go: a
// function that returns a filled language. It has the phrases, in which {name},
// {when}, {code}, {count}, {range} and {list} may stand in any order, and
// functions for what no phrase can express: dates, times of day, counted things
// and joined lists. Name the new function in languageOf, its code in
// zoho_language and in the tests' list of languages, and see whether [Symbols]
// are still told apart by its ear. The tests then hold it to the same rules, and
// fail where a phrase is missing, asks for a value that English does not ask
// for, or leaves too little room. What it says is written to testdata by
//
//	go test ./internal/speech -run Golden -update
//
// and is to be read there, line by line, by somebody who speaks it.
package speech

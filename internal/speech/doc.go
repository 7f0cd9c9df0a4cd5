// Package speech writes what is said aloud: times, codes, choices, and the one
// line that goes with every answer to a voice agent.
//
// It takes plain values and knows no subject but slot. Which line fits is the
// caller's judgement; how it sounds is decided here. Every line holds to the
// contract whatever is put into it: one line of at most [Longest] characters,
// no ISO dates, no ids, no markup. Names are cleaned and shortened to whole
// words; a list is cut to what fits.
//
//	lines := speech.For("en").At(now, zone)
//	lines.Booked(start, "Ann", "K7MP")
//	// You're all set, Ann: tomorrow, Tuesday March 9 at 10 AM. Your code is K, 7, M, P.
//
// # Adding a language
//
// A language is one file like english.go: a function that returns a filled
// language. It has the phrases, in which {name}, {when}, {code}, {count} and
// {list} may stand in any order, and functions for what no phrase can express:
// dates, times of day, counted things and joined lists. Name the new function
// in languageOf and its code in the tests' list of languages; they then hold it
// to the same rules, and fail where a phrase is missing, asks for a value that
// English does not ask for, or leaves too little room.
package speech

// Package when understands when a caller would like to come: "next Tuesday
// afternoon", "tomorrow after three, but not Friday", "la semana que viene a
// las dos y media".
//
// It is pure. Words, the present instant, a zone and a language go in; ranges
// of instants at which the appointment may begin come out, with a normal form
// that can be said back. It knows no calendar, no opening hours and no caller,
// and of this program only the civil dates and the clocks of package slot.
//
//	u := when.Understand("Thursday the 27th after 3", now, zone, "en")
//	u.Readings[0].Text // Thursday March 26 from 3 PM on
//	u.Readings[0].Note // March 27 is a Friday, that Thursday is March 26
//
// # What words mean
//
// The tables in testdata say it by example. In short:
//
//   - Nothing lies before now. A weekday is the coming one, a date the next of
//     its kind. What can only be over ("yesterday") is Past.
//   - "Next Friday", where the coming Friday is in the present week, is Ambiguous,
//     and so is a weekday's name on that very day. Everything else has one
//     reading.
//   - A date that there is not ("April 31") is not understood.
//   - A weekday beats a date that is not its own; the reading has a Note.
//   - No day means any day and no time any time. Weeks begin on Monday.
//   - Hours without AM or PM are those at which appointments are made: seven to
//     noon in the morning, one to six after noon. A part of the day beside them
//     decides otherwise ("eight in the evening").
//   - "Not Friday" takes every Friday away, and leaves all else where nothing is
//     asked for.
//   - What is taken back is gone: "Tuesday at two, no wait, Wednesday" is
//     Wednesday at two.
//   - What is said once is shared: "Monday or Thursday afternoon" is two
//     afternoons, "next week Tuesday or Thursday" one week.
//   - A word that is not known is passed over, unless it is a number or one that
//     rules a meaning ("the Tuesday after Easter"): a guess would be worse than a
//     question. Holidays are known where they have a fixed date.
//
// # How it works
//
// The text becomes tokens (token.go). At each token the longest pattern of the
// language that fits is taken (match.go, verb.go), and of those as long the one
// with more words of its own; what it means is a day, a time of day, an instant
// from now, or a word between such. These are put together to clauses
// (clause.go), each clause to dates and a window of the day (day.go, clock.go)
// and so to instants, by slot.Resolve (ranges.go). Where something has two
// readings, all is reckoned twice. What a token can be is remembered, patterns
// do not nest in themselves, and the number of words is bounded, so the time is.
//
// # Adding a language
//
// A language is a file like en.json, named in vocabularies and in the
// directive that embeds it. "fold" makes spellings alike; lists and maps of words
// give the slots of patterns: {n}, {count} (a number or "a"), {ordinal} and
// {numbered} ("24th" in digits), {weekday} and {weekdays}, {month}, {year},
// {unit}, {segment}, {date} and {time} in digits, {digits} ("1430"), {hour},
// {minutes}, {fives} (5, 10, 20 or 25) and {digit}. {clock} is any time of day, {day} any
// day or week. In a pattern (a|b) may be said or not, [a|b] must be said, "-" is
// a hyphen and "." an end or a pause.
//
// "clock" maps what is added to the hour, in minutes or with + and - for
// {minutes}, to patterns: "hour -30" is German "halb {hour}". "rules" maps
// meanings to patterns:
//
//	day N, days N M, ahead N M       days from today: one, from-to, or one of two
//	weekday, weekend (coming, next, last, every or weeks further), workdays
//	week N, month N, rest N          with {segment}, its early, middle or late part
//	named, date, monthday, weekdate, nth, nth last, fixed MM-DD
//	nthweek, nthweek last            seven days of a month
//	from, after, before, until, range, weekof, plus    about {day}; same is {day},
//	                                 shift N days beside it
//	in, within                       {count} {unit} from now; moment N in minutes
//	part NAME                        see "parts"
//	at, around, since, till, between about {clock}
//	instead                          takes back what was said before
//	against                          a "not" after what it refuses
//	any, not, or, past, and skip for what says nothing about the time
//
// A meaning may have several, parted by semicolons. "say" is the normal form.
//
// # Why no library
//
// The English table, when it had 378 phrases (351 with a meaning and 27 without),
// was put to the libraries that can be had. A library gives one instant. It was counted as
// right where that instant lies in any range of any reading, or falls on its dates
// where the range is whole days; the day alone was right more often.
//
//	                                right    right day   wrong day   nothing   refused
//	                               of 351    or better                           of 27
//	olebedev/when v1.1.0              136       214            58         79        16
//	markusmobius/go-dateparser v1.4.7
//	    Search                        127       195            80         76        18
//	    Parse                          76        95            23        233        24
//	tj/go-naturaldate v1.3.0          104       193            70         88        16
//	this package                      351       351             0          0        27
//
// None has ranges, parts of the day as such, exclusions or two readings; only
// go-dateparser has Spanish and German. The table was written by the same hand as
// the code: 348 phrases before it, the others since, and a few expectations of the
// first were changed where the code showed them to be wrong or arbitrary.
package when

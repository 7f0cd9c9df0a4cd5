package speech

import (
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/slot"
)

// spanish is what is understood on both sides of the Atlantic: usted, "las dos
// y cuarenta y cinco" rather than either side's quarter to three.
func spanish() *language {
	return &language{
		phrases: spanishPhrases(),
		words: words{
			and: "y", or: "o", at: "a ", from: "desde ", until: " hasta ",
			midnight: "la medianoche", yours: "en su zona horaria",
		},
		join:    spanishList,
		day:     spanishDay,
		clock:   spanishClock,
		part:    spanishPart,
		at:      spanishAt,
		days:    func(count int) string { return spanishCount(count, "día") },
		minutes: func(count int) string { return spanishCount(count, "minuto") },
		small:   spanishNumber,
		symbols: map[rune]string{'Y': "i griega"}, // alone it is the word for "and"
	}
}

// spanishList puts no comma before the last word, and changes the word before
// its own sound.
func spanishList(items []string, word string) string {
	last := len(items) - 1
	if last < 1 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:last], ", ") + " " + spanishBefore(items[last], word) + " " + items[last]
}

// spanishBefore turns y into e and o into u: "Ana e Inés", "mañana u hoy".
func spanishBefore(next, word string) string {
	next = strings.NewReplacer("í", "i", "ó", "o").Replace(strings.ToLower(next))
	begins := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if strings.HasPrefix(next, p) {
				return true
			}
		}
		return false
	}
	switch {
	case word == "y" && begins("i", "hi") && !begins("ia", "ie", "io", "hia", "hie", "hio"):
		return "e"
	case word == "o" && begins("o", "ho"):
		return "u"
	}
	return word
}

func spanishDay(date slot.Date, fromToday int, withYear bool) day {
	switch fromToday {
	case -1:
		return day{"ayer", fromToday, true}
	case 0:
		return day{"hoy", fromToday, true}
	case 1:
		return day{"mañana", fromToday, true}
	case 2:
		return day{"pasado mañana", fromToday, true}
	}
	number := spanishNumber(date.Day)
	if date.Day == 1 {
		number = "primero"
	}
	name := "el " + spanishWeekday(date.Weekday()) + " " + number
	if fromToday < 0 || fromToday > 6 {
		name += " de " + spanishMonth(date.Month)
	}
	if withYear {
		name += " de " + strconv.Itoa(date.Year)
	}
	return day{name, fromToday, false}
}

func spanishClock(hour, minute int) string {
	if hour == 0 && minute == 0 {
		return "las cero horas" // nobody knows to which day "las doce de la noche" belongs
	}
	twelve := (hour+11)%12 + 1
	name := "las " + spanishNumber(twelve)
	if twelve == 1 {
		name = "la una"
	}
	switch minute {
	case 0:
		return name
	case 1:
		return name + " y un minuto"
	case 15:
		return name + " y cuarto"
	case 30:
		return name + " y media"
	}
	return name + " y " + spanishNumber(minute)
}

// spanishPart is said always, as it is in Spanish.
func spanishPart(hour, minute int) string {
	switch {
	case hour == 0 && minute == 0:
		return ""
	case hour < 6:
		return "de la madrugada"
	case hour < 12:
		return "de la mañana"
	case hour == 12:
		return "del mediodía"
	case hour < 20:
		return "de la tarde"
	}
	return "de la noche"
}

func spanishAt(m moment) string {
	return strings.TrimSpace(m.day.name + " a " + m.clock + " " + m.part)
}

func spanishCount(count int, thing string) string {
	if count == 1 {
		return "un " + thing
	}
	return counted(count, spanishNumber) + " " + thing + "s"
}

// spanishNumber says 0 to 59.
func spanishNumber(n int) string {
	small := []string{
		"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
		"catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
		"veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
	}
	tens := []string{"", "", "", "treinta", "cuarenta", "cincuenta"}
	switch {
	case n < 30:
		return small[n]
	case n%10 == 0:
		return tens[n/10]
	}
	return tens[n/10] + " y " + small[n%10]
}

func spanishWeekday(d time.Weekday) string {
	return [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}[d]
}

func spanishMonth(m time.Month) string {
	return [...]string{
		"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
	}[m-1]
}

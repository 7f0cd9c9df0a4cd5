package app_test

import (
	"fmt"
	"strings"
	"testing"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
)

// heard is what a caller hears in one language: what comes of the requests of
// TestSpeechOfACall, in their order. CODE stands for the code as it is
// spelled.
type heard struct {
	language                                                    string
	greeting, ambiguous, withheld                               string
	offer, denver, none, unclear, past, service                 string
	noName, booked, already, taken, closed, which, gone, notYet string
	end                                                         string
	spoken                                                      string // the first offer by itself
}

var inSpanish = heard{
	language:  "es",
	greeting:  "Hola, Dana Whitfield, qué gusto saludarle. ¿En qué puedo ayudarle?",
	ambiguous: "Encuentro a más de una persona con este número. ¿Hablo con ",
	withheld:  "Hola, gracias por llamar. No veo su número. ¿En qué puedo ayudarle?",
	offer:     "Puedo ofrecerle el martes nueve de marzo a las nueve de la mañana o a las doce del mediodía. ¿Cuál le conviene más?",
	denver:    "Puedo ofrecerle el martes nueve de marzo a las siete de la mañana en su zona horaria. ¿Le conviene?",
	none:      "Lo siento, no queda nada libre desde el sábado seis hasta el domingo siete. Lo primero que tengo es el lunes ocho de marzo a las nueve de la mañana. ¿Le conviene?",
	unclear:   "¿Para qué día le gustaría la cita?",
	past:      "Ese momento ya pasó. ¿Qué otro momento le conviene?",
	service:   "No conozco ese servicio. ¿Para qué necesita la cita?",
	noName:    "¿Me dice su nombre, por favor?",
	booked:    "Listo, Dana Whitfield, su cita queda confirmada: el martes nueve de marzo a las dos y media de la tarde. Su código es CODE.",
	already:   "Esa cita ya la tiene: el martes nueve de marzo a las dos y media de la tarde. Su código es CODE.",
	taken:     "Lo siento, esa hora se acaba de ocupar. Todavía tengo ",
	closed:    "A esa hora no damos citas. Sí tengo ",
	which:     "Encuentro más de una cita: el martes nueve de marzo a las dos y media de la tarde y a las cuatro. ¿A cuál se refiere?",
	gone:      "Su cita queda cancelada: el martes nueve de marzo a las dos y media de la tarde. ¿Puedo ayudarle en algo más?",
	notYet:    "Primero debo asegurarme de que la cita es suya. ¿Cuál es el código de confirmación, por favor?",
	end:       "Gracias por llamar. Que tenga un buen día.",
	spoken:    "el martes nueve de marzo a las nueve de la mañana",
}

var inGerman = heard{
	language:  "de",
	greeting:  "Guten Tag, Dana Whitfield, schön, von Ihnen zu hören. Wie kann ich Ihnen helfen?",
	ambiguous: "Unter dieser Nummer finde ich mehrere Personen. Spreche ich mit ",
	withheld:  "Guten Tag, schön, dass Sie anrufen. Ihre Nummer sehe ich nicht. Wie kann ich Ihnen helfen?",
	offer:     "Ich kann Ihnen am Dienstag, den neunten März um neun Uhr oder um zwölf Uhr anbieten. Was passt Ihnen am besten?",
	denver:    "Ich kann Ihnen am Dienstag, den neunten März um sieben Uhr morgens Ihrer Ortszeit anbieten. Passt Ihnen das?",
	none:      "Leider ist von Samstag, den sechsten bis Sonntag, den siebten nichts frei. Der nächste freie Termin ist am Montag, den achten März um neun Uhr. Passt Ihnen das?",
	unclear:   "An welchem Tag hätten Sie gern einen Termin?",
	past:      "Dieser Zeitpunkt ist schon vorbei. Welche andere Zeit passt Ihnen?",
	service:   "Diese Leistung kenne ich leider nicht. Worum geht es bei Ihrem Termin?",
	noName:    "Wie ist Ihr Name, bitte?",
	booked:    "Vielen Dank, Dana Whitfield, Ihr Termin steht: am Dienstag, den neunten März um halb drei. Ihr Code ist CODE.",
	already:   "Diesen Termin haben Sie schon: am Dienstag, den neunten März um halb drei. Ihr Code ist CODE.",
	taken:     "Dieser Termin wurde leider gerade vergeben. Frei wäre noch ",
	closed:    "Zu dieser Zeit haben wir keine Termine. Frei wäre ",
	which:     "Ich finde mehrere Termine: am Dienstag, den neunten März um halb drei und um vier Uhr. Welchen meinen Sie?",
	gone:      "Ihr Termin ist abgesagt: am Dienstag, den neunten März um halb drei. Kann ich sonst noch etwas für Sie tun?",
	notYet:    "Ich muss erst sicher sein, dass es Ihr Termin ist. Wie lautet bitte der Bestätigungscode?",
	end:       "Vielen Dank für Ihren Anruf. Auf Wiederhören.",
	spoken:    "am Dienstag, den neunten März um neun Uhr",
}

// TestSpeechOfACall goes through a call in Spanish and one in German.
func TestSpeechOfACall(t *testing.T) {
	t.Parallel()
	for _, h := range []heard{inSpanish, inGerman} {
		t.Run(h.language, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, map[string]string{"zoho_language": h.language})
			says := func(rpc, body, want string) reply {
				t.Helper()
				got := w.posts(rpc, body)
				say := got.text(t, "say")
				speakable(t, say)
				if say != want && !(strings.HasSuffix(want, " ") && strings.HasPrefix(say, want)) {
					t.Errorf("%s %s:\ngot  %s\nwant %s", rpc, body, say, want)
				}
				return got
			}
			says(onStart, `{"conversationId":"dana","callerPhone":"+12125550143"}`, h.greeting)
			says(onStart, `{"conversationId":"two","callerPhone":"+16465550177"}`, h.ambiguous)
			says(onStart, `{"conversationId":"none","callerPhone":"anonymous"}`, h.withheld)
			says(onStart, `{"conversationId":"new","callerPhone":"+19175550166"}`, w.posts(onStart, `{}`).text(t, "say"))

			offer := says(onCheck, `{"from":"2027-03-09","to":"2027-03-09","limit":2}`, h.offer)
			if !strings.Contains(offer.body, fmt.Sprintf("%q", h.spoken)) {
				t.Errorf("%q is not in %s", h.spoken, offer)
			}
			says(onCheck, `{"from":"2027-03-09","to":"2027-03-09","limit":1,"callerTimeZone":"America/Denver"}`, h.denver)
			says(onCheck, `{"from":"2027-03-06","to":"2027-03-07"}`, h.none)
			says(onCheck, `{"from":"xyzzy"}`, h.unclear)
			says(onCheck, `{"to":"2027-02-01"}`, h.past)
			says(onCheck, `{"service":"xyzzy"}`, h.service)

			says(onBook, `{"conversationId":"new","start":"2027-03-09T14:30:00"}`, h.noName)
			booked := w.posts(onBook, `{"conversationId":"dana","start":"2027-03-09T14:30:00"}`)
			code := appointment(t, booked)["spokenCode"].(string)
			withCode := func(line string) string { return strings.Replace(line, "CODE", code, 1) }
			says(onBook, `{"conversationId":"dana","start":"2027-03-09T14:30:00"}`, withCode(h.booked))
			says(onBook, `{"conversationId":"dana-2","callerPhone":"2125550143","start":"2027-03-09T14:30:00"}`, withCode(h.already))
			says(onBook, `{"conversationId":"new","callerName":"Ada Brook","start":"2027-03-09T14:30:00"}`, h.taken)
			says(onBook, `{"conversationId":"dana","start":"2027-03-09T22:00:00"}`, h.closed)
			w.posts(onBook, `{"conversationId":"dana","start":"2027-03-09T16:00:00"}`)
			says(onCancel, `{"conversationId":"dana"}`, h.which)
			says(onCancel, `{"conversationId":"dana","start":"2027-03-09T14:30:00"}`, h.gone)
			says(onCancel, `{"conversationId":"new","callerPhone":"2125550143"}`, h.notYet)
			says(onEnd, `{"conversationId":"dana","summary":"one"}`, h.end)
			w.quiet()
		})
	}
}

// appointment is the one in an answer.
func appointment(t *testing.T, r reply) map[string]any {
	t.Helper()
	a, ok := r.fields(t)["appointment"].(map[string]any)
	if !ok {
		t.Fatalf("no appointment in %s", r)
	}
	return a
}

// TestSpeechOfRefusals: what a business does not do, and what it cannot do
// without its CRM, is said in its language too.
func TestSpeechOfRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{
		"zoho_language": "de", "zoho_enable_slot_check": "False", "zoho_enable_booking": "False", "zoho_enable_cancellation": "False",
	})
	const help = "Ich suche jemanden, der Ihnen weiterhilft."
	for _, a := range [][3]string{
		{onCheck, `{}`, "Freie Termine kann ich hier leider nicht nachsehen. " + help},
		{onBook, `{"conversationId":"c","start":"2027-03-09T10:00:00"}`, "Termine kann ich hier leider nicht buchen. " + help},
		{onCancel, `{"conversationId":"c","confirmationCode":"H7W2RY"}`, "Termine kann ich hier leider nicht absagen. " + help},
	} {
		if say := w.posts(a[0], a[1]).text(t, "say"); say != a[2] {
			t.Errorf("%s: %s", a[0], say)
		}
	}
	w.makes(map[string]string{"zoho_enable_slot_check": "True", "zoho_language": "es"})
	w.switchCRM(false)
	if say := w.posts(onCheck, `{}`).text(t, "say"); say != "Desde aquí no tengo acceso a nuestra agenda. Permítame buscar a alguien que pueda ayudarle." {
		t.Error(say)
	}
	if say := w.posts(onEnd, `{"conversationId":"c","summary":"one"}`).text(t, "say"); say != inSpanish.end {
		t.Error(say)
	}
}

// TestSpeechKeepsItsLanguage: a conversation that runs goes on in the language
// it began in, whatever is published meanwhile.
func TestSpeechKeepsItsLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]string{"zoho_language": "es"})
	w.starts("call-1", newPhone)
	w.makes(map[string]string{"zoho_language": "de"})
	for conversation, want := range map[string]string{"call-1": inSpanish.spoken, "call-2": inGerman.spoken} {
		res := w.checks(slotsOK, &ringbookv1.CheckSlotsRequest{ConversationId: conversation, From: quietDay, To: quietDay, Limit: 1})
		if got := res.GetSlots()[0].GetSpoken(); got != want {
			t.Errorf("%s: %q, want %q", conversation, got, want)
		}
	}
	if say := call(w, w.agent.EndConversation, endOf("call-1")).GetSay(); say != inSpanish.end {
		t.Errorf("the end is %q", say)
	}
}

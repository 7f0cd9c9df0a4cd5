package speech

// Greeting opens a call, by name where the caller is known.
func (l Lines) Greeting(name string) string {
	v := values{name: l.speaker.language.name(name)}
	if v.name == "" {
		return l.say.Greeting
	}
	return l.line(l.say.GreetingName, v)
}

// GreetingWithheld opens a call whose number is withheld.
func (l Lines) GreetingWithheld() string { return l.say.GreetingWithheld }

// CallerIs asks whether this is who is calling; without a name, for the name.
func (l Lines) CallerIs(name string) string {
	v := values{name: l.speaker.language.name(name)}
	if v.name == "" {
		return l.say.NeedName
	}
	return l.line(l.say.CallerIs, v)
}

// CallerNew says that nobody was found, and asks for a name.
func (l Lines) CallerNew() string { return l.say.CallerNew }

// NoteAdded says that a note is kept.
func (l Lines) NoteAdded() string { return l.say.NoteAdded }

// Ended closes a call.
func (l Lines) Ended() string { return l.say.Ended }

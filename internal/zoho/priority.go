package zoho

// Priority says whose calls go first where a limit of Zoho's makes them wait.
type Priority int

const (
	// Live is for calls that somebody on the phone waits for. They go before
	// all others, and may spend the last credit. It is what [New] returns.
	Live Priority = iota
	// Attended is for calls that a person at a screen waits for: they go
	// behind live calls, and may spend the last credit.
	Attended
	// Background is for jobs and pollers: calls that nobody waits for. They go
	// last, and leave a reserve of credits alone; see [Config.Reserve].
	Background

	priorities = 3
)

func (p Priority) String() string {
	return [...]string{"live", "attended", "background"}[min(max(p, Live), Background)]
}

// At returns a view of the client whose calls have a priority. All views share
// one grant, one count of calls in flight and one budget of credits; it costs
// nothing but its own fields, and it needs no closing.
func (c *Client) At(p Priority) *Client {
	view := *c
	view.priority = min(max(p, Live), Background)
	view.bind()
	return &view
}

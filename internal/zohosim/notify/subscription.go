package notify

import (
	"slices"
	"time"
)

// The operations that a subscription can ask for (zoho-crm-api §5).
const (
	Create = "create"
	Edit   = "edit"
	Delete = "delete"
)

// Operations lists them in the order in which Zoho's samples do. "all" of a
// request stands for them all.
func Operations() []string { return []string{Edit, Create, Delete} }

// Subscription is what one channel wants to hear about one module.
type Subscription struct {
	UserID   string
	Channel  string // id, chosen by the client
	Module   string // API name
	ModuleID string
	// Operations are some of those of Operations.
	Operations []string
	NotifyURL  string
	Token      string // sent along with every notice; empty is sent as null
	Expiry     time.Time
	// ReturnValues asks for the new values of changed fields.
	ReturnValues bool
	// OnRelated is kept and listed; the simulator does not act on it.
	OnRelated bool
	// Condition narrows what is told; nil lets everything through.
	Condition *Group
	// Origin is the address of the API through which the channel was opened,
	// without a trailing slash.
	Origin string
}

// Group is a selection of fields, joined by Operator: "or" is met when one of
// them changed, "and" when all did.
type Group struct {
	Operator string
	Members  []Member
}

// Member of a group is a field or another group.
type Member struct {
	Field   string // API name; empty for a group
	FieldID string
	Group   *Group
}

// Met tells whether a change of the named fields is what the group selects.
func (g *Group) Met(changed []string) bool {
	met := func(m Member) bool {
		if m.Group != nil {
			return m.Group.Met(changed)
		}
		return slices.Contains(changed, m.Field)
	}
	if g.Operator == "and" {
		return !slices.ContainsFunc(g.Members, func(m Member) bool { return !met(m) })
	}
	return slices.ContainsFunc(g.Members, met)
}

// Fields counts the fields of a group and of the groups in it.
func (g *Group) Fields() int {
	n := 0
	for _, m := range g.Members {
		if m.Group != nil {
			n += m.Group.Fields()
		} else {
			n++
		}
	}
	return n
}

// wants tells whether a change concerns the subscription. A condition is about
// fields, so a deletion, which changes none, passes it; that is inferred.
func (s Subscription) wants(c Change) bool {
	if s.Module != c.Module || !slices.Contains(s.Operations, c.Operation) {
		return false
	}
	return s.Condition == nil || c.Operation == Delete || s.Condition.Met(c.Fields)
}

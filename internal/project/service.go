package project

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ringbook/ringbook/internal/fault"
	"github.com/ringbook/ringbook/internal/principal"
)

// Config is what a Service needs.
type Config struct {
	Store Store
	// Now is the clock.
	Now func() time.Time
	// AdminKey is an administrator's key that the operator chose, or "". It
	// is good while the program runs with it and is never stored.
	AdminKey string
	// Remember is how long right keys and projects are kept in memory, and so
	// how long a change made by another process may stay unseen.
	Remember time.Duration
}

// shortestAdminKey keeps operators from choosing a word.
const shortestAdminKey = 20

// mostRemembered bounds the memory of each kind of answer.
const mostRemembered = 10_000

// Service is the projects and keys of a server. It is safe for use by several
// goroutines.
type Service struct {
	store    Store
	now      func() time.Time
	adminKey *Hash
	keys     *remembered[Hash, Key]
	projects *remembered[string, Project]
}

// NewService returns a Service. An AdminKey that is short or has blanks is an
// Invalid fault.
func NewService(config Config) (*Service, error) {
	s := &Service{store: config.Store, now: config.Now,
		keys:     newRemembered[Hash, Key](config.Remember, mostRemembered),
		projects: newRemembered[string, Project](config.Remember, mostRemembered)}
	if config.AdminKey != "" {
		if len(config.AdminKey) < shortestAdminKey || strings.ContainsFunc(config.AdminKey, unicode.IsSpace) {
			return nil, fault.InvalidField("adminKey", "the administrator's key needs at least %d characters without blanks", shortestAdminKey)
		}
		hash := HashOf(config.AdminKey)
		s.adminKey = &hash
	}
	return s, nil
}

// CreateProject makes a project with the CRM switched on. The name has 1 to
// 100 characters on one line, timeZone is an IANA name. The attributes of the
// project are still to be seeded.
func (s *Service) CreateProject(ctx context.Context, name, timeZone string) (Project, error) {
	name, err := checkName(name)
	if err != nil {
		return Project{}, err
	}
	if err := checkZone(timeZone); err != nil {
		return Project{}, err
	}
	p := Project{Name: name, TimeZone: timeZone, CRMEnabled: true, CreatedAt: s.now()}
	for range 3 { // a random ending that is taken is rare, two in a row a wonder
		p.ID = newProjectID(name)
		if err = s.store.CreateProject(ctx, p); !fault.Is(err, fault.Conflict) {
			break
		}
	}
	if err != nil {
		return Project{}, err
	}
	return p, nil
}

// Change is what an administrator changes of a project; nil leaves as it is.
type Change struct {
	Name       *string
	CRMEnabled *bool
}

// UpdateProject changes a project, all of it or nothing.
func (s *Service) UpdateProject(ctx context.Context, id string, change Change) (Project, error) {
	if change.Name != nil {
		name, err := checkName(*change.Name)
		if err != nil {
			return Project{}, err
		}
		change.Name = &name
	}
	updated, err := s.store.UpdateProject(ctx, id, func(p Project) (Project, error) {
		if change.Name != nil {
			p.Name = *change.Name
		}
		if change.CRMEnabled != nil {
			p.CRMEnabled = *change.CRMEnabled
		}
		return p, nil
	})
	s.projects.forget(func(known string, _ Project) bool { return known == id })
	return updated, absent(err, "project")
}

// Project returns a project, from memory where it can.
func (s *Service) Project(ctx context.Context, id string) (Project, error) {
	p, err := s.projects.get(id, s.now(), func() (Project, error) { return s.store.Project(ctx, id) })
	return p, absent(err, "project")
}

// absent says what it is that is not there; the store does not know it by the
// word that people use.
func absent(err error, what string) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return fault.Wrap(fault.NotFound, err, "there is no %s of this id", what).
		WithRemedy("list the %ss to see what there is", what)
}

// Projects returns all projects in the order of their creation.
func (s *Service) Projects(ctx context.Context) ([]Project, error) { return s.store.Projects(ctx) }

func checkName(typed string) (string, error) {
	const longest = 100
	name := strings.TrimSpace(typed)
	if name == "" || utf8.RuneCountInString(name) > longest {
		return "", fault.InvalidField("name", "a project needs a name of 1 to %d characters", longest)
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return "", fault.InvalidField("name", "a project's name is one line of text")
	}
	return name, nil
}

// checkZone refuses "" and "Local" too, which Go takes for UTC and for the
// zone of the host that happens to run the program.
func checkZone(name string) error {
	_, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return fault.InvalidField("time_zone", "no such time zone; write its IANA name, such as Europe/Berlin or America/New_York")
	}
	return nil
}

func principalOf(k Key) principal.Principal {
	return principal.Principal{Role: k.Role, Project: k.Project, KeyID: k.ID}
}

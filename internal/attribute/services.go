package attribute

import (
	"strings"
	"time"
)

// BookableService is something a caller can ask for by name.
type BookableService struct {
	Name string
	// Duration is zero where the general slot length applies.
	Duration time.Duration
	// Staff are those who do it; empty means all staff.
	Staff []Person
}

// typedService is an entry of zoho_services as typed and stored.
type typedService struct {
	Name    string   `json:"name"`
	Minutes int      `json:"minutes,omitempty"`
	Staff   []string `json:"staff,omitempty"`
}

const (
	servicesExample = `[{"name":"Consultation","minutes":45,"staff":["Ann Lee"]}]`
	mostServices    = 100
	longestName     = 80
)

func parseServices(text string) ([]typedService, error) {
	root, err := parseJSON(text)
	if err != nil {
		return nil, err
	}
	items, err := root.array(servicesExample)
	if err != nil {
		return nil, err
	}
	if len(items) > mostServices {
		return nil, root.problem("at most %d services", mostServices)
	}
	var services []typedService
	seen := map[string]bool{}
	for _, item := range items {
		service, err := parseService(item)
		if err != nil {
			return nil, err
		}
		key := strings.ToLower(service.Name)
		if seen[key] {
			return nil, item.problem("there already is a service called %q", service.Name)
		}
		seen[key] = true
		services = append(services, service)
	}
	return services, nil
}

func parseService(item jsonValue) (typedService, error) {
	members, err := item.object(`{"name":"Consultation"}`, "name", "minutes", "staff")
	if err != nil {
		return typedService{}, err
	}
	var service typedService
	for _, m := range members {
		switch m.name {
		case "name":
			service.Name, err = m.value.text(longestName)
		case "minutes":
			service.Minutes, err = m.value.whole(5, 480)
		case "staff":
			service.Staff, err = parseStaffNames(m.value)
		}
		if err != nil {
			return typedService{}, err
		}
	}
	if service.Name == "" {
		return typedService{}, item.problem(`every service needs a "name"`)
	}
	return service, nil
}

func parseStaffNames(v jsonValue) ([]string, error) {
	items, err := v.array(`["Ann Lee"]`)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, item := range items {
		name, err := item.text(longestName)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

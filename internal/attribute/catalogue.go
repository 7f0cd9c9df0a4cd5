package attribute

import (
	"sync"

	"github.com/ringbook/ringbook/config"
	"github.com/ringbook/ringbook/internal/fault"
)

// catalogue is the parsed config.Attributes with a look-up by name. It is
// built once and never changes.
type catalogue struct {
	entries []config.Attribute
	byIDN   map[string]int
}

var theCatalogue = sync.OnceValue(func() *catalogue {
	c := &catalogue{entries: config.Attributes(), byIDN: map[string]int{}}
	for i, entry := range c.entries {
		c.byIDN[entry.IDN] = i
	}
	return c
})

// Lookup returns the catalogue's entry of an attribute. An unknown name is
// an Invalid fault with the nearest name in its text.
func Lookup(idn string) (config.Attribute, error) {
	c := theCatalogue()
	if i, ok := c.byIDN[idn]; ok {
		return c.entries[i], nil
	}
	return config.Attribute{}, fault.InvalidField(idn, "there is no attribute of this name%s", didYouMean(idn, c.names()))
}

func (c *catalogue) entry(idn string) config.Attribute { return c.entries[c.byIDN[idn]] }

func (c *catalogue) names() []string {
	names := make([]string, len(c.entries))
	for i, entry := range c.entries {
		names[i] = entry.IDN
	}
	return names
}

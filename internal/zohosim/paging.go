package zohosim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/problem"
)

const (
	maxPerPage   = 200     // zoho-crm-api §3.1
	byPageLimit  = 2000    // records within reach of page=; beyond it page_token (§3.1)
	byTokenLimit = 100_000 // records within reach of page_token (§3.1)
	tokenLife    = 24 * time.Hour
)

// page is one window of a list.
type page struct {
	number, size int
	byToken      bool
}

// offset saturates: a page number may be anything that fits an int.
func (p page) offset() int { return min(p.number-1, math.MaxInt32) * p.size }

// window cuts a list and says whether more follows.
func window[T any](p page, all []T) (part []T, more bool) {
	from := min(p.offset(), len(all))
	to := min(from+p.size, len(all))
	return all[from:to], to < len(all)
}

// paging reads page and per_page.
func (c *call) paging() (page, *reply) {
	p := page{number: 1, size: c.mostRows()}
	for name, into := range map[string]*int{"page": &p.number, "per_page": &p.size} {
		text := c.query.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return p, badParam(name)
		}
		*into = n
	}
	if p.size > c.mostRows() {
		r := bad("LIMIT_EXCEEDED", "limit exceeded", problem.Details{"limit": c.mostRows(), "param_name": "per_page"})
		return p, &r
	}
	return p, nil
}

// mostRows is the most records of one page, and what a page has by default:
// fewer within a composite request (§4).
func (c *call) mostRows() int {
	if c.within != nil {
		return compositeReads
	}
	return maxPerPage
}

func badParam(name string) *reply {
	r := bad("INVALID_DATA", "the value of a parameter is invalid", problem.Details{"param_name": name})
	return &r
}

// pageToken is what a page_token stands for: a place in a list, bound to the
// user and to the other parameters, for a day (§3.1).
type pageToken struct {
	number  int
	bound   string
	expires time.Time
}

// String is the wire form: under the 100 characters that the specification
// allows.
func (t pageToken) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%s.%d", t.number, t.bound, t.expires.Unix()))
}

func parsePageToken(text string) (pageToken, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	parts := strings.Split(string(raw), ".")
	if err != nil || len(parts) != 3 {
		return pageToken{}, false
	}
	number, err1 := strconv.Atoi(parts[0])
	expires, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil || number < 1 {
		return pageToken{}, false
	}
	return pageToken{number, parts[1], time.Unix(expires, 0)}, true
}

// tokenPaging is paging for lists that also take page_token. What is wrong with
// one is told in the words of OASY getRecords, by which a token that was never
// given out is a mismatch too.
func (c *call) tokenPaging() (page, *reply) {
	p, refused := c.paging()
	text := c.query.Get("page_token")
	if refused != nil || text == "" {
		return p, refused
	}
	if c.query.Get("page") != "" {
		r := bad("AMBIGUITY_DURING_PROCESSING", "page and page_token cannot be used together", problem.Details{"param_name": "page_token"})
		return p, &r
	}
	t, valid := parsePageToken(text)
	switch {
	case !valid || t.bound != c.bound():
		r := bad("TOKEN_BOUND_DATA_MISMATCH", "The page_token given seems to be invalid or input param is added or altered or deleted", problem.Details{"param_name": "page_token"})
		return p, &r
	case c.world.now().After(t.expires):
		r := bad("EXPIRED_VALUE", "Page token expired", problem.Details{"api_name": "page_token", "json_path": "$.query.page_token"})
		return p, &r
	}
	return page{number: t.number, size: p.size, byToken: true}, nil
}

// depth refuses pages that lie too deep (§3.1).
func (c *call) depth(p page) *reply {
	switch {
	case !p.byToken && p.offset() >= byPageLimit:
		r := bad("DISCRETE_PAGINATION_LIMIT_EXCEEDED", "You can only get the first 2000 records without using page_token param", problem.Details{"limit": byPageLimit})
		return &r
	case p.byToken && p.offset() >= byTokenLimit:
		r := bad("PAGINATION_LIMIT_EXCEEDED", "You can only get upto 100000 records using page_token param", problem.Details{"param_name": "page_token"})
		return &r
	default:
		return nil
	}
}

// bound identifies the user and the parameters that a token holds for.
func (c *call) bound() string {
	q := url.Values{}
	for name, values := range c.query {
		if name != "page" && name != "page_token" {
			q[name] = values
		}
	}
	sum := sha256.Sum256([]byte(c.session.UserID + "?" + c.r.URL.Path + "?" + q.Encode()))
	return hex.EncodeToString(sum[:8])
}

// tokenOf makes the token of a page, with its expiry.
func (c *call) tokenOf(number int) (token, expiry string) {
	expires := c.at.Add(tokenLife)
	return pageToken{number, c.bound(), expires}.String(), c.view.Time(expires)
}

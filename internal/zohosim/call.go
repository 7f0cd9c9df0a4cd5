package zohosim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/internal/zohosim/oauth"
	"github.com/ringbook/ringbook/internal/zohosim/problem"
	"github.com/ringbook/ringbook/internal/zohosim/record"
	"github.com/ringbook/ringbook/internal/zohosim/schema"
)

// call is one authenticated call of the CRM API.
type call struct {
	*visit
	world    *world
	rules    *rules
	route    *route
	params   map[string]string
	query    url.Values
	session  oauth.Session
	module   *schema.Module // nil for routes without one
	view     record.View
	at       time.Time // the one instant at which everything in this call happens
	journal  *journal
	external externals
	within   *call // the composite request that this is a sub-request of; nil for most
}

const apiRoot = "/crm/v8/"

// admit applies the limit of calls in flight. Both the general and the
// sub-concurrency limit answer 429 without Retry-After (zoho-crm-api §6).
func (v *visit) admit() (reply, bool) {
	if !strings.HasPrefix(v.r.URL.Path, crmPrefix) {
		return reply{}, true
	}
	v.load = load{flight: 1}
	if r, _, _ := find(v.sim.routes, v.r.Method, strings.TrimPrefix(v.r.URL.Path, apiRoot)); r != nil {
		v.load = r.load(v.r.URL.Query(), v.body)
	}
	if !v.world.meter.enter(v.world.allowance(), v.load) {
		return v.world.tooManyRequests(), false
	}
	return reply{}, true
}

func (v *visit) leave() {
	if strings.HasPrefix(v.r.URL.Path, crmPrefix) {
		v.world.meter.leave(v.load)
	}
}

// tooManyRequests is the answer for credits and concurrency alike; sources
// disagree on its code (zoho-crm-api §6).
func (w *world) tooManyRequests() reply {
	code := w.rules.Load().RateLimitCode
	return flat(http.StatusTooManyRequests, problem.New(code, usualMessage(code), nil))
}

// serveCRM authenticates, checks the scope, takes the credits and hands over to
// the route. The order of these checks among each other is not documented; an
// unknown URL is told before the token is looked at.
func (v *visit) serveCRM() reply {
	path, isV8 := strings.CutPrefix(v.r.URL.Path, apiRoot)
	match, params, known := find(v.sim.routes, v.r.Method, path)
	if !isV8 || !known {
		return flat(http.StatusNotFound, problem.New("INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one", nil))
	}
	session, refused := v.authenticate()
	if refused != nil {
		return *refused
	}
	if match == nil {
		return bad("INVALID_REQUEST_METHOD", "The http request method type is not a valid one", nil)
	}
	c := v.call(match, params, session)
	answer := c.run()
	c.world.publish(c.journal.changes, c.view)
	return c.dated(answer)
}

// dated adds the header of every response that says when the token ends
// (zoho-crm-api §1.5).
func (c *call) dated(answer reply) reply {
	return answer.with("X-ACCESSTOKEN-RESET", c.view.Time(c.session.ExpiresAt))
}

func (v *visit) call(match *route, params map[string]string, session oauth.Session) *call {
	r := v.world.rules.Load()
	j := &journal{}
	return &call{
		visit: v, world: v.world.journaled(j), rules: r, route: match, params: params, journal: j,
		query: v.r.URL.Query(), session: session, view: v.world.view(session.UserID, r), at: v.world.now().Truncate(time.Second).UTC(),
	}
}

// refusal is what is wrong with the module of the path or with the scopes; nil
// when nothing is.
func (c *call) refusal() *reply {
	if name, named := c.params["module"]; named {
		if c.module = c.rules.catalogue.Module(name); c.module == nil {
			r := c.invalidModule()
			return &r
		}
		c.visit.module = name
	}
	for _, scope := range c.route.scopes {
		if !c.session.Allows(strings.Replace(scope, "{module}", c.params["module"], 1)) {
			r := scopeMismatch()
			return &r
		}
	}
	return nil
}

func (c *call) run() reply {
	if refused := c.refusal(); refused != nil {
		return *refused
	}
	cost := 1
	if c.route.cost != nil {
		cost = c.route.cost(c)
	}
	if !c.spend(cost) {
		return c.world.tooManyRequests()
	}
	answer := c.answered()
	// §6: the remaining credits are told only once half of them is used.
	remaining := c.world.meter.remaining(c.world.allowance())
	if remaining*2 <= c.world.allowance().credits {
		answer = answer.with("X-API-CREDITS-REMAINING", strconv.Itoa(remaining))
	}
	return answer
}

func (c *call) answered() reply {
	if refused := c.readExternals(); refused != nil {
		return *refused
	}
	return c.route.handle(c)
}

// spend charges credits to the call; false when there are not as many left.
func (c *call) spend(credits int) bool {
	if !c.world.meter.spend(c.world.allowance(), c.route.name(c.params), credits) {
		return false
	}
	c.credits += credits
	return true
}

func (r reply) with(name, value string) reply {
	header := map[string]string{name: value}
	for k, v := range r.header {
		header[k] = v
	}
	r.header = header
	return r
}

func (c *call) invalidModule() reply {
	return c.moduleProblem(problem.New("INVALID_MODULE", "the module name given seems to be invalid", problem.Details{"resource_path_index": 0}))
}

// moduleProblem is flat on reads; of writes, sources disagree whether it stands
// inside data[] (§7), so the setting invalidModuleShape decides.
func (c *call) moduleProblem(p *problem.Problem) reply {
	if c.rules.InvalidModuleShape == "data" && (c.r.Method == http.MethodPost || c.r.Method == http.MethodPut) {
		return inData(http.StatusBadRequest, p)
	}
	return flat(http.StatusBadRequest, p)
}

// requestProblem is a mistake in the request as a whole: flat on reads and
// deletions, inside data[] on other writes (§7).
func (c *call) requestProblem(p *problem.Problem) *reply {
	if c.r.Method == http.MethodPost || c.r.Method == http.MethodPut {
		return refusal(p)
	}
	return refusing(p)
}

// perTen is the cost of writes: one credit per ten records (§6).
func (c *call) perTen() int { return max(1, (countData(c.body)+9)/10) }

// moreThanTen tells the writes that count against sub-concurrency (§6).
func moreThanTen(_ url.Values, body []byte) bool { return countData(body) > 10 }

// sorted tells the lists that count against sub-concurrency (§6).
func sorted(query url.Values, _ []byte) bool { return query.Has("cvid") || query.Has("sort_by") }

func countData(body []byte) int {
	var shape struct{ Data []json.RawMessage }
	if json.Unmarshal(body, &shape) != nil {
		return 0
	}
	return len(shape.Data)
}

// decode reads the JSON body; numbers stay as they are written. The content
// type is not looked at, since Zoho's own SDK sends none (§12).
func (c *call) decode(into any) *problem.Problem {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.UseNumber()
	err := d.Decode(into)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return nil
		}
	}
	return problem.New("UNABLE_TO_PARSE_DATA_TYPE", "either the request body or parameters is in wrong format", nil)
}
